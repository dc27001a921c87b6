"""Papers of one evaluation that a worker makes: how far."""

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch


def progress_of(kind: str, evaluation: Evaluation, user: User) -> dict[str, object]:
    """What "marked/_minutes.html" asks about the latest job of this kind. One query."""
    job = Job.objects.filter(kind=kind, object_id=evaluation.pk).order_by("-pk").first()
    return {"job": job, "may_watch": job is not None and may_watch(user, job)}
