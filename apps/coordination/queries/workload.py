"""What lies on the desk of every assessor of a period: to come, open, late, done, and whether it is too much."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from apps.accounts.models import User
from apps.coordination.queries.desk import ASSESSED, LATE
from apps.coordination.queries.figures import Figure
from apps.evaluations.deadlines import AT_WORK, TEAM
from apps.evaluations.models import Evaluation, TeamMember
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage

THEIRS = [stage for stage, roles in AT_WORK.items() if TEAM in roles]
ON_THE_DESK = ASSESSED & Q(stage__in=THEIRS)
LATE_THERE = LATE & Q(stage__in=THEIRS)
TO_COME = ASSESSED & Q(stage=Stage.SELF_ASSESSMENT)
DONE = ASSESSED & ~Q(stage__in=[Stage.SELF_ASSESSMENT, *THEIRS])


@dataclass(frozen=True, slots=True)
class Load:
    """One assessor with the institutions in their hands, each figure with the list that it counts."""

    assessor: User
    universities: tuple[tuple[str, str], ...]
    """(id as text, name)."""
    capacity: int
    held: Figure
    to_come: Figure
    open: Figure
    late: Figure
    done: Figure

    @property
    def is_over(self) -> bool:
        return self.held.count > self.capacity

    @property
    def places(self) -> str:
        return ", ".join(name for _, name in self.universities)


class _Seat(NamedTuple):
    user: int
    stage: str
    is_late: bool


def workload(period: EvaluationPeriod, *, university: str = "", state: str = "") -> list[Load]:
    """Everybody in a team of the period, the latest and the fullest first. Four statements."""
    held: dict[int, list[_Seat]] = {}
    for seat in _seats(period):
        held.setdefault(seat.user, []).append(seat)
    places: dict[int, list[tuple[str, str]]] = {}
    members = Membership.objects.filter(role=Role.ASSESSOR, user__team_memberships__team__period=period).distinct()
    for user, pk, name in members.values_list("user", "university", "university__name"):
        places.setdefault(user, []).append((str(pk), str(name)))
    people = User.objects.filter(team_memberships__team__period=period).distinct().order_by("name", "pk")
    loads = [_load(one, period, held.get(one.pk, []), tuple(places.get(one.pk, ()))) for one in people]
    wanted = (
        one
        for one in loads
        if (not university or any(pk == university for pk, _ in one.universities))
        and (state != "terlambat" or one.late.count)
        and (state != "melebihi" or one.is_over)
    )
    return sorted(wanted, key=lambda one: (-one.late.count, -one.held.count))


def _seats(period: EvaluationPeriod) -> list[_Seat]:
    """One for every assessor and assessed institution. Two statements."""
    late = set(Evaluation.objects.filter(LATE_THERE, period=period).values_list("pk", flat=True))
    rows = (
        TeamMember.objects.filter(team__period=period, team__evaluations__in=Evaluation.objects.filter(ASSESSED))
        .order_by()
        .values_list("user", "team__evaluations", "team__evaluations__stage")
    )
    return [_Seat(user, stage, pk in late) for user, pk, stage in rows]


def _load(
    assessor: User, period: EvaluationPeriod, seats: list[_Seat], universities: tuple[tuple[str, str], ...]
) -> Load:
    def figure(state: str, count: int) -> Figure:
        return Figure(count, urlencode({"asesor": assessor.pk, "keadaan": state}))

    return Load(
        assessor=assessor,
        universities=universities,
        capacity=period.assessor_capacity,
        held=figure("dinilai", len(seats)),
        to_come=figure("belum-di-asesor", sum(one.stage == Stage.SELF_ASSESSMENT for one in seats)),
        open=figure("di-asesor", sum(one.stage in THEIRS for one in seats)),
        late=figure("terlambat-di-asesor", sum(one.is_late for one in seats)),
        done=figure("selesai-di-asesor", sum(one.stage not in (Stage.SELF_ASSESSMENT, *THEIRS) for one in seats)),
    )
