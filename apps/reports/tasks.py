"""The worker's door to the reports."""

from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.reports import actions
from apps.reports.models import Report


@handles(actions.KIND)
def render(job: Job) -> None:
    report = Report.objects.select_related(
        "result__run", "result__predikat", "result__evaluation__institution", "result__evaluation__period__instrument"
    ).get(pk=job.object_id)
    actions.render(report)
