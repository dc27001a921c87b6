"""Filters, notes and bounds of the quality of a period."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from apps.institutions.lookups import named
from apps.quality.choices import SORTS, Kind
from apps.quality.models import QualitySignal
from apps.quality.queries import IS_SEEN
from apps.self_assessment.forms import PlainTextField

UNSEEN, SEEN = "belum", "sudah"
ALL = [("", "Semua")]


class SignalFilter(forms.Form):
    """All from the address. An unknown value filters nothing."""

    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[*ALL, *Kind.choices])
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[*ALL, (UNSEEN, "Belum dilihat"), (SEEN, "Sudah dilihat")]
    )
    cari = forms.CharField(label="Cari instansi atau asesor", required=False, max_length=100)

    def narrowed(self, signals: QuerySet[QualitySignal]) -> QuerySet[QualitySignal]:
        self.is_valid()
        chosen = self.cleaned_data
        if kind := chosen.get("jenis"):
            signals = signals.filter(kind=kind)
        if state := chosen.get("keadaan"):
            signals = signals.filter(IS_SEEN if state == SEEN else ~IS_SEEN)
        for word in (chosen.get("cari") or "").split():
            signals = signals.filter(named(word, "evaluation__institution__name") | Q(assessor__name__icontains=word))
        return signals

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class NoteForm(forms.Form):
    """What was found when looking at a signal."""

    text = PlainTextField(
        label="Catatan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Apa yang dilihat dan apa kesimpulannya. Catatan tersimpan dengan nama Anda dan tidak dapat diubah.",
    )


class BoundsForm(forms.Form):
    """From where on each kind stands out; an empty field leaves the kind out."""

    def __init__(self, *args: Any, bounds: dict[Kind, Decimal | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, sort in SORTS.items():
            self.fields[kind.value] = forms.DecimalField(
                label=f"{kind.label} ({sort.unit})",
                help_text=sort.meaning,
                required=False,
                localize=True,
                min_value=Decimal(0),
                max_digits=5,
                decimal_places=2,
                initial=bounds[kind],
            )

    @property
    def bounds(self) -> dict[Kind, Decimal | None]:
        return {kind: self.cleaned_data[kind.value] for kind in SORTS}
