"""All reports of a period as one batch: a job a report, a few under way at a time, and a ZIP at the end.

What is made stays made: a report's bytes, its row and the job of the next one are written in one transaction. So any
number of workers share a batch, one that dies loses the report it was at, and other people's work comes in between.
"""

import logging

from django.db import DatabaseError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.codes import new_code
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.pdf import pages_of
from apps.jobs.actions import ask
from apps.jobs.models import Job
from apps.reports.bundle import bundle
from apps.reports.models import BatchReport, BatchState, Report, ReportBatch
from apps.reports.paper import render_report
from apps.reports.queries import sheet_of
from apps.results.models import FinalisationRun, Publication, Result, RunState

logger = logging.getLogger(__name__)

REPORT = "reports.batch_report"
PACK = "reports.batch_pack"
AT_ONCE = 8  # jobs of a batch in the queue: enough for several workers, few enough to wait behind
TRIES = 3


@transaction.atomic
def ask_batch(run: FinalisationRun, *, by: User) -> ReportBatch:
    """Begin a batch, with a row for every report; while one is open, that one is returned."""
    run = FinalisationRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.COMPUTED:
        raise DomainError("Hitungan ini belum selesai atau sudah digantikan. Laporan belum dapat dibuat.")
    is_draft = not Publication.objects.filter(run=run).exists()
    batch, is_new = ReportBatch.objects.get_or_create(
        run=run, is_draft=is_draft, packed_at=None, defaults={"asked_by": by}
    )
    if is_new:
        _lay_out(batch)
        _go_on(batch, AT_ONCE)
    return batch


@transaction.atomic
def try_again(batch: ReportBatch, *, by: User) -> int:
    """Make once more what failed, and the ZIP after it; returns how many."""
    batch = ReportBatch.objects.select_for_update().select_related("run").get(pk=batch.pk)
    if batch.packed_at is None:
        raise DomainError("Paket ini masih dibuat. Laporan yang gagal dapat dicoba lagi setelah paket selesai.")
    failed = batch.items.filter(state=BatchState.FAILED).update(state=BatchState.WAITING, message="", job=None)
    if failed:
        ReportBatch.objects.filter(pk=batch.pk).update(packed_at=None, asked_by=by, asked_at=timezone.now())
        _go_on(batch, AT_ONCE)
    return failed


def make(item: BatchReport, job: Job) -> None:
    """Make one report of a batch. One that cannot be made is noted, and stops no other."""
    if item.state != BatchState.WAITING:
        return
    if job.attempts > TRIES:
        _settle(item, state=BatchState.FAILED, message="Pembuatan laporan ini terhenti beberapa kali.")
        return
    try:
        content = render_report(sheet_of(item.report, is_draft=item.batch.is_draft))
        sha256, size = keep([content])
        pages = pages_of(content)
    except DatabaseError:
        raise  # not the report's fault: the job is done again
    except Exception as error:
        logger.exception("Report %s of batch %s cannot be made", item.report, item.batch_id)
        _settle(item, state=BatchState.FAILED, message=f"Laporan tidak dapat dibuat: {error}"[:300])
    else:
        _settle(item, state=BatchState.MADE, sha256=sha256, size=size, pages=pages)


def pack(batch: ReportBatch) -> None:
    """Keep one ZIP of what was made, with its manifest. The same reports give the same bytes."""
    if batch.packed_at is None:
        sha256, size = keep(bundle(batch))
        ReportBatch.objects.filter(pk=batch.pk, packed_at=None).update(
            sha256=sha256, size=size, packed_at=timezone.now()
        )


def _lay_out(batch: ReportBatch) -> None:
    """A row for every result; a result without a report gets its code now."""
    results = list(Result.objects.filter(run=batch.run).order_by("evaluation__institution__code"))
    Report.objects.bulk_create(
        [Report(result=result, code=new_code("LH")) for result in results], ignore_conflicts=True, batch_size=2000
    )
    reports = {one.result_id: one for one in Report.objects.filter(result__run=batch.run)}
    BatchReport.objects.bulk_create(
        [BatchReport(batch=batch, report=reports[result.pk]) for result in results], batch_size=2000
    )


@transaction.atomic
def _settle(item: BatchReport, **end: object) -> None:
    """Write how a report ended, once, and ask for the next, or for the ZIP after the last.

    The batch's row is held, so that of two that end together one sees that it is the last.
    """
    batch = ReportBatch.objects.select_for_update().select_related("run").get(pk=item.batch_id)
    if not BatchReport.objects.filter(pk=item.pk, state=BatchState.WAITING).update(**end):
        return
    if end["state"] == BatchState.MADE and not batch.is_draft:
        now = timezone.now()
        Report.objects.filter(pk=item.report_id).update(sha256=end["sha256"], asked_at=now, rendered_at=now)
    _go_on(batch, 1)


def _go_on(batch: ReportBatch, count: int) -> None:
    """Ask for the next reports; after the last one, for the ZIP. A computation that was replaced needs none."""
    if batch.run.state == RunState.REPLACED:
        return
    waiting = batch.items.filter(state=BatchState.WAITING)
    for item in waiting.filter(job=None)[:count]:
        item.job = ask(REPORT, item.pk, by=None, total=1)
        item.save(update_fields=["job"])
    if not waiting.exists():
        job = ask(PACK, batch.pk, by=batch.asked_by, total=1)
        # Whoever asked has waited since then, and is told of the end if that was long.
        Job.objects.filter(pk=job.pk).update(created_at=batch.asked_at)
        ReportBatch.objects.filter(pk=batch.pk).update(job=job)
