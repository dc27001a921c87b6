"""Assessors at work: what each holds, how far each is, what was done. Never a level, never a word of a judgement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.desk_review.models import JudgementLock
from apps.desk_review.queries import judged_counts
from apps.evaluations.models import Declaration, Evaluation, Handover, Side, TeamMember
from apps.institutions.models import Membership, Role
from apps.instruments.models import Indicator
from apps.interview.models import Attendee
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import LABELS, Stage
from apps.visitation.models import Visitor


@dataclass(frozen=True, slots=True)
class Seat:
    """One institution in the hands of one assessor. `judged` is None where it is not for the reader's eyes."""

    evaluation: Evaluation
    assessor: User
    is_lead: bool
    judged: int | None
    total: int
    is_locked: bool
    has_declared: bool
    handover: Handover | None

    @property
    def stage_label(self) -> str:
        return LABELS[Stage(self.evaluation.stage)]

    @property
    def is_judging(self) -> bool:
        return self.evaluation.stage == Stage.DESK_REVIEW


@dataclass(frozen=True, slots=True)
class Lecturer:
    """An assessor of a university with everything in their hands, in running periods."""

    membership: Membership
    seats: tuple[Seat, ...]
    capacity: int

    @property
    def load(self) -> int:
        return len(self.seats)

    @property
    def is_full(self) -> bool:
        return self.load >= self.capacity


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What one assessor did in a period, as it is paid for."""

    assessor: User
    university: str
    institutions: int
    locked: int
    led: int
    attended: int
    visits: int

    @property
    def figures(self) -> tuple[int, int, int, int, int]:
        return (self.institutions, self.locked, self.led, self.attended, self.visits)


def lecturers_of(universities: Collection[int | None], *, viewer: User) -> list[Lecturer]:
    """The assessors of these universities with their work in running periods. Ten statements, whatever their number.

    Of institutions that the reader assesses too, nothing is said of how far the others are.
    """
    members = list(
        Membership.objects.filter(role=Role.ASSESSOR, university__in=universities)
        .select_related("user", "university")
        .order_by("university__name", "user__name", "pk")
    )
    people = {one.user_id: one.user for one in members}
    places = list(
        TeamMember.objects.filter(user__in=people, team__period__state=PeriodState.RUNNING)
        .exclude(team__evaluations=None)
        .values_list("user_id", "team__evaluations", "is_lead")
    )
    rows = Evaluation.objects.select_related("period", "institution").order_by("open_until", "institution__code")
    evaluations = {one.pk: one for one in rows.filter(pk__in={pk for _, pk, _ in places})}
    own = set(TeamMember.objects.filter(user=viewer).values_list("team_id", flat=True))
    judged = judged_counts(people, evaluations)
    locked = set(_pairs(JudgementLock.living.filter(evaluation__in=evaluations, assessor__in=people)))
    said = set(_pairs(Declaration.objects.filter(evaluation__in=evaluations, assessor__in=people)))
    asked = {
        (one.giver_id, one.evaluation_id): one
        for one in Handover.objects.filter(evaluation__in=evaluations, decided_at=None).select_related("receiver")
    }
    totals = _totals(one.period.instrument_id for one in evaluations.values())
    seats: dict[int, list[Seat]] = {}
    for user, pk, is_lead in sorted(places, key=lambda place: list(evaluations).index(place[1])):
        evaluation = evaluations[pk]
        is_hidden = evaluation.team_id in own
        seats.setdefault(user, []).append(
            Seat(
                evaluation=evaluation,
                assessor=people[user],
                is_lead=is_lead,
                judged=None if is_hidden else judged.get((user, pk), 0),
                total=totals[evaluation.period.instrument_id],
                is_locked=not is_hidden and (user, pk) in locked,
                has_declared=(user, pk) in said,
                handover=asked.get((user, pk)),
            )
        )
    return [
        Lecturer(
            one,
            tuple(held := seats.get(one.user_id, [])),
            max((seat.evaluation.period.assessor_capacity for seat in held), default=0),
        )
        for one in members
    ]


def assigned_in(period: EvaluationPeriod) -> dict[int, list[tuple[Evaluation, bool]]]:
    """assessor -> the institutions they hold in this period and whether they lead, in order of code. Two statements."""
    rows = Evaluation.objects.filter(period=period).exclude(team=None).select_related("institution")
    held: dict[int, list[tuple[Evaluation, bool]]] = {}
    seats: dict[int, list[tuple[int, bool]]] = {}
    for team, user, is_lead in TeamMember.objects.filter(team__period=period).values_list("team", "user", "is_lead"):
        seats.setdefault(team, []).append((user, is_lead))
    for evaluation in rows.order_by("institution__code"):
        for user, is_lead in seats.get(evaluation.team_id or 0, []):
            held.setdefault(user, []).append((evaluation, is_lead))
    return held


def work_done(period: EvaluationPeriod, people: QuerySet[User] | None = None) -> list[WorkDone]:
    """Everybody who assessed in this period, with what they did, by university and name. Seven statements.

    An interview counts for whoever its list of attendance names, a visit for whoever its plan names, also if they
    have left the team since.
    """
    held = assigned_in(period)
    led, attended = dict[int, int](), dict[int, int]()
    were_there = Attendee.objects.filter(side=Side.ASSESSORS, evaluation__period=period)
    for user, is_lead, number in (
        were_there.filter(evaluation__interview__held_at__isnull=False)
        .order_by()
        .values_list("user", "is_lead")
        .annotate(number=Count("pk"))
    ):
        (led if is_lead else attended)[user] = number
    over = Q(evaluation__visit__ends_on__lte=timezone.localdate()) | Q(
        evaluation__visit__ends_on__isnull=True, evaluation__visit__starts_on__lte=timezone.localdate()
    )
    visits = dict(
        Visitor.objects.filter(over, evaluation__period=period)
        .order_by()
        .values_list("assessor")
        .annotate(number=Count("pk"))
    )
    locks = dict(
        JudgementLock.living.filter(evaluation__period=period)
        .order_by()
        .values_list("assessor")
        .annotate(number=Count("pk"))
    )
    wanted = held.keys() | led.keys() | attended.keys() | visits.keys() | locks.keys()
    known = (User.objects.all() if people is None else people).filter(pk__in=wanted)
    places = dict(
        Membership.objects.filter(user__in=wanted, role=Role.ASSESSOR).values_list("user_id", "university__name")
    )
    done = [
        WorkDone(
            one,
            places.get(one.pk, ""),
            len(held.get(one.pk, ())),
            locks.get(one.pk, 0),
            led.get(one.pk, 0),
            attended.get(one.pk, 0),
            visits.get(one.pk, 0),
        )
        for one in known
    ]
    return sorted(done, key=lambda one: (one.university, one.assessor.name, one.assessor.pk))


def _totals(instruments: Iterable[int]) -> dict[int, int]:
    asked = Indicator.objects.filter(instrument__in=set(instruments), external_index="")
    rows = asked.order_by().values_list("instrument_id")
    return dict(rows.annotate(number=Count("pk")))


def _pairs(rows: QuerySet[JudgementLock] | QuerySet[Declaration]) -> Iterable[tuple[int, int]]:
    return rows.values_list("assessor_id", "evaluation_id")
