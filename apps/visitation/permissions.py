"""Who does what about a visit, and when. Views ask who; pages ask who and when."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage, Track, stages_of
from apps.visitation.models import CHOICE_STAGES, Visit


def may_choose_visits(user: User) -> bool:
    """Choosing whom to visit is the ministry's, for a whole period."""
    return user.has_perm("periods.run_period")


def chooses(user: User, evaluation: Evaluation) -> bool:
    return user.has_perm("periods.run_period") and holds(user, "review_evaluation", evaluation)


def finds(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "judge", evaluation)


def leads(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "lead_assessment", evaluation)


def marks(user: User, evaluation: Evaluation) -> bool:
    """What is to be validated is said by the lead or by the ministry."""
    return leads(user, evaluation) or chooses(user, evaluation)


def is_possible(evaluation: Evaluation) -> bool:
    return Stage.VISITATION in stages_of(Track(evaluation.track))


def sees(user: User, evaluation: Evaluation, visit: Visit | None) -> bool:
    """Those who prepare it from the start, the institution once it has a date or has begun."""
    if finds(user, evaluation) or holds(user, "review_evaluation", evaluation):
        return True
    return visit is not None and (visit.is_planned or has_begun(evaluation))


def has_begun(evaluation: Evaluation) -> bool:
    return evaluation.stage not in CHOICE_STAGES


def may_choose(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage in CHOICE_STAGES and chooses(user, evaluation)


def may_plan(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage in (*CHOICE_STAGES, Stage.VISITATION) and leads(user, evaluation)


def may_mark(user: User, evaluation: Evaluation) -> bool:
    is_open = any(evaluation.is_open(one) for one in (Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.VISITATION))
    return is_open and marks(user, evaluation)


def may_find(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.VISITATION) and finds(user, evaluation)


def may_close(user: User, evaluation: Evaluation) -> bool:
    return evaluation.stage == Stage.VISITATION and leads(user, evaluation)
