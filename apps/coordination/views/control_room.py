"""Ruang kendali: one list of the period's institutions, its filters, its figures, its workbook."""

from typing import Any, TypedDict

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.common.addresses import address
from apps.common.formats import date_short, wib
from apps.common.requests import UserRequest
from apps.coordination.desk_forms import ControlFilter
from apps.coordination.permissions import may_change
from apps.coordination.queries.desk import Row, lines, rows_of
from apps.coordination.queries.figures import CUT, CUTS, overview
from apps.coordination.views.common import PAGE, period_of
from apps.coordination.views.selection import ACTS
from apps.exports.actions import workbook
from apps.institutions.models import Category
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import LABELS, Stage, Track

COLUMNS = (
    "Kode", "Instansi", "Kategori", "Provinsi", "Jalur", "Gelombang", "Tahap", "Indikator terisi",
    "Indikator disetujui", "Indikator", "Batas", "Keadaan", "Tim", "Terakhir diisi", "Alasan jalur",
)  # fmt: skip


class Line(TypedDict):
    """An institution in the list, said already: of so many rows the template only writes down what stands here."""

    pk: str
    url: str
    name: str
    place: str
    stage: str
    track: str
    visit: str
    answered: str
    approved: str
    until: str
    late: str
    team: str
    is_assessed: bool
    last: str
    reminded: str


@login_required
@require_safe
def control_room(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = ControlFilter(request.GET)
    page = Paginator(form.narrowed(rows_of(period)), PAGE).get_page(request.GET.get("halaman"))
    indicators = period.instrument.indicators.filter(external_index="").count()
    context = {
        "form": form,
        "page": page,
        "lines": [_line(row) for row in lines(page.object_list, indicators)],
        "indicators": str(indicators),
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
    rows = lines(form.narrowed(rows_of(period)), period.instrument.indicators.filter(external_index="").count())
    return workbook(request, "Ruang kendali", COLUMNS, map(_cells, rows), form=form)


def _figures(request: UserRequest, period: EvaluationPeriod) -> dict[str, Any]:
    cut = CUTS.get(request.GET.get("menurut", ""), CUTS[CUT])
    return {"period": period, "cuts": CUTS.values(), "overview": overview(period, cut), "now": timezone.now()}


def _line(row: Row) -> Line:
    one, institution = row.evaluation, row.evaluation.institution
    province = institution.province if institution.category != Category.PROVINCE else None
    is_visited = one.stage in (Stage.INTERVIEW, Stage.VISITATION)
    return Line(
        pk=str(one.pk),
        url=address("evaluations:detail", one.pk),
        name=institution.name,
        place=f"{Category(institution.category).label}{f' · {province}' if province else ''}",
        stage=LABELS[Stage(one.stage)],
        track=f"{LABELS[Track(one.track)]}{f', gelombang {one.batch}' if one.batch > 1 else ''}",
        visit=address("visitation:detail", one.pk) if is_visited else "",
        answered=str(row.progress.answered),
        approved=str(row.progress.approved),
        until=wib(one.open_until) if one.open_until else "",
        late=f"Beku, {row.late_words.lower()}" if row.is_frozen and row.late_words else row.late_words,
        team=str(one.team or ""),
        is_assessed=one.is_assessed,
        last=date_short(row.progress.last) if row.progress.last else "",
        reminded=date_short(row.reminded_at),
    )


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
