"""The worker's door to the finalisation."""

from django.urls import reverse

from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.results import actions
from apps.results.actions.compute import compute_share
from apps.results.actions.run import SHARED
from apps.results.models import FinalisationRun, RunShare


def _asked(job: Job) -> Asked:
    run = FinalisationRun.objects.select_related("period").get(pk=job.object_id)
    return Asked(f"Penghitungan {run}", reverse("results:run", args=[run.period.slug]), run.period.simulation_label)


@handles("results.finalise", asked=_asked)
def finalise(job: Job) -> None:
    run = FinalisationRun.objects.select_related("period__instrument", "job").get(pk=job.object_id)
    actions.compute(run)


@handles(SHARED)
def share(job: Job) -> None:
    compute_share(RunShare.objects.get(pk=job.object_id))
