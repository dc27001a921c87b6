"""The history of one answer: every version with what it changed, or one version whole."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.requests import UserRequest
from apps.self_assessment import permissions
from apps.self_assessment.models import Answer
from apps.self_assessment.queries import version_of, versions_of
from apps.self_assessment.views.access import demand, readable_answer


@login_required
@require_safe
def history(request: UserRequest, pk: int, number: int) -> HttpResponse:
    answer = readable_answer(request, pk, number)
    evaluation = answer.evaluation
    demand(permissions.may_read_history(request.user, evaluation))
    context = {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "indicator": answer.indicator,
        "answer": answer,
        "may_fill": permissions.may_fill_answer(request.user, evaluation, answer.is_mine),
    }
    if "versi" in request.GET:
        return render(request, "self_assessment/version.html", context | {"version": one_version(request, answer)})
    found = versions_of(answer, request.GET.get("halaman", 1))
    return render(request, "self_assessment/history.html", context | {"page": found.page, "entries": found.entries})


def one_version(request: UserRequest, answer: Answer) -> object:
    asked = request.GET["versi"]
    if not (asked.isdecimal() and 0 < int(asked) <= answer.version):
        raise Http404
    return version_of(answer, int(asked))
