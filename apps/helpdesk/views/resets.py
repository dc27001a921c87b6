"""A second factor that was lost: one of the ministry asks, another decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import asks_for_workbook, workbook
from apps.helpdesk import actions
from apps.helpdesk.forms import ResetForm
from apps.helpdesk.models import FactorReset
from apps.helpdesk.permissions import may_look, may_reset_factors
from apps.helpdesk.queries import people_named
from apps.helpdesk.queries import resets as all_resets

PAGE = 30
FOUND = 12
COLUMNS = (
    "Pemilik akun", "Alasan", "Identitas diperiksa", "Diminta oleh", "Diminta", "Putusan", "Diputus oleh", "Diputus",
    "Catatan putusan",
)  # fmt: skip


@login_required
@require_safe
def resets(request: UserRequest) -> HttpResponse:
    _demand(request)
    if asks_for_workbook(request):
        return workbook(request, "Verifikasi yang hilang", COLUMNS, map(_cells, all_resets()))
    text = request.GET.get("cari", "").strip()[:100]
    context = {
        "page": Paginator(all_resets(), PAGE).get_page(request.GET.get("halaman")),
        "text": text,
        "found": people_named(text)[:FOUND] if text else (),
        "may_look": may_look(request.user),
    }
    return render(request, "helpdesk/resets.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_reset(request: UserRequest, user_pk: int) -> HttpResponse:
    _demand(request)
    person = get_object_or_404(User, pk=user_pk, is_active=True)
    form = ResetForm(request.POST or None)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            actions.request_reset(person, **form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "Pengosongan diminta. Orang kedua dari kementerian memutusnya.")
            return redirect("helpdesk:resets")
    return render(request, "helpdesk/reset.html", {"person": person, "form": form}, status=status)


@login_required
@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    _demand(request)
    reset = get_object_or_404(FactorReset, pk=pk)
    if request.POST.get("putusan") == "setuju":
        actions.approve_reset(reset, by=request.user)
        messages.success(request, "Verifikasi dua langkah dikosongkan dan semua sesinya diakhiri.")
    else:
        actions.reject_reset(reset, remark=request.POST.get("remark", "")[:4000], by=request.user)
        messages.success(request, "Pengosongan ditolak.")
    return redirect("helpdesk:resets")


def _cells(one: FactorReset) -> tuple[Value, ...]:
    return (
        str(one.user),
        one.reason,
        one.identity_check,
        str(one.requested_by),
        wib(one.requested_at),
        one.outcome,
        str(one.decided_by or ""),
        wib(one.decided_at) if one.decided_at else "",
        one.remark,
    )


def _demand(request: UserRequest) -> None:
    if not may_reset_factors(request.user):
        raise PermissionDenied
