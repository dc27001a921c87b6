"""The team compares: only after all have locked, and settled by the lead."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.exceptions import StaleAgreementError
from apps.desk_review.forms import AgreementForm
from apps.desk_review.permissions import all_locked, may_lead
from apps.desk_review.queries import Comparison, compared
from apps.desk_review.views.access import judged_evaluation
from apps.evaluations.models import Evaluation
from apps.instruments.queries import steps_of
from apps.rules.stages import Stage
from apps.self_assessment.forms import shown_level


@login_required
@require_GET
def differences(request: UserRequest, pk: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    rows = compared(evaluation, seats)
    return render(
        request,
        "desk_review/differences.html",
        {
            "evaluation": evaluation,
            "instrument": evaluation.period.instrument,
            "seats": seats,
            "all_locked": all_locked(seats),
            "differing": [row for row in rows if row.differs],
            "common": [row for row in rows if not row.differs],
            "unsettled": sum(not row.is_settled for row in rows),
            "may_lead": may_lead(request.user, evaluation),
            "is_here": evaluation.stage == Stage.DESK_REVIEW,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    if not may_lead(request.user, evaluation):
        raise PermissionDenied
    row = next((one for one in compared(evaluation, seats) if one.differs and one.indicator.number == number), None)
    if row is None:
        raise Http404
    if request.method == "GET":
        return show(request, evaluation, row)

    form = AgreementForm(request.POST, instrument=evaluation.period.instrument)
    if not form.is_valid():
        return show(request, evaluation, row, form=form, status=422)
    try:
        actions.settle_difference(evaluation, row.indicator, by=request.user, **form.cleaned_data)
    except StaleAgreementError as stale:
        fresh = Comparison(row.indicator, row.claimed, row.voices, stale.stored)
        return show(request, evaluation, fresh, form=form, refusal=stale, status=stale.status)
    except DomainError as refusal:
        return show(request, evaluation, row, form=form, refusal=refusal, status=refusal.status)
    messages.success(request, f"Indikator {number} diputus.")
    return redirect("desk_review:differences", pk)


@login_required
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    evaluation, _ = judged_evaluation(request, pk)
    if not may_lead(request.user, evaluation):
        raise PermissionDenied

    actions.close_desk_review(evaluation, by=request.user)
    messages.success(request, f"Penilaian dokumen ditutup. Tahap berikutnya: {evaluation.get_stage_display()}.")
    return redirect("evaluations:detail", pk)


def show(
    request: UserRequest,
    evaluation: Evaluation,
    row: Comparison,
    *,
    form: AgreementForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    instrument, agreed = evaluation.period.instrument, row.agreed
    stale = isinstance(refusal, StaleAgreementError)
    stored = {"level": shown_level(agreed.level, instrument), "reason": agreed.reason} if agreed else {}
    context = {
        "evaluation": evaluation,
        "instrument": instrument,
        "is_whole": not instrument.scale_digits,
        "row": row,
        "steps": steps_of(instrument, row.indicator),
        "values": form.typed if form else stored,
        "version": form.typed["version"] if form and not stale else agreed.version if agreed else 0,
        "form": form,
        "refusal": refusal,
        "is_stale": stale,
    }
    return render(request, "desk_review/settle.html", context, status=status)
