"""The ministry puts calibration rounds together, opens and closes them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.harmonisation import actions
from apps.harmonisation.forms import ItemForm, RoundForm, SampleSheetForm
from apps.harmonisation.models import CalibrationItem, CalibrationRound, CalibrationSheet
from apps.harmonisation.queries.calibration import items_of, outcome, reliability, rounds_of
from apps.harmonisation.views.access import desk_period
from apps.periods.models import EvaluationPeriod


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: UserRequest, slug: str) -> HttpResponse:
    period = desk_period(request, slug)

    form, refusal = RoundForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_round(period, form.cleaned_data["name"], by=request.user)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, f"Putaran {made} dibuat. Langkah berikutnya: isi lembar contohnya.")
            return redirect("harmonisation:round", slug, made.pk)

    context = {"period": period, "rounds": rounds_of(period), "form": form, "refusal": refusal}
    return render(request, "harmonisation/rounds.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calibration_round(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """One round; while it is put together, another sheet may be added."""
    period = desk_period(request, slug)
    found = get_object_or_404(CalibrationRound, pk=pk, period=period)

    form = SampleSheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sheet = actions.add_sheet(found, **form.cleaned_data)
        return redirect("harmonisation:sample", slug, pk, sheet.pk)

    context = {
        "period": period,
        "instrument": period.instrument,
        "round": found,
        "sheets": found.sheets.prefetch_related("items"),
        "items": items_of(found),
        "form": form,
        "locked": found.locks.count(),
        "outcome": outcome(found) if found.opened_at else [],
        "reliability": reliability(found),
    }
    return render(request, "harmonisation/round.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: UserRequest, slug: str, pk: int, sheet_pk: int) -> HttpResponse:
    """A sample sheet: its items, and one more of them; the same indicator again replaces what it said."""
    period = desk_period(request, slug)
    sheet = get_object_or_404(
        CalibrationSheet.objects.select_related("round"), pk=sheet_pk, round=pk, round__period=period
    )

    form = ItemForm(request.POST or None, instrument=period.instrument)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        actions.set_item(
            sheet, typed["indicator"], text=typed["text"], reference_level=typed["level"], reason=typed["reason"]
        )
        messages.success(request, f"Butir indikator {typed['indicator'].number} disimpan.")
        return redirect("harmonisation:sample", slug, pk, sheet_pk)

    context = {
        "period": period,
        "instrument": period.instrument,
        "round": sheet.round,
        "sheet": sheet,
        "items": items_of(sheet.round).filter(sheet=sheet),
        "form": form,
    }
    return render(request, "harmonisation/sample.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def remove_item(request: UserRequest, slug: str, pk: int, item_pk: int) -> HttpResponse:
    period = desk_period(request, slug)
    item = get_object_or_404(CalibrationItem, pk=item_pk, sheet__round=pk, sheet__round__period=period)

    actions.remove_item(item)
    return redirect("harmonisation:sample", slug, pk, item.sheet_id)


@login_required
@require_POST
def open_round(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    found = _round(desk_period(request, slug), pk)

    actions.open_round(found, url=reverse("harmonisation:calibration", args=[slug, pk]))
    messages.success(request, f"Putaran {found} dibuka dan para asesor diberi tahu.")
    return redirect("harmonisation:round", slug, pk)


@login_required
@require_POST
def close_round(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    found = _round(desk_period(request, slug), pk)

    actions.close_round(found)
    messages.success(request, f"Putaran {found} ditutup.")
    return redirect("harmonisation:round", slug, pk)


def _round(period: EvaluationPeriod, pk: int) -> CalibrationRound:
    return get_object_or_404(CalibrationRound.objects.select_related("period"), pk=pk, period=period)
