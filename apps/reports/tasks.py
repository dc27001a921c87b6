"""The worker's door to the reports."""

from django.urls import reverse

from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.reports import actions
from apps.reports.actions import batches, national
from apps.reports.models import BatchReport, NationalReport, Report, ReportBatch


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


@handles(batches.REPORT)
def make(job: Job) -> None:
    item = BatchReport.objects.select_related(
        "batch",
        "report__result__run",
        "report__result__predikat",
        "report__result__evaluation__institution",
        "report__result__evaluation__period__instrument",
    ).get(pk=job.object_id)
    actions.make(item, job)


def _batch(job: Job) -> Asked:
    period = ReportBatch.objects.select_related("run__period").get(pk=job.object_id).run.period
    page = reverse("reports:period", args=[period.slug])
    return Asked(f"Laporan semua instansi {period}", page, period.simulation_label)


@handles(batches.PACK, asked=_batch)
def pack(job: Job) -> None:
    actions.pack(ReportBatch.objects.select_related("run__period").get(pk=job.object_id))


def _nation(job: Job) -> Asked:
    period = NationalReport.objects.select_related("run__period").get(pk=job.object_id).run.period
    return Asked(f"Profil nasional {period}", reverse("reports:period", args=[period.slug]), period.simulation_label)


@handles(national.NATIONAL, asked=_nation)
def render_nation(job: Job) -> None:
    actions.render_nation(NationalReport.objects.select_related("run__period__instrument").get(pk=job.object_id))
