"""Papers of one evaluation that a worker makes: how far."""

from apps.accounts.models import User
from apps.evaluations.minutes import MINUTES, minutes_of
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import signs_for
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch
from apps.rules.stages import Stage


def progress_of(kind: str, evaluation: Evaluation, user: User) -> dict[str, object]:
    """What "marked/_minutes.html" asks about the latest job of this kind. One query."""
    job = Job.objects.filter(kind=kind, object_id=evaluation.pk).order_by("-pk").first()
    return {"job": job, "may_watch": job is not None and may_watch(user, job)}


def minutes_context(evaluation: Evaluation, stage: Stage, user: User) -> dict[str, object]:
    """What "marked/_minutes.html" asks about the minutes of a stage: progress, signatures, for whom the reader signs.

    Three queries.
    """
    return {
        **progress_of(MINUTES[stage].job, evaluation, user),
        "minutes": minutes_of(evaluation, stage),
        "side": signs_for(user, evaluation),
    }
