"""Reading an interview."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import wib_local
from apps.evaluations.agenda import AgendaItem, agenda_of, marked_indicator, next_silent
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Engagement, Evaluation, Side, TeamMember
from apps.institutions.models import Membership, Role
from apps.instruments.models import Indicator
from apps.interview.models import (
    AppointmentChange,
    Attendee,
    Clarification,
    InterviewSession,
    InterviewSlot,
    Reply,
)
from apps.interview.permissions import makes_slots
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation
from apps.self_assessment.queries.citations import citations_in

Item = AgendaItem[Clarification]


def session_of(evaluation: Evaluation) -> InterviewSession | None:
    return InterviewSession.objects.filter(evaluation=evaluation).first()


def agenda(evaluation: Evaluation) -> list[Item]:
    """What is clarified with this institution."""
    return agenda_of(evaluation, Stage.INTERVIEW, Clarification)


def item_of(evaluation: Evaluation, number: int) -> Item | None:
    """One marked indicator by its number; None if it is not marked."""
    return next(iter(agenda_of(evaluation, Stage.INTERVIEW, Clarification, number=number)), None)


def cited_in_replies(evaluation: Evaluation) -> Mapping[int, list[Citation]]:
    """By indicator, the evidence that the reply which stands points to. One query."""
    said = Clarification.objects.filter(evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"))
    return citations_in(evaluation, Stage.INTERVIEW, reply=Subquery(said.values("reply_version")[:1]))


def indicator_of(evaluation: Evaluation, number: int) -> Indicator | None:
    """The indicator, if it is marked."""
    return marked_indicator(evaluation, Stage.INTERVIEW, number)


def takes_evidence(item: Item) -> bool:
    """Where it was asked for, in time; else with a reply that does not agree to the proposed level."""
    if item.asked:
        return not item.asked.is_over
    return item.word is not None and item.word.reply == Reply.CONTESTED


def may_come_with_reply(item: Item) -> bool:
    """A level is proposed, and no limit for evidence of this indicator has passed."""
    return item.word is not None and item.word.level is not None and not (item.asked and item.asked.is_over)


def following(evaluation: Evaluation, number: int) -> int | None:
    """The marked indicator without a result that comes next."""
    return next_silent(evaluation, Stage.INTERVIEW, Clarification, number)


@dataclass(frozen=True)
class Offer:
    """A slot with room, as it is offered to one institution."""

    slot: InterviewSlot
    label: str


def offers_for(evaluation: Evaluation) -> list[Offer]:
    """The slots to come that have room for this institution and find both it and its whole team free. One query."""
    team = TeamMember.objects.filter(team=evaluation.team_id).values("user")
    engaged = Engagement.objects.filter(
        Q(institution=evaluation.institution_id) | Q(assessor__in=team),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(evaluation=evaluation, stage=Stage.INTERVIEW)
    slots = (
        InterviewSlot.objects.filter(
            ~Exists(engaged),
            period=evaluation.period_id,
            batch__in=[0, evaluation.batch],
            starts_at__gt=timezone.now(),
        )
        .annotate(others=Count("sessions", filter=~Q(sessions__evaluation=evaluation)))
        .filter(others__lt=F("capacity"))
    )
    province = evaluation.institution.province
    return [
        Offer(
            one,
            f"{wib_local(one.starts_at, province)}, {minutes_between(one)} menit, {one.capacity - one.others} tempat",
        )
        for one in slots
    ]


def minutes_between(slot: InterviewSlot) -> int:
    return int((slot.ends_at - slot.starts_at).total_seconds() // 60)


def slots_of(user: User, period: EvaluationPeriod) -> QuerySet[InterviewSlot]:
    """All slots of a period with how many places are `taken`, and of these the appointments `seen` by this person.

    When another team meets its institution is no one else's to know. Two queries.
    """
    seen = InterviewSession.objects.filter(evaluation__in=visible_evaluations(user))
    return period.interview_slots.annotate(taken=Count("sessions")).prefetch_related(
        Prefetch("sessions", seen.select_related("evaluation__institution"), to_attr="seen")
    )


def slots_to_drop(user: User, period: EvaluationPeriod) -> QuerySet[InterviewSlot]:
    """The ministry takes back any slot, a lead those that are their own."""
    slots = period.interview_slots.all()
    return slots if makes_slots(user) else slots.filter(made_by=user)


def leads_in(user: User, period: EvaluationPeriod) -> bool:
    """Whether the person leads a team of the period."""
    return TeamMember.objects.filter(user=user, is_lead=True, team__period=period).exists()


def last_change(evaluation: Evaluation) -> AppointmentChange | None:
    """What happened last to the appointment."""
    return AppointmentChange.objects.filter(evaluation=evaluation).select_related("by").first()


def present_at(evaluation: Evaluation) -> Mapping[str, list[str]]:
    """side -> who was there, with position, as the minutes print it. One query."""
    present: dict[str, list[str]] = {side.value: [] for side in Side}
    for one in attendees_of(evaluation):
        present[one.side].append(one.name)
    return present


def attendees_of(evaluation: Evaluation) -> list[Attendee]:
    return list(Attendee.objects.filter(evaluation=evaluation))


def team_of(evaluation: Evaluation) -> QuerySet[User]:
    """The team as it is now, the lead first."""
    members = User.objects.filter(team_memberships__team=evaluation.team_id)
    return members.order_by("-team_memberships__is_lead", "pk")


def expected_of_institution(evaluation: Evaluation) -> list[str]:
    """Who of the institution may be there: offered where nobody is recorded yet. One query."""
    people = Membership.objects.filter(
        institution=evaluation.institution_id, role__in=[Role.COORDINATOR, Role.PERSON_IN_CHARGE], user__is_active=True
    ).select_related("user")
    return [f"{one.user}, {one.get_role_display()}" for one in people.order_by("role", "pk")]
