"""The ministry imports people: template, upload, preview, application, links."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.actions import link_address
from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.common.sheets import read_rows, write_sheet
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.people import actions
from apps.coordination.people.checks import COLUMNS, KNOWN, NEW, NOTHING, REFUSED, ROLES, check
from apps.coordination.people.forms import PeopleFileForm
from apps.institutions.permissions import may_look_up_people

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FATES = {
    NEW: "akun baru",
    KNOWN: "akun yang sudah ada, peran baru",
    NOTHING: "sudah ada, tidak berubah",
    REFUSED: "ditolak",
}


@login_required
@require_http_methods(["GET", "POST"])
def people_import(request: UserRequest) -> HttpResponse:
    """Upload a list. Nothing changes before its preview has been confirmed."""
    _only_those_who_import(request.user)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            rows = read_rows(upload, COLUMNS)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            if rows:
                return redirect("coordination:people_list", actions.keep_list(upload.name, rows, by=request.user).pk)
            form.add_error("file", "Tidak ada baris di bawah judul kolom.")
    lists = ImportedList.objects.filter(kind=ListKind.PEOPLE).select_related("uploaded_by").defer("rows")[:20]
    context = {"form": form, "lists": lists, "columns": COLUMNS, "roles": ROLES}
    return render(request, "coordination/people_import.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def people_template(request: UserRequest) -> HttpResponse:
    """The empty sheet with its headings."""
    _only_those_who_import(request.user)
    return _xlsx(write_sheet("Orang", COLUMNS, []), "contoh-impor-orang.xlsx")


@login_required
@require_GET
def people_list(request: UserRequest, pk: int) -> HttpResponse:
    """Every row of a list with its fate; before application a preview, afterwards the way to the links."""
    return _show(request, _list_of(request.user, pk))


def _show(request: UserRequest, imported: ImportedList, *, person: User | None = None, link: str = "") -> HttpResponse:
    rows = check(actions.rows_of(imported))
    fates = [(fate, label, sum(row.fate == fate for row in rows)) for fate, label in FATES.items()]
    context = {
        "imported": imported,
        "rows": sorted(rows, key=lambda row: row.fate != REFUSED),
        "fates": fates,
        "accepted": sum(row.person is not None for row in rows),
        "refused": sum(row.fate == REFUSED for row in rows),
        "waiting": actions.waiting_of(rows) if imported.applied_at else {},
        "person": person,
        "link": link,
    }
    return render(request, "coordination/people_list.html", context)


@login_required
@require_POST
def people_apply(request: UserRequest, pk: int) -> HttpResponse:
    imported = _list_of(request.user, pk)
    number = actions.apply_list(imported, by=request.user)
    messages.success(request, f"{number} baris sudah diterapkan. Sekarang unduh tautan masuknya.")
    return redirect("coordination:people_list", pk)


@login_required
@never_cache
@require_POST
def people_links(request: UserRequest, pk: int) -> HttpResponse:
    """The links as a sheet, made in this answer and kept nowhere."""
    imported = _applied_list_of(request.user, pk)
    sheet = write_sheet("Tautan masuk", [*COLUMNS, "Tautan sekali pakai"], actions.links_of(imported, by=request.user))
    return _xlsx(sheet, "tautan-masuk.xlsx")


@login_required
@never_cache
@require_POST
def people_link(request: UserRequest, pk: int) -> HttpResponse:
    """A new link for one person of the list, shown in this answer and kept nowhere."""
    imported = _applied_list_of(request.user, pk)
    person, secret = actions.link_for(imported, request.POST.get("username", ""), by=request.user)
    return _show(request, imported, person=person, link=link_address(secret))


def _only_those_who_import(user: User) -> None:
    if not may_look_up_people(user):
        raise PermissionDenied


def _list_of(user: User, pk: int) -> ImportedList:
    _only_those_who_import(user)
    return get_object_or_404(ImportedList, pk=pk, kind=ListKind.PEOPLE)


def _applied_list_of(user: User, pk: int) -> ImportedList:
    imported = _list_of(user, pk)
    if imported.applied_at is None:
        raise PermissionDenied
    return imported


def _xlsx(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
