"""The ministry's evaluation team reads the whole and decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.common.requests import UserRequest
from apps.consolidation import actions
from apps.consolidation.forms import ReviewForm
from apps.consolidation.models import ReviewDecision
from apps.consolidation.permissions import may_review, reviews
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.consolidation.views.detail import lead_of, overview
from apps.evaluations.models import Evaluation
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind


@login_required
@require_http_methods(["GET", "POST"])
def review(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    demand(reviews(request.user, evaluation))
    form = ReviewForm(request.POST or None)
    if request.method == "POST":
        demand(may_review(request.user, evaluation))
        if form.is_valid():
            return decide(request, evaluation, form)
    context = overview(evaluation) | {
        "form": form if may_review(request.user, evaluation) else None,
        "reviews": evaluation.reviews.select_related("by"),
    }
    return render(request, "consolidation/review.html", context, status=422 if form.errors else 200)


def decide(request: UserRequest, evaluation: Evaluation, form: ReviewForm) -> HttpResponse:
    remark = form.cleaned_data["remark"]
    if form.cleaned_data["decision"] == ReviewDecision.ACCEPTED:
        actions.accept(evaluation, by=request.user, remark=remark)
        messages.success(request, f"{evaluation.institution} diterima dan menunggu finalisasi.")
    else:
        actions.give_back(evaluation, remark=remark, by=request.user)
        url = reverse("consolidation:detail", args=[evaluation.pk])
        notify(
            lead_of(evaluation),
            f"Konsolidasi {evaluation.institution} dikembalikan: {remark}",
            url,
            kind=NoticeKind.RETURNED,
            simulation=evaluation.period.simulation_label,
        )
        messages.success(request, f"{evaluation.institution} dikembalikan kepada tim asesor.")
    return redirect("consolidation:detail", evaluation.pk)
