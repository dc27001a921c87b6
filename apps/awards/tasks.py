"""The worker's door to the certificates."""

from django.urls import reverse

from apps.awards.actions import make_certificates
from apps.awards.models import AwardList
from apps.awards.queries import JOB
from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles


def _asked(job: Job) -> Asked:
    period = AwardList.objects.select_related("period").get(pk=job.object_id).period
    return Asked(f"Piagam penghargaan {period}", reverse("awards:desk", args=[period.slug]), period.simulation_label)


@handles(JOB, asked=_asked)
def certificates(job: Job) -> None:
    make_certificates(AwardList.objects.select_related("period__instrument").get(pk=job.object_id), job)
