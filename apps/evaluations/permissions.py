"""How much of an evaluation's way a person sees, and when."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Circle, Evaluation, Side
from apps.evaluations.roles import READ_SHEET
from apps.periods.choices import SHOWN_COLUMNS
from apps.periods.models import Shown
from apps.rules.stages import LEDGER_ORDER, Stage


def sees_names(user: User, evaluation: Evaluation) -> bool:
    """Whether the person reads who, when and in which revision; the institution reads role and reason.

    The team and the ministry do. So does whoever sees an evaluation only since its publication without being of
    the institution: that is the auditor (roles.PUBLISHED_GRANTS).
    """
    if holds(user, "judge", evaluation) or holds(user, "review_evaluation", evaluation):
        return True
    return evaluation.stage == Stage.PUBLISHED and not holds(user, READ_SHEET, evaluation)


def stages_shown(user: User, evaluation: Evaluation) -> tuple[Stage, ...]:
    """The stages whose word the person may read, once they are closed. Team and ministry read every closed stage."""
    return LEDGER_ORDER if sees_names(user, evaluation) else stages_opened(evaluation)


def stages_opened(evaluation: Evaluation) -> tuple[Stage, ...]:
    """The stages whose word the institution, and whoever sees no more than it, may read now.

    No text rules when an institution learns what assessors said, so the period does, stage by stage: once the stage
    is closed, once the result is published, or never. Its own sheet it always reads.
    """
    return tuple(stage for stage in LEDGER_ORDER if _is_opened(evaluation, stage))


def _is_opened(evaluation: Evaluation, stage: Stage) -> bool:
    shown = shown_from(evaluation, stage)
    if shown == Shown.PUBLISHED:
        return evaluation.stage == Stage.PUBLISHED
    # A stage that was opened again is not closed, though its earlier round stands in the ledger.
    return shown == Shown.CLOSED and evaluation.stage != stage


def hides_word(user: User, evaluation: Evaluation, stage: Stage) -> bool:
    """Whether what a stage says is kept from this person even in its own room, while it is under way and after."""
    if sees_names(user, evaluation) or shown_from(evaluation, stage) == Shown.CLOSED:
        return False
    return stage not in stages_opened(evaluation)


def shown_from(evaluation: Evaluation, stage: Stage) -> Shown:
    """What the period says of a stage."""
    column = SHOWN_COLUMNS.get(stage)
    return Shown(getattr(evaluation.period, column)) if column else Shown.CLOSED


def circles_of(user: User, evaluation: Evaluation) -> frozenset[Circle]:
    """The wall: the circles whose remarks this person reads. Nobody else reads any, not even the ministry,
    nor when it looks at somebody's pages.
    """
    if user.is_looked_at:
        return frozenset()
    institution = {Circle.INSTITUTION, Circle.BOTH} if holds(user, READ_SHEET, evaluation) else set()
    assessors = {Circle.ASSESSORS, Circle.BOTH} if holds(user, "judge", evaluation) else set()
    return frozenset(institution | assessors)


# Who signs the minutes for each side.
SIGNERS = {Side.ASSESSORS: "lead_assessment", Side.INSTITUTION: "reply"}


def signs_for(user: User, evaluation: Evaluation) -> Side | None:
    """The side for which this person signs minutes; None for everybody else."""
    return next((side for side, codename in SIGNERS.items() if holds(user, codename, evaluation)), None)


def reads_minutes(user: User, evaluation: Evaluation) -> bool:
    """The two sides and the ministry."""
    return any(holds(user, one, evaluation) for one in (READ_SHEET, "judge", "review_evaluation"))
