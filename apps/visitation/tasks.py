"""The worker's door."""

from apps.evaluations.asked import of_evaluation
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.visitation.actions import MINUTES, render_visit_minutes


@handles(MINUTES, asked=of_evaluation("Berita acara visitasi", "visitation:detail"))
def minutes(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province", "team")
    render_visit_minutes(evaluations.get(pk=job.object_id))
