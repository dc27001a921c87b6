"""The reports of a whole period: make them, follow the making, take the ZIP; and the report on the nation."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from apps.common.files import path_of
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.periods.models import EvaluationPeriod
from apps.reports import actions
from apps.reports.models import ReportBatch
from apps.reports.permissions import may_make_reports
from apps.reports.queries import latest_batch, national_of, standing_of
from apps.results.models import FinalisationRun, RunState
from apps.results.queries import living_run

STOP_POLLING = 286
JOB_TITLE = "Membuat laporan semua instansi"


@login_required
@require_GET
def period(request: UserRequest, slug: str) -> HttpResponse:
    found = _period_of(request, slug)
    run = living_run(found)
    batch = latest_batch(run) if run else None
    context: dict[str, object] = {"period": found, "run": run, "batch": batch, "job_title": JOB_TITLE}
    if run and run.state == RunState.COMPUTED:
        context |= {
            "results": run.results.count(),
            "is_draft": not hasattr(run, "publication"),
            "standing": standing_of(batch) if batch else None,
            "national": national_of(run),
        }
    return render(request, "reports/period.html", context)


@login_required
@require_POST
def ask(request: UserRequest, slug: str) -> HttpResponse:
    run = _run_of(request, slug)
    actions.ask_batch(run, by=request.user)
    return redirect("reports:period", slug)


@login_required
@require_POST
def try_again(request: UserRequest, slug: str) -> HttpResponse:
    batch = _batch_of(request, slug)
    actions.try_again(batch, by=request.user)
    return redirect("reports:period", slug)


@login_required
@never_cache
@require_GET
def progress(request: UserRequest, slug: str) -> HttpResponse:
    """How far the batch is: for htmx the piece alone, until it is over; else the page."""
    batch = _batch_of(request, slug)
    if not request.htmx:
        return redirect("reports:period", slug)
    context = {"standing": standing_of(batch), "period": batch.run.period, "job_title": JOB_TITLE}
    return render(request, "reports/_batch_progress.html", context, status=STOP_POLLING if batch.packed_at else 200)


@login_required
@require_GET
def archive(request: UserRequest, slug: str) -> FileResponse:
    batch = _batch_of(request, slug)
    if not batch.sha256:
        raise Http404
    return FileResponse(
        path_of(batch.sha256).open("rb"),
        as_attachment=True,
        filename=f"laporan-{batch.run.period.slug}{'-draf' if batch.is_draft else ''}.zip",
        content_type="application/zip",
    )


@login_required
@require_POST
def ask_national(request: UserRequest, slug: str) -> HttpResponse:
    run = _run_of(request, slug)
    actions.request_national(run, by=request.user)
    return redirect("reports:period", slug)


@login_required
@require_GET
def national(request: UserRequest, slug: str) -> HttpResponse:
    run = _run_of(request, slug)
    made = national_of(run)
    return kept_pdf(made.sha256 if made else "", f"profil-nasional-{run.period.slug}.pdf")


def _period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    found = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    if not may_make_reports(request.user):
        raise Http404
    request.period = found
    return found


def _run_of(request: UserRequest, slug: str) -> FinalisationRun:
    """The computation that counts, for those who may make its reports."""
    run = living_run(_period_of(request, slug))
    if run is None:
        raise Http404
    return run


def _batch_of(request: UserRequest, slug: str) -> ReportBatch:
    batch = latest_batch(_run_of(request, slug))
    if batch is None:
        raise Http404
    return batch
