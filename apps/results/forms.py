"""What an agency says of a computation."""

from django import forms

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
