"""When the desk review begins anew, its locks hold no longer; the judgements stay, to begin the next round from."""

from apps.desk_review.models import JudgementLock, LockLift
from apps.evaluations.models import Reopening
from apps.evaluations.reopenings import on_reopening
from apps.rules.stages import Stage


@on_reopening(Stage.DESK_REVIEW)
def lift_locks(reopening: Reopening) -> None:
    """All of them, or the one of the assessor that the reopening is about."""
    locks = JudgementLock.living.filter(evaluation=reopening.evaluation_id)
    if reopening.assessor_id:
        locks = locks.filter(assessor=reopening.assessor_id)
    LockLift.objects.bulk_create(
        LockLift(evaluation_id=reopening.evaluation_id, lock=one, reopening=reopening) for one in locks
    )
