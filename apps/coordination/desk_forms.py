"""The filters of the control room and of the lists that stand beside it, all from the address."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.common.sql import rows
from apps.common.widgets import PlainSelect
from apps.coordination.forms import ALL, DeskFilter
from apps.coordination.forms import STATES as DESK_STATES
from apps.coordination.queries.desk import ASSESSED
from apps.coordination.queries.figures import NONE, from_university
from apps.coordination.queries.locus import MAX_BATCH
from apps.coordination.queries.workload import DONE, LATE_THERE, ON_THE_DESK, TO_COME
from apps.evaluations.models import Evaluation, TeamMember
from apps.institutions.lookups import named
from apps.institutions.models import Category, Role, University
from apps.rules.stages import Stage

STATES: Mapping[str, tuple[str, Q]] = {
    "dinilai": ("Dinilai", ASSESSED),
    "dikirim": ("Sudah dikirim", ASSESSED & ~Q(stage=Stage.SELF_ASSESSMENT)),
    **DESK_STATES,
    "belum-di-asesor": ("Belum sampai pada asesor", TO_COME),
    "di-asesor": ("Di meja asesor", ON_THE_DESK),
    "terlambat-di-asesor": ("Terlambat di meja asesor", LATE_THERE),
    "selesai-di-asesor": ("Selesai di asesor", DONE),
}

CONDITIONS: Mapping[str, Callable[[Any], Q]] = {
    "tahap": lambda value: Q(stage=value),
    "jalur": lambda value: Q(track=value),
    "kategori": lambda value: Q(institution__category=value),
    "provinsi": lambda value: Q(institution__province=None if value == NONE else value),
    "gelombang": lambda value: Q(batch=value),
    "perguruan": lambda value: Q(team=None) if value == NONE else Q(team__in=from_university(value.pk)),
    "asesor": lambda value: Q(team__in=TeamMember.objects.filter(user=value).values("team")),
    "keadaan": lambda value: STATES[value][1],
}


class ControlFilter(DeskFilter):
    """What the list of the control room shows. An unknown value filters nothing."""

    provinsi = forms.ChoiceField(label="Provinsi", required=False, widget=PlainSelect)  # type: ignore[assignment]
    gelombang = forms.IntegerField(label="Gelombang", required=False, min_value=1, max_value=MAX_BATCH)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[*ALL, *((key, label) for key, (label, _) in STATES.items())],
        widget=PlainSelect,
    )
    # Reached from figures alone: lists of all universities and assessors would be the longest part of the page.
    perguruan = forms.CharField(label="Perguruan tinggi asesor", required=False, widget=forms.HiddenInput)
    asesor = forms.ModelChoiceField(User.objects.all(), label="Asesor", required=False, widget=forms.HiddenInput)
    # Not a filter: the cut of the figures above the list stays when the list is narrowed.
    menurut = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinsi"].choices = [*ALL, *_provinces()]  # type: ignore[attr-defined]

    def clean_perguruan(self) -> University | str | None:
        """A university, NONE for institutions without a team, None for anything else."""
        value: str = self.cleaned_data["perguruan"]
        return University.objects.filter(pk=value).first() if value.isdecimal() else NONE if value == NONE else None

    def narrowed(self, evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        self.is_valid()
        for name, condition in CONDITIONS.items():
            if value := self.cleaned_data.get(name):
                evaluations = evaluations.filter(condition(value))
        for word in (self.cleaned_data.get("cari") or "").split():
            evaluations = evaluations.filter(named(word, "institution__name"))
        return evaluations

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("cari", *CONDITIONS))

    @property
    def followed(self) -> list[str]:
        """What the list is narrowed by that no control shows, in words."""
        university, assessor = self.cleaned_data.get("perguruan"), self.cleaned_data.get("asesor")
        found = [f"yang asesornya dari {university}" if university != NONE else "yang belum punya tim"]
        return [*(found if university else []), *([f"yang dinilai {assessor}"] if assessor else [])]


class WorkloadFilter(forms.Form):
    """Which assessors the list of their load shows."""

    perguruan = forms.ChoiceField(label="Perguruan tinggi", required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[*ALL, ("terlambat", "Ada yang terlambat"), ("melebihi", "Melebihi kapasitas")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["perguruan"].choices = [*ALL, *_universities()]  # type: ignore[attr-defined]

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.values())


class VolumeFilter(forms.Form):
    """Whose evidence the list of volumes shows."""

    kategori = forms.ChoiceField(label="Kategori", required=False, choices=[*ALL, *Category.choices])
    provinsi = forms.ChoiceField(label="Provinsi", required=False, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinsi"].choices = [*ALL, *_provinces()]  # type: ignore[attr-defined]

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.values())


def _provinces() -> list[tuple[str, str]]:
    """The provinces as choices, after the institutions of the centre. One statement."""
    provinces = rows("SELECT code, name FROM institutions_province ORDER BY code", [])
    return [(NONE, "Instansi pusat"), *((code, name) for code, name in provinces)]


def _universities() -> list[tuple[str, str]]:
    found = University.objects.filter(memberships__role=Role.ASSESSOR).distinct().values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]
