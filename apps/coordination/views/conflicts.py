"""Conflicts of interest of a period, their exceptions, and hand-overs: the ministry's side."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.formats import date_id, wib
from apps.common.requests import UserRequest
from apps.coordination.actions import grant_handover
from apps.coordination.assessor_forms import ConflictFilter, DomainForm, RemarkForm, WhyForm
from apps.coordination.permissions import may_change
from apps.coordination.queries.conflicts import ConflictRow, conflict_rows, conflicts_in, exceptions_of, handover_rows
from apps.coordination.queries.teams import loads
from apps.coordination.views.common import PAGE, period_of, period_read, period_to_change
from apps.evaluations.actions.conflicts import decide_exception, propose_exception, refresh_conflicts, set_domains
from apps.evaluations.actions.teams import decide_handover
from apps.evaluations.models import ConflictException, Handover
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.models import Institution

EXCEPTION_COLUMNS = (
    "Asesor", "Instansi", "Jenis benturan", "Keterangan", "Alasan pengecualian", "Diusulkan oleh", "Diusulkan",
    "Putusan", "Diputus oleh", "Diputus", "Catatan putusan",
)  # fmt: skip

CONFLICT_COLUMNS = ("Asesor", "Instansi", "Jenis benturan", "Keterangan", "Sejak", "Berakhir", "Keadaan")
HANDOVER_COLUMNS = (
    "Instansi", "Tahap", "Dari", "Kepada", "Alasan", "Diusulkan oleh", "Diusulkan", "Putusan", "Diputus oleh",
    "Diputus", "Catatan putusan",
)  # fmt: skip


@login_required
@require_safe
def conflicts(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = ConflictFilter(request.GET)
    if asks_for_workbook(request):
        found = conflict_rows(period, list(form.narrowed(conflicts_in(period))))
        return workbook(request, "Benturan kepentingan", CONFLICT_COLUMNS, map(_conflict_cells, found), form=form)
    page = Paginator(form.narrowed(conflicts_in(period)), PAGE).get_page(request.GET.get("halaman"))
    institutions = Institution.objects.filter(evaluations__period=period)
    context = {
        "period": period,
        "form": form,
        "page": page,
        "rows": conflict_rows(period, list(page.object_list)),
        "domain_form": DomainForm(institutions=institutions),
        "known_domains": institutions.exclude(email_domains=[]).order_by("code"),
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/conflicts.html", context)


@login_required
@require_POST
def refresh(request: UserRequest, slug: str) -> HttpResponse:
    period_to_change(request, slug)

    done = refresh_conflicts(by=request.user)
    messages.success(
        request,
        f"{done.new} benturan baru, {done.ended} berakhir, {done.moved} instansi dipindahkan dari asesornya.",
    )
    return redirect("coordination:conflicts", slug)


@login_required
@require_POST
def domains(request: UserRequest, slug: str) -> HttpResponse:
    """Under which domains an institution writes; assessors with such an address are found at once."""
    period = period_to_change(request, slug)

    form = DomainForm(request.POST, institutions=Institution.objects.filter(evaluations__period=period))
    if form.is_valid():
        set_domains(form.cleaned_data["institution"], form.cleaned_data["domains"], by=request.user)
        messages.success(request, f"Domain surel {form.cleaned_data['institution']} disimpan.")
    else:
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
    return redirect("coordination:conflicts", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    conflict = get_object_or_404(conflicts_in(period), pk=pk)

    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        propose_exception(conflict, period, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "Pengecualian diusulkan. Orang lain dari tim evaluasi memutusnya.")
        return redirect("coordination:exceptions", slug)

    (row,) = conflict_rows(period, [conflict])
    return render(request, "coordination/exception.html", {"period": period, "row": row, "form": form})


@login_required
@require_safe
def exceptions(request: UserRequest, slug: str) -> HttpResponse:
    """Part of the period's report: read by the ministry, and by the auditor once the period is published."""
    period = period_read(request, slug)

    context = {
        "period": period,
        "exceptions": exceptions_of(period),
        "may_decide": may_change(request.user, period),
        "form": RemarkForm(),
    }
    return render(request, "coordination/exceptions.html", context)


@login_required
@require_safe
def exceptions_export(request: UserRequest, slug: str) -> HttpResponse:
    period = period_read(request, slug)

    return workbook(request, "Pengecualian", EXCEPTION_COLUMNS, map(_cells, exceptions_of(period)))


@login_required
@require_POST
def decide(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    exception = get_object_or_404(ConflictException, pk=pk, period=period)

    approve = request.POST.get("putusan") == "setuju"
    decide_exception(exception, approve=approve, remark=request.POST.get("remark", "")[:2000], by=request.user)
    messages.success(request, "Pengecualian disetujui." if approve else "Pengecualian ditolak.")
    return redirect("coordination:exceptions", slug)


@login_required
@require_safe
def handovers(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    if asks_for_workbook(request):
        rows = (_handover_cells(one.handover) for one in handover_rows(period, loads(period)))
        return workbook(request, "Pengalihan", HANDOVER_COLUMNS, rows)
    context = {
        "period": period,
        "rows": handover_rows(period, loads(period)),
        "may_decide": may_change(request.user, period),
        "form": RemarkForm(),
    }
    return render(request, "coordination/handovers.html", context)


@login_required
@require_POST
def handover_decide(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    rows = Handover.objects.select_related("evaluation__period", "evaluation__institution", "giver", "receiver")
    handover = get_object_or_404(rows.select_related("asked_by"), pk=pk, evaluation__period=period)

    grant = request.POST.get("putusan") == "setuju"
    remark = request.POST.get("remark", "")[:2000]
    if grant:
        grant_handover(handover, remark=remark, by=request.user)
    else:
        decide_handover(handover, grant=False, remark=remark, by=request.user)
    messages.success(request, "Pengalihan disetujui." if grant else "Pengalihan ditolak.")
    return redirect("coordination:handovers", slug)


def _cells(one: ConflictException) -> tuple[str, ...]:
    conflict = one.conflict
    return (
        str(conflict.assessor),
        str(conflict.institution),
        conflict.get_source_display(),
        conflict.detail,
        one.reason,
        str(one.proposed_by),
        date_id(timezone.localtime(one.proposed_at)),
        one.outcome,
        str(one.decided_by or ""),
        wib(one.decided_at) if one.decided_at else "",
        one.remark,
    )


def _conflict_cells(row: ConflictRow) -> tuple[str | date | None, ...]:
    one = row.conflict
    return (
        str(one.assessor),
        str(one.institution),
        one.get_source_display(),
        one.detail,
        one.from_date,
        one.until_date,
        _standing(row),
    )


def _standing(row: ConflictRow) -> str:
    if not row.counts:
        return "Tidak terhitung"
    if row.exception and row.exception.is_approved:
        return "Dikecualikan, menilai" if row.is_assigned else "Dikecualikan"
    return "Tidak menilai" if row.may_be_excepted else "Pengecualian diusulkan"


def _handover_cells(one: Handover) -> tuple[str, ...]:
    outcome = "Disetujui" if one.is_granted else "Ditolak"
    return (
        str(one.evaluation.institution),
        one.evaluation.get_stage_display(),
        str(one.giver),
        str(one.receiver),
        one.reason,
        str(one.asked_by),
        wib(one.asked_at),
        outcome if one.decided_at else "Menunggu putusan",
        str(one.decided_by or ""),
        wib(one.decided_at) if one.decided_at else "",
        one.remark,
    )
