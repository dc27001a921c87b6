"""One indicator: the institution's words, the criteria, and my judgement."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.common.exceptions import DomainError
from apps.common.formats import clock
from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.exceptions import ReasonMissingError, StaleJudgementError
from apps.desk_review.forms import JudgementForm
from apps.desk_review.models import Judgement
from apps.desk_review.permissions import Seat, may_judge, seat_of
from apps.desk_review.queries import judgements_of, state_of
from apps.desk_review.views.access import judged_evaluation
from apps.evaluations.models import Evaluation
from apps.instruments.queries import steps_of
from apps.self_assessment.forms import shown_level
from apps.self_assessment.models import Answer, Evidence

AGREE = "setuju"


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    if seat_of(request.user, seats) is None:
        raise PermissionDenied
    judgement = judgement_on(request, evaluation, number)
    if request.method == "POST":
        return save(request, evaluation, seats, judgement)
    return show(request, evaluation, seats, judgement)


def judgement_on(request: UserRequest, evaluation: Evaluation, number: int) -> Any:
    """My judgement on an indicator, with what the institution has `claimed`; laid out at the first look."""
    mine = judgements_of(evaluation, request.user).filter(indicator__number=number).select_related("indicator__part")
    judgement = mine.first()
    if judgement is None and actions.lay_out_judgements([evaluation]):
        judgement = mine.first()
    if judgement is None:
        raise Http404
    judgement.evaluation, judgement.assessor = evaluation, request.user
    return judgement


def save(request: UserRequest, evaluation: Evaluation, seats: list[Seat], judgement: Any) -> HttpResponse:
    """Whoever may judge some day but not now is refused by the action, with the typed words kept on the screen."""
    form = JudgementForm(typed(request, evaluation, judgement), instrument=evaluation.period.instrument)
    if not form.is_valid():
        return show(request, evaluation, seats, judgement, form=form, status=422)
    try:
        moment = actions.save_judgement(judgement, claimed=judgement.claimed, **form.cleaned_data)
    except StaleJudgementError as stale:
        return show(request, evaluation, seats, stale.stored, form=form, refusal=stale, status=409)
    except DomainError as refusal:
        status = 422 if isinstance(refusal, ReasonMissingError) else refusal.status
        return show(request, evaluation, seats, judgement, form=form, refusal=refusal, status=status)

    number = judgement.indicator.number
    messages.success(request, f"Indikator {number} tersimpan {clock(moment)}.")
    following = numbers_of(evaluation).filter(number__gt=number).values_list("number", flat=True).first()
    if following is None:
        return redirect("desk_review:sheet", evaluation.pk)
    return redirect("desk_review:indicator", evaluation.pk, following)


def numbers_of(evaluation: Evaluation) -> Any:
    return evaluation.period.instrument.indicators.order_by("number")


def typed(request: UserRequest, evaluation: Evaluation, judgement: Any) -> dict[str, Any]:
    """What was typed; the agree button stands for the institution's level."""
    data = request.POST.dict()
    if AGREE in data:
        data["level"] = shown_level(judgement.claimed, evaluation.period.instrument)
    return data


def show(
    request: UserRequest,
    evaluation: Evaluation,
    seats: list[Seat],
    judgement: Any,
    *,
    form: JudgementForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    instrument, indicator = evaluation.period.instrument, judgement.indicator
    squares = squares_of(evaluation, request, judgement)
    is_stale = isinstance(refusal, StaleJudgementError)
    numbers = [square["number"] for square in squares]
    place = numbers.index(indicator.number)
    context = {
        "evaluation": evaluation,
        "instrument": instrument,
        "is_whole": not instrument.scale_digits,
        "indicator": indicator,
        "judgement": judgement,
        "version": form.typed["version"] if form and not is_stale else judgement.version,
        "values": form.typed if form else stored_values(judgement, evaluation),
        "form": form,
        "refusal": refusal,
        "is_stale": is_stale,
        "answer": Answer.objects.filter(evaluation=evaluation, indicator=indicator).first(),
        "evidence": Evidence.objects.filter(
            evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True
        ).select_related("file"),
        "steps": steps_of(instrument, indicator),
        "errata": indicator.errata.all(),
        "squares": squares,
        "judged": sum(square["state"] != "none" for square in squares),
        "place": place + 1,
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
        "mine": seat_of(request.user, seats),
        "others": [seat for seat in seats if seat.user.pk != request.user.pk],
        "may_judge": may_judge(request.user, evaluation, seats),
    }
    return render(request, "desk_review/indicator.html", context, status=status)


def stored_values(judgement: Judgement, evaluation: Evaluation) -> dict[str, str]:
    return {
        "level": shown_level(judgement.level, evaluation.period.instrument),
        "reason": judgement.reason,
        "question": judgement.question,
    }


def squares_of(evaluation: Evaluation, request: UserRequest, judgement: Judgement) -> list[dict[str, Any]]:
    """My own sheet at a glance: one small square for each indicator."""
    mine: Any = (
        judgements_of(evaluation, request.user)
        .select_related("indicator")
        .only("level", "question", "indicator__number")
        .order_by("indicator__number")
    )
    return [
        {
            "number": one.indicator.number,
            "state": state_of(one.level, one.claimed),
            "is_asked": bool(one.question),
            "is_here": one.indicator_id == judgement.indicator_id,
        }
        for one in mine
    ]
