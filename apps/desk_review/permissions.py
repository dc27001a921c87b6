"""Who judges in the desk review, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from apps.accounts.models import User
from apps.desk_review.models import JudgementLock
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation, TeamMember
from apps.rules.stages import Stage


@dataclass(frozen=True)
class Seat:
    """A place in the evaluation's team, and since when its judgements are locked."""

    user: User
    is_lead: bool
    locked_at: datetime | None


def seats_of(evaluation: Evaluation) -> list[Seat]:
    """The team as it is now, the lead first. One query."""
    locks = JudgementLock.living.filter(evaluation=evaluation.pk, assessor=OuterRef("user"))
    members = (
        TeamMember.objects.filter(team=evaluation.team_id)
        .select_related("user")
        .annotate(locked_at=Subquery(locks.values("at")[:1]))
    )
    return [Seat(one.user, one.is_lead, one.locked_at) for one in members]


def seat_of(user: User, seats: list[Seat]) -> Seat | None:
    return next((seat for seat in seats if seat.user.pk == user.pk), None)


def all_locked(seats: list[Seat]) -> bool:
    """Whether the team may compare: from here on, and not before, a colleague's judgement is visible."""
    return bool(seats) and all(seat.locked_at for seat in seats)


def may_compare(evaluation: Evaluation, seats: list[Seat]) -> bool:
    """Whether the judgements of the team lie open to it: all have locked, or the stage is over."""
    return all_locked(seats) or evaluation.stage not in (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW)


def may_settle(user: User, evaluation: Evaluation, seats: list[Seat]) -> bool:
    """Anybody of the team proposes how a difference ends, once all have locked and while the stage is open."""
    return (
        evaluation.is_open(Stage.DESK_REVIEW)
        and holds(user, "judge", evaluation)
        and seat_of(user, seats) is not None
        and all_locked(seats)
    )


def may_enter(user: User, evaluation: Evaluation) -> bool:
    """The room belongs to the team that judges, from the moment the institution has handed in its sheet."""
    return evaluation.stage != Stage.SELF_ASSESSMENT and holds(user, "judge", evaluation)


def may_judge(user: User, evaluation: Evaluation, seats: list[Seat]) -> bool:
    """Somebody of the team, while the stage is open and their own judgements are not locked."""
    seat = seat_of(user, seats)
    return (
        evaluation.is_open(Stage.DESK_REVIEW)
        and holds(user, "judge", evaluation)
        and seat is not None
        and seat.locked_at is None
    )


def may_lead(user: User, evaluation: Evaluation) -> bool:
    """Closing, and settling by one word: the lead, while the stage is open."""
    return evaluation.is_open(Stage.DESK_REVIEW) and holds(user, "lead_assessment", evaluation)
