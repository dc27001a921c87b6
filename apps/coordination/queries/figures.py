"""What stands above the list of the control room: every figure with the filter that shows exactly what it counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import RawSQL

from apps.common.sql import rows
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
    """Where some institutions stand, of which nothing else tells one from another, and how many they are."""

    place: Any
    """What the column of a cut says of them."""
    stage: str
    has_team: bool
    is_assessed: bool
    is_late: bool
    is_frozen: bool
    is_idle: bool
    institutions: int


@dataclass(slots=True)
class Tally:
    """How many institutions stand at each stage, and how many of those are late."""

    here: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)

    def add(self, one: Standing) -> None:
        self.here[one.stage] += one.institutions
        if one.is_late:
            self.late[one.stage] += one.institutions


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to part institutions: the filter of the list that it answers to, and its parts in order."""

    name: str
    label: str
    column: str
    parts: Callable[[EvaluationPeriod], Mapping[str, str]]
    values: Callable[[EvaluationPeriod], Callable[[Any], Collection[str]]]
    """To which parts an institution belongs, by what stands in the column."""
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
    everyone = standings(period, cut)
    assessed = [one for one in everyone if one.is_assessed]
    together, parts = Tally(), defaultdict[str, Tally](Tally)
    values = cut.values(period)
    for one in assessed:
        together.add(one)
        for value in values(one.place):
            parts[value].add(one)
    groups = tuple(
        _group(label, cut, value, parts[value]) for value, label in cut.parts(period).items() if value in parts
    )
    totals = _totals(assessed)
    steps = tuple(_step(stage, together) for stage in PLACES)
    away = sum(one.institutions for one in everyone if not one.is_assessed)
    not_assessed = Figure(away, _query(jalur=Track.NOT_ASSESSED.value), "a-luar")
    seal = sha256(repr((totals, steps, groups, not_assessed)).encode()).hexdigest()[:16]
    return Overview(
        totals=totals,
        steps=steps,
        cut=cut,
        stages=tuple(SHORT_LABELS[stage] for stage in PLACES),
        groups=groups,
        assessed=Figure(together.here.total(), _query(keadaan="dinilai"), "a-dinilai"),
        not_assessed=not_assessed,
        seal=seal,
    )


def standings(period: EvaluationPeriod, cut: Cut) -> list[Standing]:
    """Every institution of the period, those that stand alike together. One statement."""
    sql, asked, columns = _composed(cut.column)
    return [Standing(*row) for row in rows(f"{sql} WHERE period_id = %s GROUP BY {columns}", [*asked, period.pk])]


@cache
def _composed(column: str) -> tuple[str, tuple[Any, ...], str]:
    """What is selected, said once in a process: the very conditions that narrow the list, which are Django's."""
    columns = (
        column,
        "stage",
        _whether(Q(team__isnull=False)),
        _whether(ASSESSED),
        _whether(LATE),
        _whether(FROZEN),
        _whether(NOT_SENT & ~Q(begun())),
    )
    sql, asked = Evaluation.objects.order_by().values_list(*columns, RawSQL("count(*)", [])).query.sql_with_params()
    return sql, asked, ", ".join(str(place) for place in range(1, len(columns) + 1))


def _whether(condition: Any) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _totals(assessed: list[Standing]) -> tuple[Total, ...]:
    def total(label: str, state: str, holds: Callable[[Standing], bool]) -> Total:
        found = sum(one.institutions for one in assessed if holds(one))
        return Total(label, Figure(found, _query(keadaan=state), f"a-{state}"))

    return (
        total("Sudah dikirim", "dikirim", lambda one: one.stage != Stage.SELF_ASSESSMENT),
        total("Terlambat", "terlambat", lambda one: one.is_late),
        total("Tidak dikirim sampai batas", "beku", lambda one: one.is_frozen),
        total("Belum mulai mengisi", "belum-mulai", lambda one: one.is_idle),
        total("Belum punya tim", "tanpa-tim", lambda one: not one.has_team),
    )


def _step(stage: Stage, together: Tally) -> Step:
    here, everybody = together.here[stage], together.here.total()
    return Step(
        LABELS[stage],
        here=Figure(here, _query(tahap=stage.value, keadaan="dinilai"), f"a-{stage}"),
        late=Figure(together.late[stage], _query(tahap=stage.value, keadaan="terlambat"), f"l-{stage}"),
        share=f"{100 * here / everybody:.2f}" if everybody else "0",
    )


def _group(label: str, cut: Cut, value: str, found: Tally) -> Group:
    place = {cut.name: value}
    return Group(
        label,
        stages=tuple(
            Figure(
                found.here[stage],
                _query(**place, tahap=stage.value, keadaan="dinilai"),
                f"a-{value}-{stage}",
                SHORT_LABELS[stage],
            )
            for stage in PLACES
        ),
        late=Figure(found.late.total(), _query(**place, keadaan="terlambat"), f"l-{value}"),
        total=Figure(found.here.total(), _query(**place, keadaan="dinilai"), f"a-{value}"),
    )


def _query(**filters: str) -> str:
    """Filters as the query of an address. Their values are codes, and hold nothing that would have to be quoted."""
    return "&".join(f"{name}={value}" for name, value in filters.items())


def _provinces(_: EvaluationPeriod) -> dict[str, str]:
    return dict(Province.objects.values_list("code", "name")) | {NONE: "Instansi pusat"}


def _universities(_: EvaluationPeriod) -> dict[str, str]:
    rows = University.objects.filter(memberships__role=Role.ASSESSOR).distinct().values_list("pk", "name")
    return {str(pk): name for pk, name in rows} | {NONE: "Belum punya tim"}


def _universities_of_team(period: EvaluationPeriod) -> Callable[[Any], Collection[str]]:
    seats: Iterable[tuple[Any, Any]] = (
        TeamMember.objects.filter(team__period=period, user__memberships__role=Role.ASSESSOR)
        .order_by()
        .values_list("team", "user__memberships__university")
    )
    found: dict[int, set[str]] = {}
    for team, university in seats:
        found.setdefault(team, set()).add(str(university))
    return lambda team: found.get(team, ()) if team else (NONE,)


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
            "institution__category",
            lambda _: {one.value: str(one.label) for one in Category},
            lambda _: lambda category: (category,),
        ),
        Cut(
            "provinsi",
            "Provinsi",
            "institution__province",
            _provinces,
            lambda _: lambda province: (province or NONE,),
        ),
        Cut(
            "perguruan",
            "Perguruan tinggi",
            "team",
            _universities,
            _universities_of_team,
            "Instansi yang timnya berasal dari beberapa perguruan tinggi dihitung pada masing-masing.",
        ),
    )
}
CUT = "kategori"
