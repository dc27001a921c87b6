"""The worker's door to the figures of agreement."""

from apps.harmonisation.actions import compute_figures
from apps.harmonisation.queries.figures import KIND
from apps.jobs.actions import report
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.periods.models import EvaluationPeriod


@handles(KIND)
def compute(job: Job) -> None:
    period = EvaluationPeriod.objects.select_related("instrument").get(pk=job.object_id)
    compute_figures(
        period, report=lambda done, total: report(job, done, total, "Menghitung kesepakatan dan rentangnya")
    )
