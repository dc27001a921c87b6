"""Slots and appointments."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.evaluations.access import demand
from apps.evaluations.pages import FormPage, form_page
from apps.exports.actions import asks_for_workbook, workbook
from apps.interview import actions, permissions, queries
from apps.interview.forms import AppointmentForm, AttendanceForm, BookingForm, ReasonForm, SlotForm
from apps.interview.views.access import BACK, interviewed, session_or_404
from apps.periods.models import EvaluationPeriod

COLUMNS = ("Mulai", "Selesai", "Gelombang", "Terisi", "Tempat", "Tautan", "Instansi")
SCHEDULE = FormPage("Jadwal interviu", "Simpan jadwal", "Jadwal belum disimpan.", **BACK)
BOOK = FormPage("Pilih slot interviu", "Pesan slot ini", "Slot belum dipesan.", **BACK)
CALL_OFF = FormPage("Batalkan jadwal interviu", "Batalkan jadwal", "Jadwal belum dibatalkan.", **BACK)
ATTENDANCE = FormPage("Pelaksanaan dan daftar hadir", "Catat pelaksanaan", "Daftar hadir belum disimpan.", **BACK)


@login_required
@require_http_methods(["GET", "POST"])
def slots(request: UserRequest, slug: str) -> HttpResponse:
    """What can be booked in a period; those who may add to it."""
    period = _period(request, slug)

    if request.method == "GET" and asks_for_workbook(request):
        return workbook(request, "Slot interviu", COLUMNS, map(_cells, queries.slots_of(request.user, period)))
    form = SlotForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("batch", "capacity", "link")}
        made = actions.make_slots(period, form.times, by=request.user, **said)
        messages.success(request, f"{made} slot ditambahkan.")
        return redirect("interview:slots", slug)

    context = {
        "period": period,
        "slots": queries.slots_of(request.user, period),
        "drops_any": permissions.makes_slots(request.user),
        "form": form,
    }
    return render(request, "interview/slots.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def drop_slot(request: UserRequest, slug: str, slot_pk: int) -> HttpResponse:
    period = _period(request, slug)

    actions.remove_slot(get_object_or_404(queries.slots_to_drop(request.user, period), pk=slot_pk))
    messages.success(request, "Slot dihapus.")
    return redirect("interview:slots", slug)


@login_required
@require_http_methods(["GET", "POST"])
def book(request: UserRequest, pk: int) -> HttpResponse:
    """Either side takes a place in a slot, or moves there."""
    evaluation = interviewed(request, pk)
    demand(permissions.books(request.user, evaluation))

    offers = queries.offers_for(evaluation)
    form = BookingForm(request.POST or None, slots=offers, is_moved=queries.session_of(evaluation) is not None)

    def settle() -> str:
        said = form.cleaned_data
        actions.book(evaluation, said["slot"], reason=said.get("reason", ""), by=request.user)
        return "Slot dipesan; kedua pihak menerima undangan."

    if not offers and request.method == "GET":
        return render(request, "interview/no_slots.html", {"evaluation": evaluation})
    return form_page(request, evaluation, BOOK, form, settle)


@login_required
@require_http_methods(["GET", "POST"])
def schedule(request: UserRequest, pk: int) -> HttpResponse:
    """A time of one's own, outside the slots."""
    evaluation = interviewed(request, pk)
    demand(permissions.leads(request.user, evaluation))

    form = AppointmentForm(request.POST or None, session=queries.session_of(evaluation))

    def settle() -> str:
        said = dict(form.cleaned_data)
        reason = said.pop("reason", "")
        actions.schedule(actions.Appointment(evaluation, **said), reason=reason, by=request.user)
        return "Jadwal disimpan; kedua pihak menerima undangan."

    return form_page(request, evaluation, SCHEDULE, form, settle)


@login_required
@require_http_methods(["GET", "POST"])
def call_off(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = interviewed(request, pk)
    demand(permissions.books(request.user, evaluation))
    session_or_404(evaluation)

    form = ReasonForm(request.POST or None)

    def cancel() -> str:
        actions.call_off(evaluation, reason=form.cleaned_data["reason"], by=request.user)
        return "Jadwal dibatalkan; kedua pihak diberi tahu."

    return form_page(request, evaluation, CALL_OFF, form, cancel)


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = interviewed(request, pk)
    demand(permissions.leads(request.user, evaluation))
    session = session_or_404(evaluation)

    form = AttendanceForm(request.POST or None, evaluation=evaluation, session=session)

    def record() -> str:
        actions.record_attendance(evaluation, **form.cleaned_data, by=request.user)
        return "Pelaksanaan dan daftar hadir dicatat."

    return form_page(request, evaluation, ATTENDANCE, form, record)


def _period(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period, for the ministry and for those who lead a team in it; the others learn nothing of it."""
    found = EvaluationPeriod.objects.filter(slug=slug).select_related("instrument").first()
    demand(permissions.makes_slots(request.user) or (found is not None and queries.leads_in(request.user, found)))
    request.period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    return request.period


def _cells(one: Any) -> tuple[Value, ...]:
    seen = "; ".join(str(session.evaluation.institution) for session in one.seen)
    return wib(one.starts_at), wib(one.ends_at), one.batch or "semua", one.taken, one.capacity, one.link, seen
