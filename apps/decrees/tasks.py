"""The worker's door to the decree."""

from django.urls import reverse

from apps.decrees import actions
from apps.decrees.models import Decree
from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles


def _asked(job: Job) -> Asked:
    decree = _decree(job)
    period = decree.run.period
    return Asked(f"Naskah keputusan {period}", reverse("decrees:detail", args=[decree.pk]), period.simulation_label)


@handles("decrees.render", asked=_asked)
def render(job: Job) -> None:
    actions.render_draft(_decree(job))


@handles("decrees.issue", asked=_asked)
def issue(job: Job) -> None:
    actions.issue(_decree(job))


def _decree(job: Job) -> Decree:
    return Decree.objects.select_related("run__period__instrument").get(pk=job.object_id)
