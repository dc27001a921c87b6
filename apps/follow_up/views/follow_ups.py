"""What an institution does after its result: the list, one follow-up, the proof that it is done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.exceptions import DomainError, StaleVersionError
from apps.common.requests import UserRequest
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.models import Evaluation
from apps.follow_up import permissions
from apps.follow_up.actions import follow_ups as actions
from apps.follow_up.forms import FollowUpFilter, FollowUpForm
from apps.follow_up.models import FollowUp
from apps.follow_up.queries.follow_ups import answered, counts_of, follow_ups_of, held_by, late
from apps.self_assessment.views.files import download


@login_required
@require_safe
def follow_ups(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable(request, pk)
    form = FollowUpFilter(request.GET)
    rows = follow_ups_of(evaluation)
    if form.is_valid():
        chosen = form.cleaned_data
        if chosen["keadaan"]:
            rows = rows.filter(late()) if chosen["keadaan"] == "terlambat" else rows.filter(state=chosen["keadaan"])
        if chosen["milik"]:
            rows = rows.filter(held_by(request.user))
    context = {
        "evaluation": evaluation,
        "form": form,
        "groups": answered(evaluation, rows, only_answered=form.is_narrowing),
        "counts": counts_of(evaluation),
        "may_follow_up": permissions.may_follow_up(request.user, evaluation),
    }
    return render(request, "follow_up/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable(request, pk)
    demand(permissions.may_follow_up(request.user, evaluation))
    if request.method == "GET":
        chosen = {"finding": request.GET.get("rekomendasi", ""), "state": "not_started"}
        return show(request, evaluation, FollowUpForm(evaluation=evaluation, initial=chosen))
    form = FollowUpForm(request.POST, request.FILES, evaluation=evaluation)
    if not form.is_valid():
        return show(request, evaluation, form, status=400)
    try:
        actions.plan(evaluation, form.said, upload=form.cleaned_data["proof"], by=request.user)
    except DomainError as refusal:
        return show(request, evaluation, form, refusal=refusal, status=refusal.status)
    messages.success(request, "Tindak lanjut ditambahkan.")
    return redirect("follow_up:list", pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int, follow_up_pk: int) -> HttpResponse:
    evaluation = readable(request, pk)
    stored = get_object_or_404(follow_ups_of(evaluation), pk=follow_up_pk)
    stored.evaluation = evaluation
    if request.method == "GET":
        return show(request, evaluation, FollowUpForm(evaluation=evaluation, stored=stored), stored=stored)
    demand(permissions.may_follow_up(request.user, evaluation))
    form = FollowUpForm(request.POST, request.FILES, evaluation=evaluation, stored=stored)
    if not form.is_valid():
        return show(request, evaluation, form, stored=stored, status=400)
    version = form.cleaned_data["version"] or 0
    try:
        actions.revise(stored, form.said, version=version, upload=form.cleaned_data["proof"], by=request.user)
    except StaleVersionError as stale:
        form.after(stored)
        return show(request, evaluation, form, stored=stored, refusal=stale, is_stale=True, status=stale.status)
    except DomainError as refusal:
        return show(request, evaluation, form, stored=stored, refusal=refusal, status=refusal.status)
    messages.success(request, "Tindak lanjut disimpan.")
    return redirect("follow_up:list", pk)


@login_required
@require_safe
def proof(request: UserRequest, pk: int, follow_up_pk: int) -> HttpResponse:
    evaluation = readable(request, pk)
    stored = get_object_or_404(follow_ups_of(evaluation), pk=follow_up_pk)
    if stored.proof_file is None:
        raise Http404
    return download(stored.proof_file)


def readable(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation whose follow-ups this person may read; 404 if it is not theirs to see."""
    evaluation = visible_evaluation(request, pk)
    demand(permissions.may_read_follow_ups(request.user, evaluation))
    return evaluation


def show(
    request: UserRequest,
    evaluation: Evaluation,
    form: FollowUpForm,
    *,
    stored: FollowUp | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "evaluation": evaluation,
        "form": form,
        "stored": stored,
        "may_follow_up": permissions.may_follow_up(request.user, evaluation),
    }
    return render(request, "follow_up/edit.html", context, status=status)
