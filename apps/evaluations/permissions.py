"""How much of an evaluation's way a person sees, and when."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Circle, Evaluation, Side
from apps.evaluations.roles import READ_SHEET
from apps.rules.stages import LEDGER_ORDER, Stage

# What settles the figure of the decree: shown to the institution only with the decree itself.
SETTLING = (Stage.CONSOLIDATION, Stage.CORRECTION)


def sees_names(user: User, evaluation: Evaluation) -> bool:
    """Whether the person reads who, when and in which revision; the institution reads role and reason.

    The team and the ministry do. So does whoever sees an evaluation only since its publication without being of
    the institution: that is the auditor (roles.PUBLISHED_GRANTS).
    """
    if holds(user, "judge", evaluation) or holds(user, "review_evaluation", evaluation):
        return True
    return evaluation.stage == Stage.PUBLISHED and not holds(user, READ_SHEET, evaluation)


def stages_shown(user: User, evaluation: Evaluation) -> tuple[Stage, ...]:
    """The stages whose word the person may read, once they are closed.

    No text rules when an institution learns what assessors said. Here it reads the word of a stage as soon as that
    stage is closed, for it has to be able to answer in the interview; what settles the final index (consolidation,
    correction) it reads from publication on. Team and ministry read every closed stage at once.
    """
    if sees_names(user, evaluation) or evaluation.stage == Stage.PUBLISHED:
        return LEDGER_ORDER
    return tuple(stage for stage in LEDGER_ORDER if stage not in SETTLING)


def circles_of(user: User, evaluation: Evaluation) -> frozenset[Circle]:
    """The wall: the circles whose remarks this person reads. Nobody else reads any, not even the ministry."""
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
