"""Delegating from the sheet: what was ticked, whole parts of it, or all that the filter shows."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.common.requests import UserRequest
from apps.institutions.models import Unit
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import DelegationForm, SheetFilter
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.sheet import Sheet, delegation_form, read_sheet, show_sheet

LONGEST_KEY = 19


@login_required
@require_POST
def delegate(request: UserRequest, pk: int) -> HttpResponse:
    """Put somebody in charge of the chosen indicators, or nobody again."""
    evaluation = readable_evaluation(request, pk)
    demand(permissions.delegates(request.user, evaluation))
    chosen = SheetFilter(request.POST)
    read = read_sheet(request, evaluation, chosen)
    picked = picked_of(request, read)
    indicators = [one for one in read.shape.asked if one.pk in picked]
    if not indicators:
        messages.warning(request, "Belum ada indikator yang dipilih.")
    elif "tarik" in request.POST:
        changed = actions.withdraw_delegation(evaluation, indicators, by=request.user)
        messages.success(request, f"Delegasi {changed} indikator ditarik.")
    else:
        form = delegation_form(evaluation, request.POST)
        if not form.is_valid():
            return show_sheet(request, read, delegation=form, ticked=picked)
        to = receiver_of(form)
        changed = actions.delegate(evaluation, indicators, to=to, due_on=form.cleaned_data["tenggat"], by=request.user)
        messages.success(request, f"{changed} indikator didelegasikan kepada {to}.")
    kept = {name: request.POST.get(name, "") for name in chosen.fields}
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(reverse("self_assessment:sheet", args=[pk]) + (f"?{query}" if query else ""))


def picked_of(request: UserRequest, read: Sheet) -> set[int]:
    """The indicators (primary keys) that were ticked: one by one, by their part, or all; only such as are shown."""
    shown = read.shown()
    if "semua" in request.POST:
        return shown
    parts = numbers(request.POST.getlist("bagian"))
    return shown & (numbers(request.POST.getlist("pilih")) | beneath(read, parts))


def beneath(read: Sheet, parts: set[int]) -> set[int]:
    """The indicators beneath these parts, at any depth."""
    found: set[int] = set()
    ticked_at: int | None = None
    for row in read.shape.rows:
        if ticked_at is not None and row.depth <= ticked_at:
            ticked_at = None
        if ticked_at is None and row.part.pk in parts:
            ticked_at = row.depth
        if ticked_at is not None:
            found |= {one.pk for one in row.indicators}
    return found


def receiver_of(form: DelegationForm) -> Unit | User:
    is_unit, pk = form.chosen
    return Unit.objects.get(pk=pk) if is_unit else User.objects.get(pk=pk)


def numbers(values: list[str]) -> set[int]:
    """What is not a key of ours is passed over."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < LONGEST_KEY}
