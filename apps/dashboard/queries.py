"""What the home page reads: a fixed number of statements for each kind of role."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, OuterRef, Q, Subquery

from apps.accounts.models import User
from apps.desk_review.models import JudgementLock
from apps.desk_review.queries import not_all_locked, visible_judgements
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Declaration, Evaluation, Handover, LedgerLevel, Side, TeamMember
from apps.evaluations.questions import WaitingQuestion, waiting_questions
from apps.follow_up.queries.follow_ups import Standing, standings_of
from apps.institutions.models import Membership, Role
from apps.instruments.models import Indicator
from apps.interview.models import Clarification, Reply
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import FinalisationRun, PeriodAgency, Publication, RunState, Vote
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import Waiting, in_charge_beside, waiting_for

RETURNED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """An answer that came back, with the words of whoever returned it; `is_elsewhere`: others are in charge of it."""

    number: int
    name: str
    reason: str
    is_elsewhere: bool


@dataclass(slots=True)
class PartProgress:
    """How far a part of a sheet is: indicators, those with an answer, those approved. `pk` is the part's."""

    pk: int
    name: str
    total: int = 0
    answered: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True)
class InstitutionWork:
    """All by evaluation: answers by state, how far each part is, returned answers, questions without a reply, what
    waits, open follow-ups, what the assessors ask.

    `waiting` holds what the person is in charge of, returned first, then due soonest; `returned` all the others.
    """

    answers: dict[int, dict[str, int]]
    parts: dict[int, dict[int, PartProgress]]
    returned: dict[int, list[ReturnedAnswer]]
    unanswered: dict[int, int]
    waiting: dict[int, list[Waiting]]
    follow_ups: Mapping[int, Standing]
    questions: Mapping[int, list[WaitingQuestion]]


@dataclass(frozen=True, slots=True)
class AssessorWork:
    """Indicators by instrument; the person's own judgements by evaluation; evaluations locked by them and by their
    whole team, led, and declared about; hand-overs they asked for and that are not decided; what the institutions ask.
    """

    indicators: dict[int, int]
    judged: dict[int, int]
    locked: set[int]
    all_locked: set[int]
    led: set[int]
    declared: set[int]
    handovers: dict[int, Handover]
    questions: Mapping[int, list[WaitingQuestion]]


@dataclass(frozen=True, slots=True)
class RunToVote:
    """A computation that an agency is asked about; `choice` is empty until it has spoken on this content."""

    run: FinalisationRun
    agency_name: str
    choice: str


def evaluations_of_institutions(user: User, institutions: Collection[int | None]) -> Sequence[Evaluation]:
    """The person's evaluations at these institutions, the running year first."""
    return list(
        visible_evaluations(user)
        .filter(institution__in=institutions)
        .exclude(period__state=PeriodState.PREPARATION)
        .order_by("-period__year", "-period_id", "institution__code")
    )


def institution_work(user: User, evaluations: Sequence[Evaluation]) -> InstitutionWork:
    """Six statements."""
    filling = [one.pk for one in evaluations if one.stage == Stage.SELF_ASSESSMENT]
    interviewed = [one.pk for one in evaluations if one.stage == Stage.INTERVIEW]
    published = [one for one in evaluations if one.stage == Stage.PUBLISHED]
    asked = waiting_questions(evaluations, Side.INSTITUTION)
    work = InstitutionWork({}, {}, {}, {}, waiting_for(user, filling), standings_of(published), asked)
    _count_answers(work, filling)
    for pk, number, name, reason, is_mine in (
        Answer.objects.filter(evaluation__in=filling, state=AnswerState.RETURNED)
        .annotate(mine=in_charge_beside(user))
        .filter(Q(mine=False) | Q(mine__isnull=True))
        .order_by("indicator__number")
        .values_list("evaluation_id", "indicator__number", "indicator__name", "return_reason", "mine")
    )[:RETURNED_SHOWN]:
        work.returned.setdefault(pk, []).append(ReturnedAnswer(number, name, reason, is_mine is False))
    work.unanswered.update(
        Clarification.objects.filter(evaluation__in=interviewed, reply=Reply.OPEN, level__isnull=False)
        .order_by()
        .values_list("evaluation_id")
        .annotate(Count("pk"))
    )
    return work


def _count_answers(work: InstitutionWork, evaluations: Collection[int]) -> None:
    """Answers by state, of each sheet and of each of its parts in the order of the instrument."""
    counted = (
        Answer.objects.filter(evaluation__in=evaluations, indicator__external_index="")
        .values("evaluation_id", "state", "indicator__part", "indicator__part__name")
        .annotate(number=Count("pk"), first=Min("indicator__number"))
        .order_by("first")
        .values_list("evaluation_id", "state", "number", "indicator__part", "indicator__part__name")
    )
    for pk, state, number, part, name in counted:
        states = work.answers.setdefault(pk, {})
        states[state] = states.get(state, 0) + number
        one = work.parts.setdefault(pk, {}).setdefault(part, PartProgress(part, name))
        one.total += number
        one.answered += 0 if state == AnswerState.EMPTY else number
        one.approved += number if state == AnswerState.APPROVED else 0


def evaluations_of_assessor(user: User) -> Sequence[Evaluation]:
    """What the person's teams assess in running periods."""
    return list(
        visible_evaluations(user)
        .filter(team__members__user=user, period__state=PeriodState.RUNNING)
        .select_related("interview", "visit")
        .order_by("open_until", "institution__code")
    )


def assessor_work(user: User, evaluations: Sequence[Evaluation]) -> AssessorWork:
    """Eight statements."""
    reviewed = [one.pk for one in evaluations if one.stage == Stage.DESK_REVIEW]
    instruments = {one.period.instrument_id for one in evaluations}
    led_teams = set(TeamMember.objects.filter(user=user, is_lead=True).values_list("team_id", flat=True))
    return AssessorWork(
        indicators=dict(
            Indicator.objects.filter(instrument__in=instruments, external_index="")
            .order_by()
            .values_list("instrument_id")
            .annotate(Count("pk"))
        ),
        judged=dict(
            visible_judgements(user)
            .filter(assessor=user, evaluation__in=reviewed, level__isnull=False)
            .order_by()
            .values_list("evaluation_id")
            .annotate(Count("pk"))
        ),
        locked=set(
            JudgementLock.living.filter(assessor=user, evaluation__in=reviewed).values_list("evaluation_id", flat=True)
        ),
        all_locked=set(reviewed) - set(not_all_locked(reviewed).values_list("pk", flat=True)),
        declared=set(Declaration.objects.filter(assessor=user).values_list("evaluation_id", flat=True)),
        handovers={
            one.evaluation_id: one
            for one in Handover.objects.filter(giver=user, decided_at=None).select_related("receiver")
        },
        led={one.pk for one in evaluations if one.team_id in led_teams},
        questions=waiting_questions(evaluations, Side.ASSESSORS),
    )


def lecturers(universities: Collection[int | None]) -> Sequence[Membership]:
    """The assessors of these universities, each with `institutions`: how many they hold now. Never a level."""
    running = Q(user__team_memberships__team__evaluations__period__state=PeriodState.RUNNING)
    return list(
        Membership.objects.filter(role=Role.ASSESSOR, university__in=universities)
        .select_related("user", "university")
        .annotate(institutions=Count("user__team_memberships__team__evaluations", filter=running, distinct=True))
        .order_by("university__name", "user__name")
    )


def unpublished_periods() -> Sequence[EvaluationPeriod]:
    return list(EvaluationPeriod.objects.exclude(state=PeriodState.PUBLISHED).select_related("instrument"))


def periods_to_publish_again() -> Sequence[tuple[EvaluationPeriod, int]]:
    """Published periods with approved corrections that are not public yet, and how many. Two statements at most."""
    upto = Publication.objects.current().filter(period=OuterRef("evaluation__period")).values("run__ledger_upto")
    waiting = dict(
        LedgerLevel.objects.filter(stage=Stage.CORRECTION, pk__gt=Subquery(upto))
        .order_by()
        .values_list("evaluation__period")
        .annotate(Count("pk"))
    )
    periods = EvaluationPeriod.objects.filter(pk__in=waiting) if waiting else ()
    return [(period, waiting[period.pk]) for period in periods]


def published_periods() -> Sequence[EvaluationPeriod]:
    return list(EvaluationPeriod.objects.filter(state=PeriodState.PUBLISHED).select_related("instrument"))


def stage_counts(periods: Sequence[EvaluationPeriod]) -> dict[int, dict[tuple[str, bool], int]]:
    """period -> (stage, whether it is assessed) -> evaluations. One statement."""
    counts: dict[int, dict[tuple[str, bool], int]] = {}
    rows = (
        Evaluation.objects.filter(period__in=periods)
        .order_by()
        .values_list("period_id", "stage", "track")
        .annotate(number=Count("pk"))
    )
    for period, stage, track, number in rows:
        key = (stage, track != Track.NOT_ASSESSED)
        by_stage = counts.setdefault(period, {})
        by_stage[key] = by_stage.get(key, 0) + number
    return counts


def runs_to_vote_on(agencies: Collection[int | None]) -> Sequence[RunToVote]:
    """The finished computations, not yet published, of periods in which these agencies vote. Three statements."""
    votes_in = {
        (one.period_id, one.agency_id): one.agency.name
        for one in PeriodAgency.objects.filter(agency__in=agencies).select_related("agency")
    }
    runs = list(
        FinalisationRun.objects.filter(state=RunState.COMPUTED, period__in={period for period, _ in votes_in})
        .filter(publication=None)
        .select_related("period__instrument")
    )
    spoken = {
        (vote.run_id, vote.agency_id): vote.get_choice_display()
        for vote in Vote.objects.filter(run__in=runs, agency__in=agencies)
        if vote.content_sha256 == next(run.content_sha256 for run in runs if run.pk == vote.run_id)
    }
    return [
        RunToVote(run, name, spoken.get((run.pk, agency), ""))
        for run in runs
        for (period, agency), name in votes_in.items()
        if period == run.period_id
    ]
