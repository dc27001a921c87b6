"""The worker's door to the decree."""

from celery import shared_task
from django.urls import reverse

from apps.decrees import actions
from apps.decrees.actions.hour import PUBLISH
from apps.decrees.models import Decree, DecreeCopy, PublicationPlan
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


def _copy_asked(job: Job) -> Asked:
    decree = _copy(job).decree
    period = decree.run.period
    return Asked(f"Salinan {decree}", reverse("decrees:detail", args=[decree.pk]), period.simulation_label)


@handles("decrees.copy", asked=_copy_asked)
def copy(job: Job) -> None:
    actions.make_copy(_copy(job))


@handles(PUBLISH)
def publish(job: Job) -> None:
    actions.publish_planned(PublicationPlan.objects.get(pk=job.object_id))


@shared_task(name="decrees.publish_due")
def publish_due() -> int:
    """Ask for every publication whose hour has come; rung four times a minute."""
    return actions.ask_for_what_is_due()


def _copy(job: Job) -> DecreeCopy:
    related = ("decree__run__period__instrument", "decree__corrects")
    return DecreeCopy.objects.select_related(*related).get(pk=job.object_id)


def _decree(job: Job) -> Decree:
    return Decree.objects.select_related("run__period__instrument", "corrects").get(pk=job.object_id)
