"""The full recap of a period, and the log of everything that was taken out of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.files import path_of
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.coordination.actions.recaps import FULL_RECAP, ask_full_recap
from apps.coordination.permissions import may_run_periods
from apps.coordination.views.common import PAGE, period_of, period_read
from apps.exports.actions import XLSX, asks_for_workbook, log, workbook
from apps.exports.models import Export
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch

COLUMNS = ("Saat", "Oleh", "Daftar", "Saringan", "Baris")
RECAP_COLUMNS = ("Kode", "Diminta", "Oleh", "Selesai", "Tingkat", "Ukuran (bita)", "SHA-256")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def full_recaps(request: UserRequest, slug: str) -> HttpResponse:
    """The recaps that were made, and asking for another."""
    period = period_of(request, slug)
    if request.method == "POST":
        ask_full_recap(period, by=request.user)
        messages.success(request, "Rekap penuh sedang dibuat.")
        return redirect("coordination:full_recaps", slug)

    found = period.full_recaps.select_related("asked_by")
    if asks_for_workbook(request):
        rows = (
            (one.code, wib(one.asked_at), str(one.asked_by), wib(one.made_at), one.levels, one.size, one.sha256)
            for one in found
        )
        return workbook(request, "Daftar rekap penuh", RECAP_COLUMNS, rows)
    last = found.first()
    job = Job.objects.filter(kind=FULL_RECAP, object_id=last.pk).order_by("-pk").first() if last else None
    context = {
        "period": period,
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "job": job if job and last and not last.made_at and may_watch(request.user, job) else None,
    }
    return render(request, "coordination/full_recaps.html", context)


@login_required
@require_safe
def full_recap(request: UserRequest, slug: str, pk: int) -> FileResponse:
    """The workbook itself; each time it is taken is written down."""
    period = period_of(request, slug)
    found = get_object_or_404(period.full_recaps, pk=pk)
    if not found.sha256:
        raise Http404
    log(request, f"Rekap penuh {found.code}", rows=found.levels)
    name = f"rekap-penuh-{period.slug}-{found.code}.xlsx"
    return FileResponse(path_of(found.sha256).open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def downloads(request: UserRequest, slug: str) -> HttpResponse:
    """Who took which list of this period, when, and how it was filtered."""
    period = period_read(request, slug)

    found = Export.objects.filter(period_slug=period.slug).select_related("by")
    if asks_for_workbook(request):
        rows = ((wib(one.at), str(one.by), one.title, one.filters, one.rows) for one in found)
        return workbook(request, "Catatan unduhan", COLUMNS, rows)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    context = {"period": period, "page": page, "runs": may_run_periods(request.user)}
    return render(request, "coordination/downloads.html", context)
