"""What stands beside the control room: the load of assessors, the volume of evidence."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.requests import UserRequest
from apps.coordination.desk_forms import VolumeFilter, WorkloadFilter
from apps.coordination.queries import volume as volumes
from apps.coordination.queries.workload import Load
from apps.coordination.queries.workload import workload as loads_in
from apps.coordination.views.common import PAGE, period_of
from apps.exports.actions import asks_for_workbook, workbook

LOAD_COLUMNS = (
    "Asesor", "Perguruan tinggi", "Instansi", "Kapasitas", "Belum sampai", "Di meja asesor", "Terlambat", "Selesai",
)  # fmt: skip
VOLUME_COLUMNS = ("Kode", "Instansi", "Kategori", "Data dukung", "Tautan", "Berkas", "Ukuran (bita)")


@login_required
@require_safe
def workload(request: UserRequest, slug: str) -> HttpResponse:
    """Every assessor with what is to come, open, late and done."""
    period = period_of(request, slug)

    form = WorkloadFilter(request.GET)
    form.is_valid()
    found = loads_in(
        period, university=form.cleaned_data.get("perguruan", ""), state=form.cleaned_data.get("keadaan", "")
    )
    if asks_for_workbook(request):
        return workbook(request, "Beban asesor", LOAD_COLUMNS, map(_load_cells, found), form=form)
    everyone = found if not form.is_narrowing else loads_in(period)
    context = {
        "period": period,
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "assessors": len(everyone),
        "late": sum(one.late.count > 0 for one in everyone),
        "over": sum(one.is_over for one in everyone),
    }
    return render(request, "coordination/workload.html", context)


@login_required
@require_safe
def volume(request: UserRequest, slug: str) -> HttpResponse:
    """How much evidence there is, whose, and the biggest files."""
    period = period_of(request, slug)

    form = VolumeFilter(request.GET)
    form.is_valid()
    everyone = volumes.volumes(period)
    found = volumes.narrowed(
        everyone, category=form.cleaned_data.get("kategori", ""), province=form.cleaned_data.get("provinsi", "")
    )
    if asks_for_workbook(request):
        rows = ((v.code, v.institution, v.category_label, v.uses, v.links, v.files, v.octets) for v in found)
        return workbook(request, "Data dukung", VOLUME_COLUMNS, rows, form=form)
    context = {
        "period": period,
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "whole": volumes.share_of("Semua", "", everyone),
        "shown": volumes.share_of("Semua", "", found),
        "categories": volumes.shares_by_category(everyone),
        "provinces": volumes.shares_by_province(everyone),
        "biggest": volumes.biggest_files(period),
    }
    return render(request, "coordination/volume.html", context)


def _load_cells(one: Load) -> tuple[str | int, ...]:
    return (
        str(one.assessor),
        one.places,
        one.held.count,
        one.capacity,
        one.to_come.count,
        one.open.count,
        one.late.count,
        one.done.count,
    )
