"""The team compares: only after all have locked; what differs is settled between them, or by the lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.exceptions import StaleAgreementError
from apps.desk_review.forms import AgreementForm, ConfirmationForm
from apps.desk_review.models import EvidenceVerdict
from apps.desk_review.permissions import Seat, may_compare, may_lead, may_settle, seat_of
from apps.desk_review.queries import Comparison, compared, compared_verdicts
from apps.desk_review.views.access import demand, judged_evaluation
from apps.evaluations.models import Evaluation
from apps.instruments.queries import steps_of
from apps.rules.stages import Stage
from apps.self_assessment.forms import shown_level


@dataclass(frozen=True)
class Row:
    """An indicator with what the team says of it and of its evidence, and what this person can do about it."""

    compared: Comparison
    verdicts: Sequence[EvidenceVerdict]
    may_settle: bool
    may_confirm: bool


@login_required
@require_GET
def differences(request: UserRequest, pk: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    rows = rows_of(request, evaluation, seats)
    return render(
        request,
        "desk_review/differences.html",
        {
            "evaluation": evaluation,
            "instrument": evaluation.period.instrument,
            "seats": seats,
            "may_compare": may_compare(evaluation, seats),
            "differing": [row for row in rows if row.compared.differs],
            "common": [row for row in rows if not row.compared.differs],
            "unsettled": sum(not row.compared.is_settled for row in rows),
            "may_lead": may_lead(request.user, evaluation),
            "is_here": evaluation.stage == Stage.DESK_REVIEW,
        },
    )


def rows_of(request: UserRequest, evaluation: Evaluation, seats: list[Seat]) -> list[Row]:
    comparisons = compared(request.user, evaluation, seats)
    verdicts = compared_verdicts(request.user, evaluation) if comparisons else {}
    mine, settles = seat_of(request.user, seats), may_settle(request.user, evaluation, seats)

    def row(one: Comparison) -> Row:
        agreed, may = one.agreed, settles and one.differs and mine is not None
        return Row(
            one,
            verdicts.get(one.indicator.pk, []),
            may_settle=may and (bool(mine and mine.is_lead) or agreed is None or not agreed.is_by_lead),
            may_confirm=may and agreed is not None and not agreed.is_final and agreed.by_id != request.user.pk,
        )

    return [row(one) for one in comparisons]


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation, row = open_difference(request, pk, number)
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
    is_lead = may_lead(request.user, evaluation)
    messages.success(request, f"Indikator {number} {'diputus' if is_lead else 'diusulkan kepada rekan setim'}.")
    return redirect("desk_review:differences", pk)


@login_required
@require_POST
def confirm(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Agree to a colleague's proposal, as it was read."""
    evaluation, row = open_difference(request, pk, number)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        raise InputRefusedError("Usul itu tidak dikenali. Muat ulang halaman perbedaan, lalu coba lagi.")

    actions.confirm_settlement(evaluation, row.indicator, version=form.cleaned_data["version"], by=request.user)
    messages.success(request, f"Perbedaan pada indikator {number} selesai dengan kesepakatan.")
    return redirect("desk_review:differences", pk)


def open_difference(request: UserRequest, pk: int, number: int) -> tuple[Evaluation, Comparison]:
    """A difference that may be settled now: 403 for whoever may not, and before all have locked; 404 without one."""
    evaluation, seats = judged_evaluation(request, pk)
    demand(may_settle(request.user, evaluation, seats))
    for row in compared(request.user, evaluation, seats):
        if row.differs and row.indicator.number == number:
            return evaluation, row
    raise Http404


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
        "is_lead": may_lead(request.user, evaluation),
    }
    return render(request, "desk_review/settle.html", context, status=status)
