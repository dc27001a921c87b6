"""What stands above the list of the control room: every figure with the filter that shows exactly what it counts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When

from apps.coordination.queries.desk import ASSESSED, FROZEN, LATE, NOT_SENT, begun
from apps.evaluations.models import Evaluation, TeamMember
from apps.institutions.models import Category, Membership, Province, Role, University
from apps.periods.choices import PLACES
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, SHORT_LABELS, Stage, Track

NONE = "tanpa"  # the value of a filter for those that belong nowhere: no province, no team


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the query of the list that has as many rows."""

    count: int
    query: str
    key: str = ""
    """Of the element on the page, so that the keyboard stays where it was when figures come anew."""
    label: str = ""
    """Of its column, where a card has no columns."""


@dataclass(frozen=True, slots=True)
class Total:
    """A figure with its name, above everything else."""

    label: str
    figure: Figure
    unit: str = "instansi"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel, and how many assessed institutions stand there."""

    label: str
    here: Figure
    late: Figure
    share: str
    """Of all assessed, 0 to 100, for a bar."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the cut: assessed institutions of one kind, by stage, late, together."""

    label: str
    stages: tuple[Figure, ...]
    late: Figure
    total: Figure


class Standing(NamedTuple):
    """Where one institution stands."""

    category: str
    province: str | None
    team: int | None
    stage: str
    is_assessed: bool
    is_late: bool
    is_frozen: bool
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to part institutions: the filter of the list that it answers to, and its parts in order."""

    name: str
    label: str
    parts: Callable[[EvaluationPeriod], Mapping[str, str]]
    values: Callable[[EvaluationPeriod], Callable[[Standing], Collection[str]]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything above the list. `seal` is another as soon as anything of it is."""

    totals: tuple[Total, ...]
    steps: tuple[Step, ...]
    cut: Cut
    stages: tuple[str, ...]
    groups: tuple[Group, ...]
    assessed: Figure
    not_assessed: Figure
    seal: str


def overview(period: EvaluationPeriod, cut: Cut) -> Overview:
    """One statement for the institutions, at most two for the parts of the cut."""
    everyone = standings(period)
    assessed = [one for one in everyone if one.is_assessed]
    groups = _groups(period, cut, assessed)
    totals = _totals(assessed)
    steps = tuple(_step(stage, assessed) for stage in PLACES)
    not_assessed = Figure(len(everyone) - len(assessed), urlencode({"jalur": Track.NOT_ASSESSED.value}), "a-luar")
    seal = sha256(repr((totals, steps, groups, not_assessed)).encode()).hexdigest()[:16]
    return Overview(
        totals=totals,
        steps=steps,
        cut=cut,
        stages=tuple(SHORT_LABELS[stage] for stage in PLACES),
        groups=groups,
        assessed=Figure(len(assessed), "keadaan=dinilai", "a-dinilai"),
        not_assessed=not_assessed,
        seal=seal,
    )


def standings(period: EvaluationPeriod) -> list[Standing]:
    rows = Evaluation.objects.filter(period=period).order_by()
    return [
        Standing(*row)
        for row in rows.values_list(
            "institution__category",
            "institution__province",
            "team",
            "stage",
            _whether(ASSESSED),
            _whether(LATE),
            _whether(FROZEN),
            _whether(NOT_SENT & ~Q(begun())),
        )
    ]


def _whether(condition: Any) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _totals(assessed: list[Standing]) -> tuple[Total, ...]:
    def total(label: str, state: str, holds: Callable[[Standing], bool]) -> Total:
        return Total(label, Figure(sum(map(holds, assessed)), f"keadaan={state}", f"a-{state}"))

    return (
        total("Sudah dikirim", "dikirim", lambda one: one.stage != Stage.SELF_ASSESSMENT),
        total("Terlambat", "terlambat", lambda one: one.is_late),
        total("Tidak dikirim sampai batas", "beku", lambda one: one.is_frozen),
        total("Belum mulai mengisi", "belum-mulai", lambda one: one.is_idle),
        total("Belum punya tim", "tanpa-tim", lambda one: one.team is None),
    )


def _step(stage: Stage, assessed: list[Standing]) -> Step:
    here = [one for one in assessed if one.stage == stage]
    place = {"tahap": stage.value}
    return Step(
        LABELS[stage],
        here=_figure(here, f"a-{stage}", place),
        late=_late(here, f"l-{stage}", place),
        share=f"{100 * len(here) / len(assessed):.2f}" if assessed else "0",
    )


def _groups(period: EvaluationPeriod, cut: Cut, assessed: list[Standing]) -> tuple[Group, ...]:
    found: dict[str, list[Standing]] = {}
    values = cut.values(period)
    for one in assessed:
        for value in values(one):
            found.setdefault(value, []).append(one)
    return tuple(
        _group(label, {cut.name: value}, found[value]) for value, label in cut.parts(period).items() if value in found
    )


def _group(label: str, place: dict[str, str], rows: list[Standing]) -> Group:
    (value,) = place.values()
    return Group(
        label,
        stages=tuple(
            _figure(
                [one for one in rows if one.stage == stage],
                f"a-{value}-{stage}",
                place | {"tahap": stage.value},
                SHORT_LABELS[stage],
            )
            for stage in PLACES
        ),
        late=_late(rows, f"l-{value}", place),
        total=_figure(rows, f"a-{value}", place),
    )


def _figure(rows: list[Standing], key: str, place: dict[str, str], label: str = "") -> Figure:
    return Figure(len(rows), urlencode(place | {"keadaan": "dinilai"}), key, label)


def _late(rows: list[Standing], key: str, place: dict[str, str]) -> Figure:
    return Figure(sum(one.is_late for one in rows), urlencode(place | {"keadaan": "terlambat"}), key)


def _provinces(_: EvaluationPeriod) -> dict[str, str]:
    return dict(Province.objects.values_list("code", "name")) | {NONE: "Instansi pusat"}


def _universities(_: EvaluationPeriod) -> dict[str, str]:
    rows = University.objects.filter(memberships__role=Role.ASSESSOR).distinct().values_list("pk", "name")
    return {str(pk): name for pk, name in rows} | {NONE: "Belum punya tim"}


def _universities_of_team(period: EvaluationPeriod) -> Callable[[Standing], Collection[str]]:
    seats: Iterable[tuple[Any, Any]] = (
        TeamMember.objects.filter(team__period=period, user__memberships__role=Role.ASSESSOR)
        .order_by()
        .values_list("team", "user__memberships__university")
    )
    found: dict[int, set[str]] = {}
    for team, university in seats:
        found.setdefault(team, set()).add(str(university))
    return lambda one: found.get(one.team, ()) if one.team else (NONE,)


def from_university(value: int) -> Any:
    """The teams with an assessor of this university."""
    people = Membership.objects.filter(role=Role.ASSESSOR, university=value).values("user")
    return TeamMember.objects.filter(user__in=people).values("team")


CUTS = {
    cut.name: cut
    for cut in (
        Cut(
            "kategori",
            "Kategori",
            lambda _: {one.value: str(one.label) for one in Category},
            lambda _: lambda one: (one.category,),
        ),
        Cut("provinsi", "Provinsi", _provinces, lambda _: lambda one: (one.province or NONE,)),
        Cut(
            "perguruan",
            "Perguruan tinggi",
            _universities,
            _universities_of_team,
            "Instansi yang timnya berasal dari beberapa perguruan tinggi dihitung pada masing-masing.",
        ),
    )
}
CUT = "kategori"
