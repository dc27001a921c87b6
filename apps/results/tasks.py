"""The worker's door to the finalisation."""

from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.results import actions
from apps.results.models import FinalisationRun


@handles("results.finalise")
def finalise(job: Job) -> None:
    run = FinalisationRun.objects.select_related("period__instrument", "job").get(pk=job.object_id)
    actions.compute(run)
