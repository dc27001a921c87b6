"""Who works on what follows from a result, and who answers a request for assistance."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.follow_up.models import AssistanceRequest, Voice
from apps.institutions.models import UNIVERSITY_ROLES
from apps.institutions.permissions import is_of, memberships_of
from apps.periods.permissions import may_run_periods
from apps.rules.stages import Stage


def may_read_follow_ups(user: User, evaluation: Evaluation) -> bool:
    """The institution and the ministry, and nobody before the result is published: recommendations stand here."""
    is_concerned = holds(user, "fill_answers", evaluation) or holds(user, "review_evaluation", evaluation)
    return evaluation.stage == Stage.PUBLISHED and is_concerned


def may_follow_up(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage == Stage.PUBLISHED and holds(user, "fill_answers", evaluation)


def may_ask_for_assistance(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "fill_answers", evaluation)


def voice_of(user: User, request: AssistanceRequest) -> Voice:
    """In whose name this person speaks on a request that they see (`queries.assistance.visible_requests`)."""
    if is_of(user, request.institution):
        return Voice.INSTITUTION
    return Voice.MINISTRY if may_run_periods(user) else Voice.UNIVERSITY


def universities_of(user: User) -> set[int]:
    """The universities for which this person may answer."""
    held = [one for one in memberships_of(user) if one.role in UNIVERSITY_ROLES]
    return {one.university_id for one in held if one.university_id is not None}
