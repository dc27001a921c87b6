"""Corrections of a period: proposed with a paper, approved by two of different units, read by who audits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.common.sheets import Value
from apps.coordination.correction_forms import CorrectionForm
from apps.coordination.permissions import may_run_periods
from apps.coordination.views.common import PAGE, period_of, period_read
from apps.evaluations.actions.corrections import approve_correction, propose_correction, reject_correction
from apps.evaluations.corrections import proposed_in, units_of
from apps.evaluations.models import Correction, Evaluation
from apps.evaluations.models.corrections import CORRECTED
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.lookups import named
from apps.institutions.models import Unit
from apps.results.queries import corrections_to_publish

COLUMNS = (
    "Instansi", "Indikator", "Semula", "Menjadi", "Alasan", "Dokumen", "Diusulkan oleh", "Diusulkan", "Disetujui",
    "Putusan", "Catatan putusan",
)  # fmt: skip
FOUND = 12  # institutions offered for a correction at a time


@login_required
@require_safe
def corrections(request: UserRequest, slug: str) -> HttpResponse:
    """Every correction of the period, and the way to a new one."""
    period = period_read(request, slug)
    changes = may_run_periods(request.user)
    text = request.GET.get("cari", "").strip()
    accepted = Evaluation.objects.filter(period=period, stage__in=CORRECTED).select_related("institution")

    if asks_for_workbook(request):
        return workbook(request, "Koreksi", COLUMNS, map(_cells, proposed_in(period)))
    context = {
        "period": period,
        "page": Paginator(proposed_in(period), PAGE).get_page(request.GET.get("halaman")),
        "may_change": changes,
        "to_publish": corrections_to_publish(period).count(),
        "units": list(units_of(request.user)) if changes else [],
        "text": text,
        "found": accepted.filter(named(text, "institution__name"))[:FOUND] if changes and text else (),
    }
    return render(request, "coordination/corrections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for another level of an indicator of one institution."""
    period = period_of(request, slug)
    rows = Evaluation.objects.select_related("period__instrument", "institution")
    evaluation = get_object_or_404(rows, pk=pk, period=period)

    form = CorrectionForm(request.POST or None, request.FILES or None, evaluation=evaluation)
    refusal: DomainError | None = None
    if form.is_valid():
        document = form.cleaned_data["document"]
        sha256, _ = keep(document.chunks())
        try:
            propose_correction(
                evaluation,
                form.cleaned_data["indicator"],
                level=form.cleaned_data["level"],
                reason=form.cleaned_data["reason"],
                document_sha256=sha256,
                document_name=document.name or "dokumen.pdf",
                by=request.user,
            )
        except DomainError as refused:
            refusal = refused
        else:
            messages.success(request, "Koreksi diusulkan dan diberitahukan kepada instansi.")
            return redirect("coordination:corrections", slug)

    status = refusal.status if refusal else 400 if form.errors else 200
    context = {"period": period, "evaluation": evaluation, "form": form, "refusal": refusal}
    return render(request, "coordination/correction.html", context, status=status)


@login_required
@require_POST
def decide(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Approve on behalf of one's unit, or refuse with a remark."""
    period = period_of(request, slug)
    correction = get_object_or_404(Correction, pk=pk, evaluation__period=period)

    if request.POST.get("putusan") == "setuju":
        decided = approve_correction(correction, unit=_unit(request), by=request.user)
        said = "Koreksi berlaku dan masuk buku tingkat." if decided.is_approved else "Persetujuan pertama dicatat."
    else:
        reject_correction(correction, remark=request.POST.get("remark", "")[:4000], by=request.user)
        said = "Koreksi ditolak."
    messages.success(request, said)
    return redirect("coordination:corrections", slug)


@login_required
@require_safe
def document(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The paper on which a correction rests."""
    period = period_read(request, slug)
    correction = get_object_or_404(Correction, pk=pk, evaluation__period=period)
    return kept_pdf(correction.document_sha256, f"koreksi-{correction.pk}.pdf")


def _unit(request: UserRequest) -> Unit:
    """The one that was chosen among one's own units; without a unit nobody approves."""
    chosen = request.POST.get("unit", "")
    mine = units_of(request.user)
    unit = mine.filter(pk=chosen).first() if chosen.isdigit() else None
    if unit is None:
        raise PermissionDenied
    return unit


def _cells(one: Correction) -> tuple[Value, ...]:
    return (
        str(one.evaluation.institution),
        one.indicator.number,
        one.level_before,
        one.level,
        one.reason,
        one.document_name,
        str(one.proposed_by),
        wib(one.proposed_at),
        "; ".join(f"{each.by}, {each.unit}, {wib(each.at)}" for each in one.approvals.all()),
        one.outcome,
        one.remark,
    )
