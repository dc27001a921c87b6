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
    indicators: str
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
    page = Paginator(_shown(form, period), PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "lines": [_line(row) for row in lines(period, page.object_list)],
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
    rows = lines(period, _shown(form, period))
    return workbook(request, "Ruang kendali", COLUMNS, map(_cells, rows), form=form)


def _shown(form: ControlFilter, period: EvaluationPeriod) -> list[int]:
    """The keys of what the filters show, in its order: few enough to be counted and cut into pages here."""
    return list(form.narrowed(rows_of(period)).values_list("pk", flat=True))


def _figures(request: UserRequest, period: EvaluationPeriod) -> dict[str, Any]:
    cut = CUTS.get(request.GET.get("menurut", ""), CUTS[CUT])
    return {"period": period, "cuts": CUTS.values(), "overview": overview(period, cut), "now": timezone.now()}


def _line(row: Row) -> Line:
    province = row.province if row.category != Category.PROVINCE else ""
    is_visited = row.stage in (Stage.INTERVIEW, Stage.VISITATION)
    late = row.late_words
    return Line(
        pk=str(row.pk),
        url=address("evaluations:detail", row.pk),
        name=row.institution,
        place=f"{Category(row.category).label}{f' · {province}' if province else ''}",
        stage=LABELS[Stage(row.stage)],
        track=f"{LABELS[Track(row.track)]}{f', gelombang {row.batch}' if row.batch > 1 else ''}",
        visit=address("visitation:detail", row.pk) if is_visited else "",
        answered=str(row.answered),
        indicators=str(row.indicators),
        approved=str(row.approved),
        until=wib(row.open_until) if row.open_until else "",
        late=f"Beku, {late.lower()}" if row.is_frozen and late else late,
        team=row.team,
        is_assessed=row.is_assessed,
        last=date_short(row.last) if row.last else "",
        reminded=date_short(row.reminded_at),
    )


def _cells(row: Row) -> tuple[str | int | None, ...]:
    return (
        row.code,
        row.institution,
        Category(row.category).label,
        row.province,
        LABELS[Track(row.track)],
        row.batch,
        LABELS[Stage(row.stage)],
        row.answered,
        row.approved,
        row.indicators,
        wib(row.open_until) if row.open_until else "",
        "Tidak dikirim sampai batas" if row.is_frozen else row.late_words,
        row.team,
        wib(row.last) if row.last else "",
        row.track_reason,
    )
