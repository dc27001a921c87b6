"""What is typed about awards, made safe."""

from typing import Any

from django import forms

from apps.awards.actions import DecisionHead
from apps.awards.models import AwardCategory, AwardList
from apps.institutions.models import Category, Institution
from apps.self_assessment.forms import PlainTextField


class CategoryForm(forms.ModelForm):
    """A category of one period."""

    institutions = forms.MultipleChoiceField(
        label="Kategori instansi", choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AwardCategory
        fields = ("name", "measure", "institutions", "places")
        help_texts = {
            "places": "1 berarti hanya yang terbaik. Yang angkanya sama memperoleh peringkat bersama.",
            "measure": "Peningkatan hanya membandingkan angka yang sudah terbit dengan instrumen yang sama.",
        }


class YearForm(forms.ModelForm):
    """Against which year improvement is measured."""

    class Meta:
        model = AwardList
        fields = ("year_before",)


class ExclusionForm(forms.Form):
    """Who gets no award, and why."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label="Instansi", empty_label="Pilih instansi")
    reason = PlainTextField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tercatat dengan nama Anda, dan tercetak pada daftar yang diumumkan.",
    )

    def __init__(self, *args: Any, awards: AwardList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = (  # type: ignore[attr-defined]
            Institution.objects.filter(evaluations__period=awards.period_id)
            .exclude(pk__in=awards.exclusions.filter(lifted_at=None).values("institution"))
            .order_by("name")
        )


class DecisionForm(forms.Form):
    """Under which number the awards are decided, and who signs the certificates."""

    number = PlainTextField(label="Nomor", max_length=60)
    dated = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = PlainTextField(label="Ditetapkan di", max_length=60, initial="Jakarta")
    signatory_office = PlainTextField(
        label="Jabatan penandatangan", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    signatory = PlainTextField(label="Nama penandatangan", max_length=200)

    @property
    def head(self) -> DecisionHead:
        return DecisionHead(**self.cleaned_data)
