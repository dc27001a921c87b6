"""Who settles and who reviews, and when."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.rules.stages import LEDGER_ORDER, Stage

BEFORE = LEDGER_ORDER[: LEDGER_ORDER.index(Stage.CONSOLIDATION)]


def may_enter(user: User, evaluation: Evaluation) -> bool:
    """The room is the team's and the ministry's, from the moment every earlier stage is closed."""
    return evaluation.stage not in BEFORE and (
        holds(user, "judge", evaluation) or holds(user, "review_evaluation", evaluation)
    )


def may_write_findings(user: User, evaluation: Evaluation) -> bool:
    """Everybody in the team, while the stage is open."""
    return evaluation.is_open(Stage.CONSOLIDATION) and holds(user, "judge", evaluation)


def may_settle(user: User, evaluation: Evaluation) -> bool:
    """Setting a level and handing over: the lead, while the stage is open."""
    return evaluation.is_open(Stage.CONSOLIDATION) and holds(user, "lead_assessment", evaluation)


def reviews(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "review_evaluation", evaluation)


def may_review(user: User, evaluation: Evaluation) -> bool:
    """The ministry's evaluation team, while the review is open."""
    return evaluation.is_open(Stage.REVIEW) and reviews(user, evaluation)
