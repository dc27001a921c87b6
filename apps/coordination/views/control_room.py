"""Ruang kendali: one list of the period's institutions, its filters, its figures, its workbook."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.common.formats import date_id, wib
from apps.common.requests import UserRequest
from apps.common.sheets import write_sheet
from apps.coordination.forms import DeskFilter
from apps.coordination.permissions import may_change
from apps.coordination.queries.desk import Row, lines, overview, rows_of
from apps.coordination.views.common import PAGE, XLSX, period_of
from apps.coordination.views.selection import ACTS
from apps.periods.models import PeriodState

COLUMNS = (
    "Kode", "Instansi", "Kategori", "Provinsi", "Jalur", "Gelombang", "Tahap", "Indikator terisi",
    "Indikator disetujui", "Indikator", "Batas", "Keadaan", "Tim", "Terakhir diisi", "Alasan jalur",
)  # fmt: skip


@login_required
@require_safe
def control_room(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = DeskFilter(request.GET)
    page = Paginator(form.narrowed(rows_of(period)), PAGE).get_page(request.GET.get("halaman"))
    context = {
        "period": period,
        "form": form,
        "page": page,
        "rows": lines(page.object_list, period.instrument.indicators.filter(external_index="").count()),
        "overview": overview(period),
        "acts": ACTS.items(),
        "now": timezone.now(),
        "may_change": may_change(request.user, period),
        "is_running": period.state == PeriodState.RUNNING,
    }
    return render(request, "coordination/control_room.html", context)


@login_required
@require_safe
def export(request: UserRequest, slug: str) -> HttpResponse:
    """What the same filters show, whole, as a workbook."""
    period = period_of(request, slug)

    form = DeskFilter(request.GET)
    rows = lines(form.narrowed(rows_of(period)), period.instrument.indicators.filter(external_index="").count())
    above = [period.simulation_label] if period.is_simulation else []
    above.append(f"{period.name}, keadaan {date_id(timezone.localdate())}")
    content = write_sheet("Ruang kendali", COLUMNS, [_cells(row) for row in rows], above=above)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ruang-kendali-{period.slug}.xlsx"'
    return response


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
