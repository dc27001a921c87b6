"""Who may work on a sheet, and when.

The one who may do it some day but not now is told so by the action, with the typed words kept on the screen;
so views ask `fills`, `approves` and `submits` (who), and pages ask the `may_` functions (who and when).
"""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.evaluations.roles import READ_SHEET
from apps.rules.stages import Stage


def may_read_sheet(user: User, evaluation: Evaluation) -> bool:
    """The institution and the ministry always; everybody else who sees the evaluation once it was handed in."""
    return (
        evaluation.stage != Stage.SELF_ASSESSMENT
        or holds(user, READ_SHEET, evaluation)
        or holds(user, "review_evaluation", evaluation)
    )


def may_read_history(user: User, evaluation: Evaluation) -> bool:
    """Who wrote what and when is the institution's own, and the ministry's and the auditor's to check.

    Assessors judge what was handed in, not what was tried before.
    """
    return may_read_sheet(user, evaluation) and not holds(user, "judge", evaluation)


def fills(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "fill_answers", evaluation)


def may_read_earlier(user: User, evaluation: Evaluation) -> bool:
    """What an earlier year said is between the institution and the ministry; who assesses now judges afresh."""
    return fills(user, evaluation) or holds(user, "review_evaluation", evaluation)


def fills_all(user: User, evaluation: Evaluation) -> bool:
    """Also what others are in charge of."""
    return holds(user, "fill_every_answer", evaluation)


def is_left_to(user: User, evaluation: Evaluation, is_mine: bool | None) -> bool:
    """Whether somebody writes an answer: `is_mine` says whether they are in charge, None that nobody is."""
    return fills(user, evaluation) and (is_mine is not False or fills_all(user, evaluation))


def brings(user: User, evaluation: Evaluation, is_mine: bool | None) -> bool:
    """Whether somebody brings evidence of an answer, or changes it: delegation ends with the sheet."""
    if evaluation.stage == Stage.SELF_ASSESSMENT:
        return is_left_to(user, evaluation, is_mine)
    return fills(user, evaluation)


def delegates(user: User, evaluation: Evaluation) -> bool:
    """Whoever stands for the answers says who works on them."""
    return approves(user, evaluation)


def approves(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "approve_answers", evaluation)


def submits(user: User, evaluation: Evaluation) -> bool:
    return holds(user, "submit_sheet", evaluation)


def may_fill(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.SELF_ASSESSMENT) and fills(user, evaluation)


def may_fill_answer(user: User, evaluation: Evaluation, is_mine: bool | None) -> bool:
    return evaluation.is_open(Stage.SELF_ASSESSMENT) and is_left_to(user, evaluation, is_mine)


def may_delegate(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.SELF_ASSESSMENT) and delegates(user, evaluation)


def may_add_evidence(user: User, evaluation: Evaluation, is_mine: bool | None) -> bool:
    """In the interview, where it is asked for (queries.asked), everybody who fills brings it: delegation ends there."""
    if evaluation.is_open(Stage.INTERVIEW):
        return fills(user, evaluation)
    return may_fill_answer(user, evaluation, is_mine)


def may_approve(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.SELF_ASSESSMENT) and approves(user, evaluation)


def may_submit(user: User, evaluation: Evaluation) -> bool:
    return evaluation.is_open(Stage.SELF_ASSESSMENT) and submits(user, evaluation)


def may_see_library(user: User, evaluation: Evaluation) -> bool:
    """What an institution has brought over the years is its own and the ministry's to see."""
    return fills(user, evaluation) or holds(user, "review_evaluation", evaluation)
