"""The doors for the clock and the worker."""

from celery import shared_task
from django.urls import reverse

from apps.jobs.actions import report
from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.periods.models import EvaluationPeriod
from apps.quality.actions import compute_signals, request_where_outdated
from apps.quality.queries import JOB


def _asked(job: Job) -> Asked:
    period = EvaluationPeriod.objects.get(pk=job.object_id)
    return Asked(f"Mutu {period}", reverse("quality:signals", args=[period.slug]), period.simulation_label)


@handles(JOB, asked=_asked)
def signals(job: Job) -> None:
    period = EvaluationPeriod.objects.select_related("instrument").get(pk=job.object_id)
    compute_signals(period, report=lambda done, total: report(job, done, total, "Mencari yang perlu dilihat"))


@shared_task(name="quality.refresh")
def refresh() -> int:
    """Work out the signals of periods in which something has changed; rung every hour."""
    return request_where_outdated()
