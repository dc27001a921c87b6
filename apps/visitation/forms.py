"""What a person types about a visit, made safe."""

from decimal import Decimal
from typing import Any, cast

from django import forms

from apps.accounts.models import User
from apps.evaluations.forms import PlainTextField
from apps.institutions.models import Category
from apps.visitation.models import Visit
from apps.visitation.queries import Candidate
from apps.visitation.reasons import NAMES

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
    visitors = forms.ModelMultipleChoiceField(
        label="Asesor yang berkunjung",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Siapa dari tim yang datang ke instansi.",
        error_messages={"required": "Pilih paling sedikit satu asesor."},
    )
    locus = forms.CharField(label="Unit yang dikunjungi", max_length=300)
    address = forms.CharField(label="Alamat", max_length=300, required=False)
    contact = forms.CharField(
        label="Narahubung", max_length=200, required=False, help_text="Nama dan nomor telepon pihak instansi."
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        names = ("starts_on", "ends_on", "locus", "address", "contact")
        team = User.objects.filter(team_memberships__team=visit.evaluation.team_id).order_by("pk")
        going = visit.evaluation.visitors.values_list("assessor", flat=True) if visit.is_planned else team
        kwargs["initial"] = {name: getattr(visit, name) for name in names} | {"visitors": list(going)}
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["visitors"]).queryset = team

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        return said


class PhotosForm(forms.Form):
    """What is written beneath the photos that are brought together."""

    caption = forms.CharField(label="Keterangan foto", max_length=300, required=False)


class PhotoAnnouncementForm(PhotosForm):
    """A photo that is to come piece by piece."""

    name = forms.CharField(max_length=1000)
    size = forms.IntegerField(min_value=1, max_value=10**12)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")


class CandidateFilter(forms.Form):
    """Which institutions are shown on the list to choose from."""

    q = forms.CharField(label="Cari instansi", required=False, max_length=100)
    kategori = forms.ChoiceField(label="Kategori", required=False, choices=[("", "Semua"), *Category.choices])
    aturan = forms.ChoiceField(
        label="Aturan", required=False, choices=[("", "Semua instansi"), ("ada", "Yang beralasan"), *NAMES.items()]
    )
    selisih = forms.DecimalField(label="Selisih paling sedikit", required=False, min_value=0, localize=True)
    ambang = forms.DecimalField(label="Jarak ambang paling jauh", required=False, min_value=0, localize=True)

    def admits(self, candidate: Candidate) -> bool:
        said = self.cleaned_data if self.is_valid() else {}
        institution = candidate.evaluation.institution
        return (
            said.get("q", "").lower() in institution.name.lower()
            and said.get("kategori", "") in ("", institution.category)
            and _by_rule(candidate, said.get("aturan", ""))
            and _at_least(candidate.case.gap, said.get("selisih"))
            and _within(candidate.to_floor, said.get("ambang"))
        )


def _by_rule(candidate: Candidate, wanted: str) -> bool:
    return not wanted or (bool(candidate.rules) if wanted == "ada" else wanted in candidate.rules)


def _at_least(figure: Decimal | None, wanted: Decimal | None) -> bool:
    return wanted is None or (figure is not None and figure >= wanted)


def _within(figure: Decimal | None, wanted: Decimal | None) -> bool:
    return wanted is None or (figure is not None and abs(figure) <= wanted)
