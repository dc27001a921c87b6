"""Until when the open stage of an evaluation may be worked on, for everybody who has to do with it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, cast

from django.db.models import F, QuerySet
from django.urls import reverse

from apps.accounts.models import User
from apps.evaluations.models import ASKING_STAGES, Evaluation, Remark, Side, TeamMember
from apps.evaluations.roles import INSTITUTION_GRANTS, VIEW
from apps.evaluations.rooms import ROOMS
from apps.institutions.models import Membership, Role
from apps.notices.deadlines import Deadline, due_source
from apps.periods.models import PeriodState
from apps.rules.stages import LABELS, Stage

ANSWERABLE = frozenset({Role.DATA_ENTRY, Role.PERSON_IN_CHARGE, Role.COORDINATOR})
# Of the institution's people those who may look at an evaluation at all.
LOOKING = frozenset(Role(role) for role, grants in INSTITUTION_GRANTS.items() if VIEW in grants)
TEAM = Role.ASSESSOR
# Who works in a stage, and so has to know its limit. The ministry's own stages are followed in its control room.
AT_WORK: dict[Stage, frozenset[Role]] = {
    Stage.SELF_ASSESSMENT: LOOKING,
    Stage.DESK_REVIEW: frozenset({TEAM}),
    Stage.INTERVIEW: LOOKING | {TEAM},
    Stage.VISITATION: frozenset({TEAM}),
    Stage.CONSOLIDATION: frozenset({TEAM}),
}
REMINDED = ANSWERABLE | {TEAM}


class Place(NamedTuple):
    """One person (by id) in one role beside one evaluation (by id)."""

    user: int
    evaluation: int
    role: Role


def places(people: QuerySet[User], evaluations: QuerySet[Evaluation]) -> list[Place]:
    """Which of these people belong to the institution or the team of these evaluations. Two statements."""
    theirs = "institution__evaluations"
    members = Membership.objects.filter(user__in=people, role__in=LOOKING, **{f"{theirs}__in": evaluations})
    assessors = TeamMember.objects.filter(user__in=people, team__evaluations__in=evaluations)
    return [
        *(Place(user, pk, Role(role)) for user, pk, role in members.values_list("user", theirs, "role")),
        *(Place(user, pk, TEAM) for user, pk in assessors.values_list("user", "team__evaluations")),
    ]


def at_work(evaluations: Collection[Evaluation]) -> list[Place]:
    """The active people who answer for the stage at which each of these stands."""
    stages = {one.pk: Stage(one.stage) for one in evaluations}
    found = places(User.objects.filter(is_active=True), Evaluation.objects.filter(pk__in=stages))
    return [one for one in found if one.role in REMINDED & AT_WORK.get(stages[one.evaluation], frozenset())]


def concerned(evaluations: Collection[Evaluation]) -> list[Place]:
    """The active people of both sides who answer for these, whoever's turn it is."""
    pks = [one.pk for one in evaluations]
    found = places(User.objects.filter(is_active=True), Evaluation.objects.filter(pk__in=pks))
    return [one for one in found if one.role in REMINDED]


@due_source
def stage_limits(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Deadline]:
    """The limits of stages under way. What is handed in is not open any more, and what froze is past its limit."""
    open_now = Evaluation.objects.filter(
        period__state=PeriodState.RUNNING,
        open_stage=F("stage"),
        open_stage__in=AT_WORK,
        open_until__gt=after,
        open_until__lte=before,
    )
    found = places(people, open_now)
    rows = Evaluation.objects.select_related("period", "institution__province")
    evaluations = rows.in_bulk({one.evaluation for one in found})
    for user, pk, roles in _by_person(found):
        evaluation = evaluations[pk]
        stage = Stage(evaluation.stage)
        if evaluation.open_until and (working := roles & AT_WORK.get(stage, frozenset())):
            yield Deadline(
                user=user,
                key=f"evaluation-{pk}-{stage}",
                text=f"{LABELS[stage]} {evaluation.institution} ({evaluation.period})",
                until=evaluation.open_until,
                url=reverse(room_of(stage), args=[pk]),
                simulation=evaluation.period.simulation_label,
                place=evaluation.institution.province,
                is_reminded=bool(working & REMINDED),
            )


@due_source
def questions_due(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Deadline]:
    """Questions between the two sides that wait for an answer, for those who answer for the side that is asked."""
    asked = Remark.objects.filter(
        evaluation__period__state=PeriodState.RUNNING,
        evaluation__stage__in=ASKING_STAGES,
        answer__isnull=True,
        due__gt=after,
        due__lte=before,
    ).select_related("indicator", "evaluation__period", "evaluation__institution__province")
    waiting = list(asked.order_by("due", "pk"))
    found = places(people, Evaluation.objects.filter(pk__in={one.evaluation_id for one in waiting}))
    for one in waiting:
        roles = {TEAM} if one.side == Side.INSTITUTION else ANSWERABLE
        evaluation = one.evaluation
        for user in {place.user for place in found if place.evaluation == evaluation.pk and place.role in roles}:
            yield Deadline(
                user=user,
                key=f"question-{one.pk}",
                text=f"Menjawab pertanyaan indikator {one.indicator.number} {evaluation.institution}",
                until=cast(datetime, one.due),
                url=reverse("evaluations:questions", args=[evaluation.pk, one.indicator.number]),
                simulation=evaluation.period.simulation_label,
                place=evaluation.institution.province,
            )


def room_of(stage: Stage) -> str:
    """The name of the page where a stage is worked on."""
    return next(room.url for room in ROOMS if room.stage == stage)


def _by_person(found: Iterable[Place]) -> Iterator[tuple[int, int, frozenset[Role]]]:
    roles: dict[tuple[int, int], set[Role]] = {}
    for one in found:
        roles.setdefault((one.user, one.evaluation), set()).add(one.role)
    for (user, evaluation), held in roles.items():
        yield user, evaluation, frozenset(held)
