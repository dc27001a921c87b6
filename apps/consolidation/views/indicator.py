"""One indicator with everything that was said of it, and the settlement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.consolidation import actions
from apps.consolidation.exceptions import StaleSettlementError
from apps.consolidation.forms import SettlementForm
from apps.consolidation.models import Settlement
from apps.consolidation.permissions import may_settle
from apps.consolidation.queries import earlier_stages
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.evaluations.models import Evaluation
from apps.evaluations.queries import ledger_of
from apps.instruments.models import Indicator
from apps.instruments.queries import steps_of
from apps.rules.stages import LABELS
from apps.self_assessment.forms import shown_level


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    one = indicator_of(evaluation, number)
    stored = Settlement.objects.filter(evaluation=evaluation, indicator=one).select_related("by").first()
    if request.method == "GET":
        return show(request, evaluation, one, stored)
    demand(may_settle(request.user, evaluation))

    form = SettlementForm(request.POST, instrument=evaluation.period.instrument)
    if not form.is_valid():
        return show(request, evaluation, one, stored, form=form, status=422)
    try:
        actions.settle(evaluation, one, by=request.user, **form.cleaned_data)
    except StaleSettlementError as stale:
        return show(request, evaluation, one, stale.stored, form=form, refusal=stale, status=stale.status)
    except DomainError as refusal:
        return show(request, evaluation, one, stored, form=form, refusal=refusal, status=refusal.status)
    messages.success(request, f"Tingkat indikator {number} ditetapkan.")
    return redirect("consolidation:detail", pk)


@login_required
@require_POST
def unsettle(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    demand(may_settle(request.user, evaluation))
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404

    actions.unsettle(evaluation, indicator_of(evaluation, number), version=int(version), by=request.user)
    messages.success(request, f"Penetapan indikator {number} dicabut. Tahap terakhir sebelumnya berlaku lagi.")
    return redirect("consolidation:detail", pk)


def indicator_of(evaluation: Evaluation, number: int) -> Indicator:
    return get_object_or_404(
        Indicator.objects.select_related("part"), instrument=evaluation.period.instrument_id, number=number
    )


def show(
    request: UserRequest,
    evaluation: Evaluation,
    one: Indicator,
    stored: Settlement | None,
    *,
    form: SettlementForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    instrument = evaluation.period.instrument
    said = ledger_of([evaluation.pk]).get(evaluation.pk, {}).get(one.pk, {})
    words = [(LABELS[stage], said[stage]) for stage in earlier_stages(evaluation) if stage in said]
    values = {"level": shown_level(stored.level, instrument), "reason": stored.reason} if stored else {}
    is_stale = isinstance(refusal, StaleSettlementError)
    context = {
        "evaluation": evaluation,
        "instrument": instrument,
        "is_whole": not instrument.scale_digits,
        "indicator": one,
        "words": words,
        "standing": words[-1][1].level if words else None,
        "settlement": stored,
        "steps": steps_of(instrument, one),
        "values": form.typed if form else values,
        "version": form.typed["version"] if form and not is_stale else stored.version if stored else 0,
        "form": form,
        "refusal": refusal,
        "is_stale": is_stale,
        "may_settle": not one.is_external and may_settle(request.user, evaluation),
    }
    return render(request, "consolidation/indicator.html", context, status=status)
