"""Looking as somebody: begun with a reason, on record page by page, ended by hand or by itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import asks_for_workbook, workbook
from apps.helpdesk import actions, permissions
from apps.helpdesk.forms import LookForm
from apps.helpdesk.middleware import KEY
from apps.helpdesk.models import Look
from apps.helpdesk.queries import closed_looks, people_named
from apps.helpdesk.queries import looks as all_looks

PAGE = 30
FOUND = 12
COLUMNS = ("Melihat sebagai", "Oleh", "Alasan", "Dari", "Sampai", "Halaman")
PAGE_COLUMNS = ("Halaman", "Saat")


@login_required
@require_safe
def looks(request: UserRequest) -> HttpResponse:
    """Who looked at whom, and for the ministry the way to another look."""
    if not permissions.reads_looks(request.user):
        raise PermissionDenied
    may_look = permissions.may_look(request.user)
    text = request.GET.get("cari", "").strip()[:100]
    found = all_looks() if may_look else closed_looks()
    if asks_for_workbook(request):
        return workbook(request, "Melihat sebagai orang lain", COLUMNS, map(_cells, found))
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "may_look": may_look,
        "text": text,
        "found": people_named(text)[:FOUND] if may_look and text else (),
    }
    return render(request, "helpdesk/looks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: UserRequest, user_pk: int) -> HttpResponse:
    if not permissions.may_look(request.user):
        raise PermissionDenied
    person = get_object_or_404(User, pk=user_pk, is_active=True)
    form = LookForm(request.POST or None)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            look = actions.begin_look(person, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            request.session[KEY] = look.pk
            return redirect("dashboard:home")
    context = {"person": person, "form": form, "refusal": permissions.why_not(request.user, person)}
    return render(request, "helpdesk/look_begin.html", context, status=status)


@login_required
@require_POST
def end(request: UserRequest) -> HttpResponse:
    """Back to oneself; without a look nothing happens."""
    look = Look.objects.filter(pk=request.session.pop(KEY, None), by=request.user).first()
    if look:
        actions.end_look(look)
        messages.success(request, "Selesai melihat. Anda kembali sebagai diri sendiri.")
    return redirect("helpdesk:looks" if permissions.reads_looks(request.user) else "dashboard:home")


@login_required
@require_safe
def pages(request: UserRequest, pk: int) -> HttpResponse:
    """Every page that a look opened: for the ministry, for whoever audits, and for the person looked at."""
    look = get_object_or_404(Look.objects.select_related("by", "of"), pk=pk)
    reads = permissions.may_look(request.user) or look.of_id == request.user.pk
    if not reads and not (permissions.reads_looks(request.user) and closed_looks().filter(pk=pk).exists()):
        raise Http404
    if asks_for_workbook(request):
        rows = ((one.path, wib(one.at)) for one in look.pages.all())
        said = f"{look.by} melihat sebagai {look.of}, {wib(look.from_at)} sampai {wib(look.ends)}"
        return workbook(request, "Halaman yang dibuka", PAGE_COLUMNS, rows, note=said)
    page = Paginator(look.pages.all(), PAGE).get_page(request.GET.get("halaman"))
    return render(request, "helpdesk/look.html", {"look": look, "page": page})


def _cells(one: Any) -> tuple[Value, ...]:
    """A look with how many pages were `opened`."""
    return str(one.of), str(one.by), one.reason, wib(one.from_at), wib(one.ends), one.opened
