"""Who does what in an interview, and when.

Views ask who; pages ask who and when. Who may do it some day but not now is told so by the action, and keeps
the typed words on the screen.
"""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.evaluations.roles import READ_SHEET
from apps.rules.stages import Stage, Track, stages_of


def is_interviewed(evaluation: Evaluation) -> bool:
    return Stage.INTERVIEW in stages_of(Track(evaluation.track))


def has_agenda(evaluation: Evaluation) -> bool:
    """Questions are shown from the interview on: before that they are the assessors' own."""
    return evaluation.stage not in (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW)


def conducts(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "judge", evaluation)


def leads(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "lead_assessment", evaluation)


def replies(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "reply", evaluation)


def brings_evidence(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "fill_answers", evaluation)


def makes_slots(user: User) -> bool:
    """Of a whole period; the leads of its teams do so, too."""
    return user.has_perm("periods.run_period")


def books(user: User, evaluation: Evaluation) -> bool:
    """Either side finds the time."""
    return leads(user, evaluation) or replies(user, evaluation)


def sees_link(user: User, evaluation: Evaluation) -> bool:
    """Where they meet concerns the two sides alone."""
    return not user.is_looked_at and (conducts(user, evaluation) or holds(user, READ_SHEET, evaluation))


def may_book(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage in (Stage.DESK_REVIEW, Stage.INTERVIEW) and books(user, evaluation)


def may_schedule(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage in (Stage.DESK_REVIEW, Stage.INTERVIEW) and leads(user, evaluation)


def may_conduct(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.INTERVIEW) and conducts(user, evaluation)


def may_reply(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.INTERVIEW) and replies(user, evaluation)


def may_bring_evidence(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.INTERVIEW) and brings_evidence(user, evaluation)


def may_close(user: User, evaluation: Evaluation) -> bool:
    """Closing does not wait for the window: what was not said in time cannot be added any more."""
    return evaluation.stage == Stage.INTERVIEW and leads(user, evaluation)
