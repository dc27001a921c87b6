"""What is typed about another agency's index, and which institutions are looked at."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from apps.evaluations.external import lacking
from apps.evaluations.forms import TypedLevel
from apps.evaluations.models import Evaluation
from apps.institutions.lookups import named
from apps.instruments.models import Instrument


class ExternalFilter(forms.Form):
    """All from the address. An unknown value filters nothing."""

    cari = forms.CharField(label="Cari instansi", required=False, max_length=100)
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), ("kurang", "Belum lengkap")])

    def narrowed(self, evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        self.is_valid()
        for word in (self.cleaned_data.get("cari") or "").split():
            evaluations = evaluations.filter(named(word, "institution__name"))
        return lacking(evaluations) if self.cleaned_data.get("keadaan") else evaluations

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class ExternalForm(forms.Form):
    """One value by hand."""

    value = forms.CharField(
        label="Nilai menurut sumber",
        max_length=60,
        help_text="Seperti yang tertulis di sumbernya, misalnya 3,42 (Baik).",
    )
    source = forms.CharField(
        label="Sumber", max_length=300, help_text="Nama indeks, instansi penerbit, dan dokumennya."
    )
    dated = forms.DateField(label="Tanggal sumber", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = TypedLevel(
            label="Tingkat pada skala instrumen",
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        self.order_fields(["value", "level", "source", "dated"])
