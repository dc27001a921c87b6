"""What a person types about a visit, made safe."""

from decimal import Decimal
from typing import Any

from django import forms

from apps.evaluations.forms import PlainTextField
from apps.institutions.models import Category
from apps.visitation.models import Visit
from apps.visitation.queries import Candidate

LONGEST_REASON = 2000


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class ReasonForm(forms.Form):
    """Why this institution is to be visited."""

    reason = PlainTextField(label="Alasan dikunjungi", rows=3, max_length=LONGEST_REASON)


class PlanForm(forms.Form):
    """When and where the visit takes place, and whom to ask for."""

    starts_on = day_field("Tanggal mulai")
    ends_on = day_field("Tanggal selesai", required=False, help_text="Dikosongkan bila hanya satu hari.")
    locus = forms.CharField(label="Lokus", max_length=300, help_text="Unit atau tempat yang dikunjungi.")
    contact = forms.CharField(label="Narahubung", max_length=200, required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(visit, name) for name in ("starts_on", "ends_on", "locus", "contact")}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        return said


class CandidateFilter(forms.Form):
    """Which institutions are shown on the list to choose from."""

    q = forms.CharField(label="Cari instansi", required=False, max_length=100)
    kategori = forms.ChoiceField(label="Kategori", required=False, choices=[("", "Semua"), *Category.choices])
    selisih = forms.DecimalField(label="Selisih paling sedikit", required=False, min_value=0, localize=True)
    ambang = forms.DecimalField(label="Jarak ambang paling jauh", required=False, min_value=0, localize=True)

    def admits(self, candidate: Candidate) -> bool:
        said = self.cleaned_data if self.is_valid() else {}
        institution = candidate.evaluation.institution
        return (
            said.get("q", "").lower() in institution.name.lower()
            and said.get("kategori", "") in ("", institution.category)
            and _at_least(candidate.gap, said.get("selisih"))
            and _within(candidate.to_floor, said.get("ambang"))
        )


def _at_least(figure: Decimal | None, wanted: Decimal | None) -> bool:
    return wanted is None or (figure is not None and figure >= wanted)


def _within(figure: Decimal | None, wanted: Decimal | None) -> bool:
    return wanted is None or (figure is not None and abs(figure) <= wanted)
