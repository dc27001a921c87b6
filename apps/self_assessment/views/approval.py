"""The penanggung jawab's queue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import ReturnForm
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import answers_of, at_versions
from apps.self_assessment.views.access import demand, readable_evaluation


@login_required
@require_http_methods(["GET", "POST"])
def approval(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    if request.method == "POST":
        demand(permissions.approves(request.user, evaluation))
        return decide(request, evaluation)
    answers = list(answers_of(evaluation).select_related("indicator__part", "updated_by"))
    return render(
        request,
        "self_assessment/approval.html",
        {
            "evaluation": evaluation,
            "instrument": evaluation.period.instrument,
            "waiting": [one for one in answers if one.state == AnswerState.WAITING],
            "approved": sum(one.state == AnswerState.APPROVED for one in answers),
            "returned": [one for one in answers if one.state == AnswerState.RETURNED],
            "count": len(answers),
            "may_approve": permissions.may_approve(request.user, evaluation),
            "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        },
    )


def decide(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """Approve what was ticked, or return it with one reason; only what nobody changed since it was read."""
    versions = picked(request.POST.getlist("tampil" if "semua" in request.POST else "pilih"))
    answers = Answer.objects.filter(at_versions(versions), evaluation=evaluation)
    if not versions:
        messages.warning(request, "Belum ada jawaban yang dipilih.")
    elif "kembalikan" in request.POST:
        give_back(request, evaluation, answers, len(versions))
    else:
        report(request, actions.approve(answers, by=request.user), len(versions), "disetujui")
    return redirect("self_assessment:approval", evaluation.pk)


def give_back(request: UserRequest, evaluation: Evaluation, answers: QuerySet[Answer], asked: int) -> None:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Pengembalian memerlukan alasan. Belum ada yang dikembalikan.")
        return
    url = reverse("self_assessment:sheet", args=[evaluation.pk]) + f"?keadaan={AnswerState.RETURNED}"
    reason = form.cleaned_data["reason"]
    returned = actions.return_for_correction(answers, reason=reason, by=request.user, url=url)
    report(request, returned, asked, "dikembalikan")


def report(request: UserRequest, moved: int, asked: int, verb: str) -> None:
    if moved:
        messages.success(request, f"{moved} jawaban {verb}.")
    if moved < asked:
        messages.warning(
            request, f"{asked - moved} jawaban berubah sejak Anda membacanya dan tidak {verb}. Periksa lagi."
        )


def picked(values: list[str]) -> dict[int, int]:
    """Ticks written as "answer:version"; anything else is not ours and is passed over."""
    pairs = (value.split(":") for value in values)
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(str.isdecimal, pair))}
