"""The ministry's evaluation team reads the whole and decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.consolidation import actions
from apps.consolidation.forms import MOST_POINTS, SPARE_POINTS, AnswerForm, ReviewForm, points_form
from apps.consolidation.models import ReviewDecision, ReviewPoint
from apps.consolidation.permissions import may_review, may_settle, reviews
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.consolidation.views.detail import lead_of, overview
from apps.evaluations.models import Evaluation
from apps.instruments.queries import Shape, shape_of
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind

LONGEST_COUNT = 4  # digits


@login_required
@require_http_methods(["GET", "POST"])
def review(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    demand(reviews(request.user, evaluation))
    form = ReviewForm(request.POST or None)
    shape = shape_of(evaluation.period.instrument)
    points = points_form(request.POST or None, shape)
    if request.method == "POST":
        demand(may_review(request.user, evaluation))
        if "tambah" in request.POST:
            form, points = ReviewForm(initial=request.POST.dict()), with_more_rows(request, shape)
        elif form.is_valid() and points.is_valid():
            asked = [one.point for one in points if one.point]
            if not asked or form.cleaned_data["decision"] == ReviewDecision.RETURNED:
                return decide(request, evaluation, form, asked)
            form.add_error("decision", "Catatan per indikator atau bagian hanya dikirim bersama pengembalian.")
    context = overview(evaluation, shape) | {
        "form": form if may_review(request.user, evaluation) else None,
        "points": points,
    }
    is_wrong = form.is_bound and not (form.is_valid() and points.is_valid())
    return render(request, "consolidation/review.html", context, status=422 if is_wrong else 200)


def with_more_rows(request: UserRequest, shape: Shape) -> BaseFormSet:
    """The same points, as they were typed, and as many empty rows again; nothing is decided."""
    data = request.POST.copy()
    number = data.get("butir-TOTAL_FORMS", "")
    rows = (int(number) if number.isdecimal() and len(number) < LONGEST_COUNT else 0) + SPARE_POINTS
    data["butir-TOTAL_FORMS"] = str(min(rows, MOST_POINTS))
    return points_form(data, shape)


def decide(request: UserRequest, evaluation: Evaluation, form: ReviewForm, points: list[actions.Point]) -> HttpResponse:
    remark = form.cleaned_data["remark"]
    if form.cleaned_data["decision"] == ReviewDecision.ACCEPTED:
        actions.accept(evaluation, by=request.user, remark=remark)
        messages.success(request, f"{evaluation.institution} diterima dan menunggu finalisasi.")
    else:
        actions.give_back(evaluation, remark=remark, by=request.user, points=points)
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


@login_required
@require_POST
def answer(request: UserRequest, pk: int, point_pk: int) -> HttpResponse:
    """What the lead did about one point."""
    evaluation = consolidated_evaluation(request, pk)
    demand(may_settle(request.user, evaluation))
    point = get_object_or_404(ReviewPoint.objects.select_related("evaluation"), evaluation=evaluation, pk=point_pk)

    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise InputRefusedError("Tanggapan belum ditulis, atau lebih dari 2.000 huruf. Belum ada yang disimpan.")
    actions.answer_point(point, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, "Tanggapan disimpan.")
    return redirect(reverse("consolidation:detail", args=[pk]) + "#reviu")
