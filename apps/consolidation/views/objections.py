"""Sanggah, for the institution that objects and the ministry that answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.consolidation.actions import objections as actions
from apps.consolidation.forms import ObjectionAnswerForm, ObjectionForm
from apps.evaluations import objections as queries
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import reads_minutes
from apps.evaluations.queries import settled_levels
from apps.rules.stages import Stage
from apps.self_assessment.queries.citations import citable, citations_in


@login_required
@require_http_methods(["GET", "POST"])
def objections(request: UserRequest, pk: int) -> HttpResponse:
    """What was objected to and answered; while it is the time, the levels that stand and a form."""
    evaluation = visible_evaluation(request, pk)
    demand(reads_minutes(request.user, evaluation))
    if request.method == "GET":
        return _page(request, evaluation, _form(evaluation))
    demand(holds(request.user, "reply", evaluation))

    form = _form(evaluation, request.POST)
    if not form.is_valid():
        return _page(request, evaluation, form, status=400)
    said = form.said
    indicator = said.pop("indicator")
    try:
        actions.object_to(evaluation, indicator, by=request.user, **said)
    except DomainError as refusal:
        return _page(request, evaluation, form, refusal=refusal, status=refusal.status)
    messages.success(request, f"Sanggah indikator {indicator.number} disimpan.")
    return redirect("consolidation:objections", pk)


@login_required
@require_POST
def answer_objection(request: UserRequest, pk: int, objection_pk: int) -> HttpResponse:
    evaluation = visible_evaluation(request, pk)
    demand(holds(request.user, "review_evaluation", evaluation))
    objection = get_object_or_404(evaluation.objections.select_related("indicator"), pk=objection_pk)

    form = ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, evaluation, _form(evaluation), typed=(objection.pk, form), status=400)
    actions.answer_objection(
        objection,
        is_accepted=form.cleaned_data["decision"] == "accepted",
        text=form.cleaned_data["text"],
        by=request.user,
    )
    messages.success(request, f"Sanggah indikator {objection.indicator.number} dijawab.")
    return redirect("consolidation:objections", pk)


def _page(
    request: UserRequest,
    evaluation: Evaluation,
    form: ObjectionForm,
    *,
    typed: tuple[int, ObjectionAnswerForm] | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    until = queries.taken_until(evaluation)
    cited = citations_in(evaluation, Stage.REVIEW)
    answers = holds(request.user, "review_evaluation", evaluation) and evaluation.stage == Stage.REVIEW
    answered_pk, answered = typed or (0, None)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "until": until,
        "rows": [
            (
                one,
                cited.get(one.objection.indicator_id, []),
                answered if one.objection.pk == answered_pk else ObjectionAnswerForm(prefix=None),
            )
            for one in queries.contested(evaluation)
        ],
        "answers": answers,
        "form": form if until and holds(request.user, "reply", evaluation) else None,
        "levels": _levels(evaluation) if until else [],
        "refusal": refusal,
    }
    return render(request, "consolidation/objections.html", context, status=status)


def _form(evaluation: Evaluation, typed: QueryDict | None = None) -> ObjectionForm:
    return ObjectionForm(typed, evaluation=evaluation, pieces=citable(evaluation))


def _levels(evaluation: Evaluation) -> list[tuple[Any, Any]]:
    levels = settled_levels([evaluation.pk]).get(evaluation.pk, {})
    return [(one, levels.get(one.pk)) for one in evaluation.period.instrument.indicators.order_by("number")]
