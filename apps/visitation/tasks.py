"""The worker's door."""

from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.visitation.actions import render_visit_minutes
from apps.visitation.minutes import MINUTES_JOB


@handles(MINUTES_JOB)
def minutes(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province", "team")
    render_visit_minutes(evaluations.get(pk=job.object_id))
