"""Ruang kendali: one list of the period's institutions, its filters, its figures, its workbook."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.coordination.desk_forms import ControlFilter
from apps.coordination.permissions import may_change
from apps.coordination.queries.desk import Row, lines, rows_of
from apps.coordination.queries.figures import CUT, CUTS, overview
from apps.coordination.views.common import PAGE, period_of
from apps.coordination.views.selection import ACTS
from apps.exports.actions import workbook
from apps.periods.models import EvaluationPeriod, PeriodState

COLUMNS = (
    "Kode", "Instansi", "Kategori", "Provinsi", "Jalur", "Gelombang", "Tahap", "Indikator terisi",
    "Indikator disetujui", "Indikator", "Batas", "Keadaan", "Tim", "Terakhir diisi", "Alasan jalur",
)  # fmt: skip


@login_required
@require_safe
def control_room(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = ControlFilter(request.GET)
    page = Paginator(form.narrowed(rows_of(period)), PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "rows": lines(page.object_list, period.instrument.indicators.count()),
        "acts": ACTS.items(),
        "may_change": may_change(request.user, period),
        "is_running": period.state == PeriodState.RUNNING,
        **_figures(request, period),
    }
    return render(request, "coordination/control_room.html", context)


@login_required
@never_cache
@require_safe
def figures(request: UserRequest, slug: str) -> HttpResponse:
    """The figures above the list, for a page that asks again and again; nothing while they are what it shows."""
    period = period_of(request, slug)

    context = _figures(request, period)
    if request.GET.get("segel") == context["overview"].seal:
        return HttpResponse(status=204)
    return render(request, "coordination/_figures.html", context)


@login_required
@require_safe
def export(request: UserRequest, slug: str) -> HttpResponse:
    """What the same filters show, whole, as a workbook."""
    period = period_of(request, slug)

    form = ControlFilter(request.GET)
    rows = lines(form.narrowed(rows_of(period)), period.instrument.indicators.count())
    return workbook(request, "Ruang kendali", COLUMNS, map(_cells, rows), form=form)


def _figures(request: UserRequest, period: EvaluationPeriod) -> dict[str, Any]:
    cut = CUTS.get(request.GET.get("menurut", ""), CUTS[CUT])
    return {"period": period, "cuts": CUTS.values(), "overview": overview(period, cut), "now": timezone.now()}


def _cells(row: Row) -> tuple[str | int | None, ...]:
    one, institution = row.evaluation, row.evaluation.institution
    return (
        institution.code,
        institution.name,
        institution.get_category_display(),
        str(institution.province or ""),
        one.get_track_display(),
        one.batch,
        one.get_stage_display(),
        row.progress.answered,
        row.progress.approved,
        row.indicators,
        wib(one.open_until) if one.open_until else "",
        "Tidak dikirim sampai batas" if row.is_frozen else row.late_words,
        str(one.team or ""),
        wib(row.progress.last) if row.progress.last else "",
        one.track_reason,
    )
