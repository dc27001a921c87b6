"""A closed period for whoever audits: its evaluations, and each with its whole ledger. Only read."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.coordination.queries.audit import audited, ledger_rows, record_of
from apps.coordination.views.common import PAGE, period_read
from apps.evaluations.models import Evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.rules.stages import LABELS, Stage

WORDS = 100  # of the ledger on a page
COLUMNS = (
    "Kode", "Instansi", "Jalur", "Tahap", "Tingkat tercatat", "Revisi terakhir", "Koreksi", "Dibuka kembali", "Segel",
)  # fmt: skip
LEDGER_COLUMNS = ("Indikator", "Nama indikator", "Tahap", "Revisi", "Tingkat", "Alasan", "Oleh", "Saat")


@login_required
@require_safe
def audit(request: UserRequest, slug: str) -> HttpResponse:
    """Every evaluation of the period, and where else its record stands."""
    period = period_read(request, slug)
    text = request.GET.get("cari", "").strip()[:100]
    found = audited(period, text)
    if asks_for_workbook(request):
        rows = map(_cells, found)
        note = f"Saringan: Instansi: {text}" if text else ""
        return workbook(request, "Pemeriksaan", COLUMNS, rows, note=note)
    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    return render(request, "coordination/audit.html", {"period": period, "page": page, "text": text})


@login_required
@require_safe
def audit_one(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The ledger of one evaluation with every revision, and the chain that it is sealed in."""
    period = period_read(request, slug)
    evaluation = get_object_or_404(Evaluation.objects.select_related("institution"), pk=pk, period=period)
    found = ledger_rows(evaluation)
    if asks_for_workbook(request):
        rows = (
            (
                one.indicator.number,
                one.indicator.name,
                LABELS[Stage(one.stage)],
                one.revision,
                one.level,
                one.reason,
                str(one.decided_by or ""),
                wib(one.at),
            )
            for one in found
        )
        name = f"buku-tingkat-{evaluation.institution.slug}"
        return workbook(request, "Buku tingkat", LEDGER_COLUMNS, rows, note=str(evaluation.institution), name=name)
    context = {
        "period": period,
        "evaluation": evaluation,
        "page": Paginator(found, WORDS).get_page(request.GET.get("halaman")),
        "record": record_of(evaluation),
    }
    return render(request, "coordination/audit_one.html", context)


def _cells(one: Any) -> tuple[Value, ...]:
    """An evaluation with what `audited` counted beside it."""
    return (
        one.institution.code,
        str(one.institution),
        one.get_track_display(),
        one.get_stage_display(),
        one.words,
        one.latest_revision,
        one.corrected,
        one.reopened,
        one.links,
    )
