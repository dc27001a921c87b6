"""The ministry's side: hand out, announce, invite, write, see who came."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError
from apps.common.formats import wib_local
from apps.common.requests import UserRequest
from apps.coordination.views.common import PAGE, period_of
from apps.evaluations.access import demand
from apps.exports.actions import asks_for_workbook
from apps.jobs.permissions import may_watch
from apps.periods.models import EvaluationPeriod
from apps.socialisation import actions, queries
from apps.socialisation.forms import AnnouncementForm, CircularForm, EventForm, MaterialForm, ReasonForm
from apps.socialisation.models import Announcement, Circular, Event, Material
from apps.socialisation.permissions import may_prepare
from apps.socialisation.views import sheets
from apps.socialisation.views.reading import PARTS


class Kind(NamedTuple):
    """Something the ministry adds to a period: the form, what it does, and the words around it."""

    form: "type[ModelForm[Any]]"
    model: type[Model]
    url_name: str
    add: Callable[[EvaluationPeriod, Any, User], object]
    title: str
    verb: str
    done: str


def _add_material(period: EvaluationPeriod, form: MaterialForm, by: User) -> None:
    actions.add_material(period, form.cleaned_data["file"], form.said, by=by)


KINDS = {
    "bahan": Kind(
        MaterialForm,
        Material,
        "add_material",
        _add_material,
        "Tambah panduan atau bahan pelatihan",
        "Tambahkan",
        "Berkas dibagikan.",
    ),
    "pengumuman": Kind(
        AnnouncementForm,
        Announcement,
        "add_announcement",
        lambda period, form, by: actions.announce(period, form.said, by=by),
        "Tulis pengumuman",
        "Umumkan",
        "Pengumuman tampil di beranda yang dituju dan masuk surel harian mereka.",
    ),
    "kegiatan": Kind(
        EventForm,
        Event,
        "add_event",
        lambda period, form, by: actions.plan_event(period, form.said, by=by),
        "Jadwalkan kegiatan",
        "Jadwalkan",
        "Kegiatan dijadwalkan; yang dituju diundang.",
    ),
    "surat": Kind(
        CircularForm,
        Circular,
        "add_circular",
        lambda period, form, by: actions.write_circular(period, form.said, by=by),
        "Tulis surat",
        "Buat surat",
        "Surat sedang dibuat, satu naskah untuk tiap penerima.",
    ),
}


@login_required
@require_safe
def desk(request: UserRequest, slug: str) -> HttpResponse:
    """One part of a period at a time, with what the ministry may add to it."""
    period = period_of(request, slug)
    part = request.GET.get("bagian", "")
    part = part if part in KINDS else "bahan"
    rows: dict[str, QuerySet[Any]] = {
        "bahan": period.materials.filter(withdrawn_at=None).select_related("added_by"),
        "pengumuman": period.announcements.filter(withdrawn_at=None).select_related("by"),
        "kegiatan": queries.visible_events(request.user).filter(period=period),
        "surat": queries.circulars_of(period),
    }
    if asks_for_workbook(request):
        return sheets.as_workbook(request, sheets.PARTS[part], rows[part])
    context = {
        "period": period,
        "parts": PARTS,
        "part": part,
        "kind": KINDS[part],
        "add_url": reverse(f"socialisation:{KINDS[part].url_name}", args=[slug]),
        "page": Paginator(rows[part], PAGE).get_page(request.GET.get("halaman")),
    }
    return render(request, "socialisation/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: UserRequest, slug: str, kind: str) -> HttpResponse:
    """Add something of one kind to a period."""
    period, meant = period_of(request, slug), KINDS[kind]
    form = meant.form(request.POST or None, request.FILES or None, instance=meant.model(period=period))
    if form.is_valid():
        try:
            meant.add(period, form, request.user)
        except InputRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, meant.done)
            return redirect(f"{reverse('socialisation:desk', args=[slug])}?bagian={kind}")
    context = {"period": period, "part": kind, "kind": meant, "form": form}
    return render(request, "socialisation/add.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw_material(request: UserRequest, pk: int) -> HttpResponse:
    demand(may_prepare(request.user))
    return _withdraw(request, get_object_or_404(Material.objects.select_related("period"), pk=pk))


@login_required
@require_POST
def withdraw_announcement(request: UserRequest, pk: int) -> HttpResponse:
    demand(may_prepare(request.user))
    return _withdraw(request, get_object_or_404(Announcement.objects.select_related("period"), pk=pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: UserRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = EventForm(request.POST or None, instance=event)
    if form.is_valid():
        actions.change_event(event, form.said)
        messages.success(request, "Kegiatan diubah.")
        return redirect("socialisation:participants", pk)
    context = {"event": event, "form": form}
    return render(request, "socialisation/change_event.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def call_off(request: UserRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _participants(request, event, form, status=422)
    actions.call_off(event, by=request.user, **form.cleaned_data)
    messages.success(request, "Kegiatan dibatalkan; yang mendaftar diberi tahu.")
    return redirect("socialisation:participants", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def participants(request: UserRequest, pk: int) -> HttpResponse:
    """Who registered and who came; marking attendance of those on this page."""
    event = _event(request, pk)
    if request.method == "POST":
        shown, present = (_numbers(request.POST.getlist(name)) for name in ("tampil", "hadir"))
        actions.mark_attendance(event, shown, present, by=request.user)
        messages.success(request, "Kehadiran dicatat.")
        return redirect(request.get_full_path())
    if asks_for_workbook(request):
        said = f"{event.title}, {wib_local(event.starts_at, event)}"
        name = f"daftar-hadir-{event.pk}"
        return sheets.as_workbook(request, sheets.PARTICIPANTS, queries.participants(event), note=said, name=name)
    return _participants(request, event, ReasonForm())


@login_required
@require_safe
def circular(request: UserRequest, pk: int) -> HttpResponse:
    """A letter with its papers, and how far the worker is."""
    demand(may_prepare(request.user))
    found = get_object_or_404(Circular.objects.select_related("period__instrument", "job", "made_by"), pk=pk)
    request.period = found.period
    copies = found.copies.select_related("institution", "assessor")
    if asks_for_workbook(request):
        said = f"Nomor {found.number}: {found.subject}"
        return sheets.as_workbook(request, sheets.COPIES, copies, note=said, name=f"penerima-surat-{pk}")
    context = {
        "circular": found,
        "page": Paginator(copies, PAGE).get_page(request.GET.get("halaman")),
        "job": found.job if found.job and may_watch(request.user, found.job) else None,
    }
    return render(request, "socialisation/circular.html", context)


def _withdraw(request: UserRequest, found: Material | Announcement) -> HttpResponse:
    actions.withdraw(found, by=request.user)
    messages.success(request, f"“{found}” ditarik.")
    return redirect("socialisation:desk", found.period.slug)


def _event(request: UserRequest, pk: int) -> Event:
    demand(may_prepare(request.user))
    found = get_object_or_404(queries.visible_events(request.user).select_related("period__instrument"), pk=pk)
    request.period = found.period
    return found


def _participants(request: UserRequest, event: Event, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(queries.participants(event), PAGE).get_page(request.GET.get("halaman"))
    context = {"event": event, "page": page, "form": form}
    return render(request, "socialisation/participants.html", context, status=status)


def _numbers(typed: list[str]) -> list[int]:
    return [int(one) for one in typed if one.isdecimal() and len(one) < 19]
