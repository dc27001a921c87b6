"""The worker's door to the decree."""

from apps.decrees import actions
from apps.decrees.models import Decree
from apps.jobs.models import Job
from apps.jobs.registry import handles


@handles("decrees.render")
def render(job: Job) -> None:
    actions.render_draft(_decree(job))


@handles("decrees.issue")
def issue(job: Job) -> None:
    actions.issue(_decree(job))


def _decree(job: Job) -> Decree:
    return Decree.objects.select_related("run__period__instrument").get(pk=job.object_id)
