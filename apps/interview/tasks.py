"""The worker's door."""

from apps.evaluations.asked import of_evaluation
from apps.evaluations.models import Evaluation
from apps.interview.actions import render_interview_minutes
from apps.interview.minutes import MINUTES_JOB
from apps.jobs.models import Job
from apps.jobs.registry import handles


@handles(MINUTES_JOB, asked=of_evaluation("Berita acara interviu", "interview:detail"))
def minutes(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province", "team")
    render_interview_minutes(evaluations.get(pk=job.object_id))
