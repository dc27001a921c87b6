"""The register of institutions and the changes among them. Nothing is stored before it was shown."""

import hashlib
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.formats import date_id
from apps.common.requests import UserRequest
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.actions.changes import add_province, change_register
from apps.institutions.models import ChangeKind, Institution, InstitutionChange, Province
from apps.institutions.permissions import may_change_register
from apps.institutions.queries import line_of, registered
from apps.institutions.register import WITHIN_A_PROVINCE, ChangeAsked, consequences_of, faults_of
from apps.institutions.register_forms import ChangeForm, MoveForm, ProvinceForm, ProvincesForm, laters_form

PAGE = 50
LATEST = 10
COLUMNS = ("Kode", "Instansi", "Kategori", "Provinsi", "Berlaku sejak", "Berlaku sampai")
LONGEST_NUMBER = 10
KINDS = {
    "baru": ChangeKind.ADDED,
    "ganti-nama": ChangeKind.RENAMED,
    "gabung": ChangeKind.MERGED,
    "pecah": ChangeKind.SPLIT,
    "akhiri": ChangeKind.ENDED,
}
KIND_LINKS = [(slug, kind.label) for slug, kind in KINDS.items()]


@login_required
@require_safe
def register(request: UserRequest) -> HttpResponse:
    """Every institution, those of the past too, and what changed lately."""
    _only_the_ministry(request)

    words = request.GET.get("q", "").strip()[:100]
    has_ended = "berakhir" in request.GET
    found = registered(words, has_ended=has_ended)
    if asks_for_workbook(request):
        rows = (
            (
                one.code,
                one.name,
                one.get_category_display(),
                str(one.province or ""),
                date_id(one.valid_from) if one.valid_from else "",
                date_id(one.valid_to) if one.valid_to else "",
            )
            for one in found
        )
        note = f"{'Yang sudah berakhir' if has_ended else 'Yang berdiri'}{f', bernama {words}' if words else ''}"
        return workbook(request, "Register instansi", COLUMNS, rows, note=note)
    context = {
        "q": words,
        "has_ended": has_ended,
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "changes": InstitutionChange.objects.select_related("by").prefetch_related("begun__province", "ended")[:LATEST],
        "kinds": KIND_LINKS,
    }
    return render(request, "institutions/register.html", context)


@login_required
@require_safe
def registered_one(request: UserRequest, pk: int) -> HttpResponse:
    """One institution with all that it came from and all that came of it."""
    _only_the_ministry(request)
    one = get_object_or_404(Institution.objects.select_related("province", "begun_by__by", "ended_by__by"), pk=pk)

    context = {
        "institution": one,
        "predecessors": line_of(one),
        "successors": one.successors.all(),
        "kinds": KIND_LINKS[1:],
        "movable": WITHIN_A_PROVINCE,
    }
    return render(request, "institutions/registered_one.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, kind: str) -> HttpResponse:
    """Ask for a change, see what will follow, then make it."""
    _only_the_ministry(request)
    if kind not in KINDS:
        raise Http404

    former = _former(request)
    typed = request.POST if request.method == "POST" else None
    form = ChangeForm(typed, kind=KINDS[kind], initial={"former_1": former})
    laters = laters_form(typed, KINDS[kind], former)
    asked = form.asked(laters.laters()) if form.is_valid() and laters.is_valid() else None
    faults = faults_of(asked) if asked else []
    seen = _fingerprint(asked) if asked and not faults else ""
    if asked and seen and request.POST.get("dilihat") == seen:
        made = change_register(asked, by=request.user)
        messages.success(request, f"{made.get_kind_display()} dicatat dalam register.")
        return redirect("institutions:register")

    context = {
        "kind": KINDS[kind],
        "slug": kind,
        "form": form,
        "laters": laters,
        "faults": faults,
        "seen": seen,
        "consequences": consequences_of(asked) if asked and seen else [],
    }
    return render(request, "institutions/register_change.html", context, status=422 if faults else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: UserRequest) -> HttpResponse:
    """Many regional governments go to another province in one act; seen before it is made."""
    _only_the_ministry(request)

    between = ProvincesForm(request.GET if {"dari", "ke"} <= request.GET.keys() else None, initial=request.GET.dict())
    context: dict[str, object] = {"between": between}
    status = 200
    if between.is_valid():
        origin, target = between.cleaned_data["dari"], between.cleaned_data["ke"]
        form = MoveForm(request.POST if request.method == "POST" else None, origin=origin, target=target)
        asked = form.asked() if form.is_valid() else None
        faults = faults_of(asked) if asked else []
        seen = _fingerprint(asked) if asked and not faults else ""
        if asked and seen and request.POST.get("dilihat") == seen:
            change_register(asked, by=request.user)
            messages.success(request, f"{len(asked.formers)} pemerintah daerah pindah ke {target}.")
            return redirect("institutions:register")
        status = 422 if faults or (form.is_bound and not asked) else 200
        context |= {
            "origin": origin,
            "target": target,
            "form": form,
            "faults": faults,
            "seen": seen,
            "consequences": consequences_of(asked) if asked and seen else [],
        }
    return render(request, "institutions/move.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def provinces(request: UserRequest) -> HttpResponse:
    """The provinces with their time zones, and a form for a new one."""
    _only_the_ministry(request)

    form = ProvinceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_province(form.instance)
        messages.success(request, f"{form.instance} ditambahkan. Pemerintah provinsinya dicatat sebagai instansi baru.")
        return redirect(f"{reverse('institutions:move')}?{urlencode({'ke': form.instance.pk})}")

    return render(request, "institutions/provinces.html", {"form": form, "provinces": Province.objects.all()})


def _only_the_ministry(request: UserRequest) -> None:
    if not may_change_register(request.user):
        raise PermissionDenied


def _former(request: UserRequest) -> Institution | None:
    """The institution that the address speaks of."""
    asked = request.GET.get("instansi", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER):
        return None
    return Institution.objects.filter(pk=int(asked)).first()


def _fingerprint(asked: ChangeAsked) -> str:
    """Of exactly what was shown: another word asks for another look."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()
