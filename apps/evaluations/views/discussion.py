"""What the people of an institution say to one another about an indicator."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.requests import UserRequest
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.actions import discussion as actions
from apps.evaluations.discussion import members_of, remarks_of
from apps.evaluations.forms import RemarkForm
from apps.evaluations.models import Circle, Evaluation
from apps.evaluations.permissions import circles_of
from apps.instruments.models import Indicator

PAGE = 30


@login_required
@require_http_methods(["GET", "POST"])
def discussion(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation, indicator = place_of(request, pk, number)
    if request.method == "GET":
        return show(request, evaluation, indicator, RemarkForm(members=members_of(evaluation)))
    form = RemarkForm(request.POST, members=members_of(evaluation))
    if not form.is_valid():
        return show(request, evaluation, indicator, form, status=422)
    actions.say_inside(evaluation, indicator, **form.cleaned_data, by=request.user)
    return shown_again(request, evaluation, indicator)


@login_required
@require_POST
def withdraw_remark(request: UserRequest, pk: int, number: int, remark_pk: int) -> HttpResponse:
    evaluation, indicator = place_of(request, pk, number)
    remarks = remarks_of(request.user, evaluation, indicator, Circle.INSTITUTION)
    actions.withdraw_remark(get_object_or_404(remarks, pk=remark_pk), by=request.user)
    return shown_again(request, evaluation, indicator)


def place_of(request: UserRequest, pk: int, number: int) -> tuple[Evaluation, Indicator]:
    """Evaluation and indicator, for those who stand in the circle."""
    evaluation = visible_evaluation(request, pk)
    demand(Circle.INSTITUTION in circles_of(request.user, evaluation))
    return evaluation, get_object_or_404(Indicator, instrument=evaluation.period.instrument_id, number=number)


def shown_again(request: UserRequest, evaluation: Evaluation, indicator: Indicator) -> HttpResponse:
    if request.htmx:
        return show(request, evaluation, indicator, RemarkForm(members=members_of(evaluation)))
    return redirect("evaluations:discussion", evaluation.pk, indicator.number)


def show(
    request: UserRequest, evaluation: Evaluation, indicator: Indicator, form: RemarkForm, *, status: int = 200
) -> HttpResponse:
    remarks = remarks_of(request.user, evaluation, indicator, Circle.INSTITUTION)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "indicator": indicator,
        "form": form,
        "page": Paginator(remarks, PAGE).get_page(request.GET.get("halaman")),
    }
    template = "evaluations/_discussion.html" if request.htmx else "evaluations/discussion.html"
    return render(request, template, context, status=status)
