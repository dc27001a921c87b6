"""The worker's door to the reports."""

from django.urls import reverse

from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.reports import actions
from apps.reports.models import Report


def _asked(job: Job) -> Asked:
    result = Report.objects.select_related("result__evaluation__period").get(pk=job.object_id).result
    period = result.evaluation.period
    called = f"Laporan {result.evaluation.institution} ({period})"
    return Asked(called, reverse("reports:report", args=[result.pk]), period.simulation_label)


@handles(actions.KIND, asked=_asked)
def render(job: Job) -> None:
    report = Report.objects.select_related(
        "result__run", "result__predikat", "result__evaluation__institution", "result__evaluation__period__instrument"
    ).get(pk=job.object_id)
    actions.render(report)
