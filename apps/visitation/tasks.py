"""The worker's door."""

from apps.evaluations.asked import of_evaluation
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.visitation.actions import render_visit_minutes
from apps.visitation.minutes import MINUTES_JOB
from apps.visitation.models import Photo
from apps.visitation.photos import SMALL_PICTURE, draw_small


@handles(MINUTES_JOB, asked=of_evaluation("Berita acara visitasi", "visitation:detail"))
def minutes(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province", "team")
    render_visit_minutes(evaluations.get(pk=job.object_id))


@handles(SMALL_PICTURE)
def small_picture(job: Job) -> None:
    draw_small(Photo.objects.get(pk=job.object_id))
