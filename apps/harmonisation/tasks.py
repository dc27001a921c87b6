"""The worker's door to the figures of agreement."""

from django.urls import reverse

from apps.harmonisation.actions import compute_figures
from apps.harmonisation.queries.figures import KIND
from apps.jobs.actions import report
from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.periods.models import EvaluationPeriod


def _asked(job: Job) -> Asked:
    period = EvaluationPeriod.objects.get(pk=job.object_id)
    return Asked(
        f"Kesepakatan penilaian {period}", reverse("harmonisation:figures", args=[period.slug]), period.simulation_label
    )


@handles(KIND, asked=_asked)
def compute(job: Job) -> None:
    period = EvaluationPeriod.objects.select_related("instrument").get(pk=job.object_id)
    compute_figures(
        period, report=lambda done, total: report(job, done, total, "Menghitung kesepakatan dan rentangnya")
    )
