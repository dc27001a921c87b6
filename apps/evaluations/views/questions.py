"""What the two sides ask one another about an indicator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.actions.questions import answer_question, put_question
from apps.evaluations.forms import AnswerForm, QuestionForm
from apps.evaluations.models import ASKING_STAGES, Circle, Evaluation, Remark, Side
from apps.evaluations.permissions import circles_of
from apps.evaluations.questions import OTHER, questions_on, speaks_for
from apps.instruments.models import Indicator


@login_required
@require_http_methods(["GET", "POST"])
def questions(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Read them, and put another."""
    evaluation, indicator = _place(request, pk, number)
    side = speaks_for(request.user, evaluation)
    if request.method == "GET":
        return _page(request, evaluation, indicator, side, form=QuestionForm())
    demand(side is not None)
    assert side is not None  # noqa: S101 - demanded

    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, evaluation, indicator, side, form=form, status=422)
    try:
        put_question(evaluation, indicator, **form.cleaned_data, side=side, by=request.user)
    except DomainError as refusal:
        return _page(request, evaluation, indicator, side, form=form, refusal=refusal, status=refusal.status)
    messages.success(request, "Pertanyaan dikirim; pihak lain diberi tahu.")
    return redirect("evaluations:questions", pk, number)


@login_required
@require_POST
def answer(request: UserRequest, pk: int, number: int, question_pk: int) -> HttpResponse:
    evaluation, indicator = _place(request, pk, number)
    side = speaks_for(request.user, evaluation)
    demand(side is not None)
    assert side is not None  # noqa: S101 - demanded
    asked = Remark.objects.select_related("indicator", "by", "evaluation__institution", "evaluation__period")
    question = get_object_or_404(
        asked, pk=question_pk, evaluation=evaluation, indicator=indicator, circle=Circle.BOTH, due__isnull=False
    )

    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, evaluation, indicator, side, answering=(question.pk, form), status=422)
    try:
        answer_question(question, form.cleaned_data["text"], side=side, by=request.user)
    except DomainError as refusal:
        return _page(
            request, evaluation, indicator, side, answering=(question.pk, form), refusal=refusal, status=refusal.status
        )
    messages.success(request, "Jawaban dikirim.")
    return redirect("evaluations:questions", pk, number)


def _place(request: UserRequest, pk: int, number: int) -> tuple[Evaluation, Indicator]:
    """Evaluation and indicator, for the two sides."""
    evaluation = visible_evaluation(request, pk)
    demand(Circle.BOTH in circles_of(request.user, evaluation))
    return evaluation, get_object_or_404(Indicator, instrument=evaluation.period.instrument_id, number=number)


def _page(
    request: UserRequest,
    evaluation: Evaluation,
    indicator: Indicator,
    side: Side | None,
    *,
    form: QuestionForm | None = None,
    answering: tuple[int, AnswerForm] | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = questions_on(request.user, evaluation, indicator)
    typed, bound = answering or (0, None)
    rows = [(one, bound if one.question.pk == typed else AnswerForm(prefix="")) for one in asked]
    context = {
        "evaluation": evaluation,
        "indicator": indicator,
        "rows": rows,
        "side": side,
        "other": OTHER[side] if side else None,
        "form": form or QuestionForm(),
        "may_ask": side is not None and evaluation.stage in ASKING_STAGES,
        "refusal": refusal,
    }
    return render(request, "evaluations/questions.html", context, status=status)
