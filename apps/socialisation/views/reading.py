"""What is meant for the one who looks: handouts, announcements, events and letters."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from apps.common.exceptions import InputRefusedError
from apps.common.files import read
from apps.common.requests import UserRequest
from apps.common.responses import attachment, kept_pdf
from apps.notices.calendars import invitation
from apps.socialisation import actions, queries
from apps.socialisation.deadlines import appointment_of
from apps.socialisation.forms import CodeForm
from apps.socialisation.models import Event
from apps.socialisation.permissions import may_prepare

PAGE = 30
# The parts of the page, as its address names them; letters are addressed to somebody, so nobody else has any.
PARTS = {"bahan": "Panduan dan bahan", "pengumuman": "Pengumuman", "kegiatan": "Kegiatan", "surat": "Surat"}
PUBLIC_PARTS = {name: label for name, label in PARTS.items() if name != "surat"}
ROWS = {
    "bahan": queries.visible_materials,
    "pengumuman": queries.visible_announcements,
    "kegiatan": queries.visible_events,
    "surat": queries.visible_copies,
}


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """One part at a time, the latest first; without an account, what is meant for everybody."""
    parts = PARTS if request.user.is_authenticated else PUBLIC_PARTS
    part = request.GET.get("bagian", "")
    part = part if part in parts else "bahan"
    page = Paginator(ROWS[part](request.user), PAGE).get_page(request.GET.get("halaman"))
    _mark_simulation(request, page.object_list)
    return render(request, "socialisation/home.html", {"parts": parts, "part": part, "page": page})


@require_safe
def public_material(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """The file itself, of what is for everybody."""
    found = get_object_or_404(queries.visible_materials(AnonymousUser()), pk=pk)
    return attachment(read(found.sha256), found.name, found.media_type)


@login_required
@require_safe
def material(request: UserRequest, pk: int) -> HttpResponse:
    """The file itself, as an attachment."""
    found = get_object_or_404(queries.visible_materials(request.user), pk=pk)
    return attachment(read(found.sha256), found.name, found.media_type)


@login_required
@require_safe
def announcement(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_announcements(request.user), pk=pk)
    request.simulation_label = found.period.simulation_label
    context = {"announcement": found, "may_prepare": may_prepare(request.user)}
    return render(request, "socialisation/announcement.html", context)


@login_required
@require_safe
def event(request: UserRequest, pk: int) -> HttpResponse:
    return show(request, _event_of(request, pk), CodeForm())


@login_required
@require_POST
def register(request: UserRequest, pk: int) -> HttpResponse:
    actions.register(_event_of(request, pk), by=request.user)
    messages.success(request, "Anda terdaftar. Kegiatan ini tampak dalam kalender Anda.")
    return redirect("socialisation:event", pk)


@login_required
@require_POST
def unregister(request: UserRequest, pk: int) -> HttpResponse:
    actions.unregister(_event_of(request, pk), by=request.user)
    messages.success(request, "Pendaftaran Anda dibatalkan.")
    return redirect("socialisation:event", pk)


@login_required
@require_http_methods(["POST"])
def attend(request: UserRequest, pk: int) -> HttpResponse:
    """Say with the event's code that one is there."""
    found = _event_of(request, pk)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            actions.attend(found, form.cleaned_data["code"], by=request.user)
        except InputRefusedError as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "Kehadiran Anda dicatat.")
            return redirect("socialisation:event", pk)
    return show(request, found, form, status=422)


@login_required
@require_GET
def calendar(request: UserRequest, pk: int) -> HttpResponse:
    """The event for a calendar program (RFC 5545)."""
    found = _event_of(request, pk)
    content = invitation(
        appointment_of(found, request.user.pk),
        request.user,
        sequence=found.sequence,
        is_cancelled=found.called_off_at is not None,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kegiatan-{found.pk}.ics"'
    return response


@login_required
@require_safe
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """The paper of a letter to this person or to their institution."""
    found = get_object_or_404(queries.visible_copies(request.user), pk=pk)
    return kept_pdf(found.sha256, f"surat-{found.code}.pdf")


def show(request: UserRequest, found: Any, form: CodeForm, *, status: int = 200) -> HttpResponse:
    """The page of an event of `visible_events`, with what this person may still do about it."""
    context = {
        "event": found,
        "own": queries.registration_of(request.user, found),
        "form": form,
        "is_full": found.capacity is not None and found.registered >= found.capacity,
        "may_prepare": may_prepare(request.user),
    }
    return render(request, "socialisation/event.html", context, status=status)


def _event_of(request: UserRequest, pk: int) -> Event:
    found = get_object_or_404(queries.visible_events(request.user), pk=pk)
    request.simulation_label = found.period.simulation_label
    return found


def _mark_simulation(request: HttpRequest, rows: Iterable[Any]) -> None:
    """The band of a simulation, as soon as one row is of one."""
    labels = {(getattr(one, "period", None) or one.circular.period).simulation_label for one in rows}
    request.simulation_label = min(filter(None, labels), key=len, default="")  # type: ignore[attr-defined]
