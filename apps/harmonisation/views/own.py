"""The assessor's pages: how one's own judging differs, and the calibration rounds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.desk_review.forms import LevelForm
from apps.harmonisation import actions
from apps.harmonisation.exceptions import StaleCalibrationError
from apps.harmonisation.models import CalibrationItem, CalibrationLevel, CalibrationRound
from apps.harmonisation.permissions import has_locked, may_give_levels
from apps.harmonisation.queries.calibration import own_items, reliability, revealed, rounds_for
from apps.harmonisation.queries.differences import LEAST_GROUP, differences_of
from apps.harmonisation.views.access import joined_period, opened_round
from apps.instruments.queries import steps_of
from apps.periods.models import EvaluationPeriod
from apps.self_assessment.forms import shown_level


@login_required
@require_safe
def own(request: UserRequest, slug: str) -> HttpResponse:
    period = joined_period(request, slug)
    context = {
        "period": period,
        "differences": differences_of(request.user, period),
        "least_group": LEAST_GROUP,
        "rounds": rounds_for(request.user, period),
    }
    return render(request, "harmonisation/own.html", context)


@login_required
@require_safe
def calibration(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = joined_period(request, slug)
    found = opened_round(period, pk)

    items = list(own_items(found, request.user))
    is_locked = has_locked(request.user, found)
    context = {
        "period": period,
        "instrument": period.instrument,
        "round": found,
        "items": items,
        "given": sum(item.mine is not None for item in items),
        "is_locked": is_locked,
        "may_give": may_give_levels(request.user, found),
        "revealed": revealed(found, request.user),
        "reliability": reliability(found) if is_locked else None,
    }
    return render(request, "harmonisation/calibration.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: UserRequest, slug: str, pk: int, item_pk: int) -> HttpResponse:
    period = joined_period(request, slug)
    found = opened_round(period, pk)
    judged = get_object_or_404(own_items(found, request.user), pk=item_pk)
    if request.method != "POST":
        return show(request, period, found, judged)

    form = LevelForm(request.POST, instrument=period.instrument)
    if not form.is_valid():
        return show(request, period, found, judged, form=form, status=422)
    try:
        actions.give_level(judged, by=request.user, **form.cleaned_data)
    except DomainError as refusal:
        return show(request, period, found, judged, form=form, refusal=refusal, status=refusal.status)
    messages.success(request, f"Indikator {judged.indicator.number} tersimpan.")
    following = next((one.pk for one in own_items(found, request.user) if one.mine is None), None)
    if following is None:
        return redirect("harmonisation:calibration", slug, pk)
    return redirect("harmonisation:item", slug, pk, following)


@login_required
@require_POST
def lock(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = joined_period(request, slug)
    found = opened_round(period, pk)

    actions.lock_round(found, by=request.user)
    messages.success(request, "Penilaian contoh terkunci. Tingkat acuan sekarang terbuka bagi Anda.")
    return redirect("harmonisation:calibration", slug, pk)


def show(
    request: UserRequest,
    period: EvaluationPeriod,
    found: CalibrationRound,
    judged: CalibrationItem,
    *,
    form: LevelForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = CalibrationLevel.objects.filter(item=judged, assessor=request.user).first()
    is_stale = isinstance(refusal, StaleCalibrationError)
    version = stored.version if stored else 0
    values = {
        "level": shown_level(stored.level if stored else None, period.instrument),
        "reason": stored.reason if stored else "",
    }
    context = {
        "period": period,
        "instrument": period.instrument,
        "is_whole": not period.instrument.scale_digits,
        "round": found,
        "item": judged,
        "steps": steps_of(period.instrument, judged.indicator),
        "stored": stored,
        "values": form.typed if form else values,
        "version": form.typed["version"] if form and not is_stale else version,
        "form": form,
        "refusal": refusal,
        "is_stale": is_stale,
        "may_give": may_give_levels(request.user, found),
    }
    return render(request, "harmonisation/item.html", context, status=status)
