"""The worker's door to the letters."""

from django.urls import reverse

from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.socialisation import actions
from apps.socialisation.actions.circulars import RENDER
from apps.socialisation.models import Circular


def _asked(job: Job) -> Asked:
    circular = Circular.objects.select_related("period").get(pk=job.object_id)
    page = reverse("socialisation:circular", args=[circular.pk])
    return Asked(f"Surat {circular}", page, circular.period.simulation_label)


@handles(RENDER, asked=_asked)
def circular(job: Job) -> None:
    actions.render_circular(Circular.objects.get(pk=job.object_id), job)
