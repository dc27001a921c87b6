"""What an agency says of a computation, and which agencies have a say."""

from typing import Any

from django import forms

from apps.institutions.models import Agency
from apps.results.models import VoteChoice


class VoteForm(forms.Form):
    """A vote on the content whose hash stood on the page."""

    choice = forms.ChoiceField(label="Suara", choices=VoteChoice.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Catatan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text="Wajib diisi bila tidak setuju: apa yang keberatan dan mengapa.",
    )
    content_sha256 = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("choice") == VoteChoice.DISSENT and not str(data.get("note", "")).strip():
            self.add_error("note", "Suara tidak setuju memerlukan catatan.")
        return data


class SeatsForm(forms.Form):
    """Who votes in a period, and how many must agree."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.all(), label="Instansi yang berhak memberi suara", widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label="Kuorum", min_value=1, help_text="Banyaknya suara setuju yang diperlukan sebelum hasil ditetapkan."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "agencies" in data and data.get("quorum", 0) > len(data["agencies"]):
            self.add_error("quorum", "Kuorum tidak boleh lebih besar daripada banyaknya instansi yang dipilih.")
        return data
