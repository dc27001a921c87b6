"""Signing the minutes of interview and visit: by a fresh code, or by the signed paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.permissions import has_second_factor
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.actions.minutes import Pen, sign
from apps.evaluations.forms import CodeSignatureForm, PaperSignatureForm
from apps.evaluations.minutes import MINUTES, digest_of, minutes_of
from apps.evaluations.models import Evaluation, Means, MinutesSignature, Side
from apps.evaluations.permissions import reads_minutes, signs_for
from apps.rules.stages import LABELS, Stage


@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "POST"])
def sign_minutes(request: UserRequest, pk: int, stage: str) -> HttpResponse:
    """What is signed, by whom so far, and the two ways to sign."""
    evaluation = visible_evaluation(request, pk)
    side = signs_for(request.user, evaluation)
    demand(side is not None)
    if stage not in MINUTES or side is None:
        raise Http404

    forms = _forms(request)
    typed = forms.get(request.POST.get("means", ""))
    refusal: DomainError | None = None
    if typed is not None and typed.is_valid():
        try:
            sign(evaluation, Stage(stage), side=side, read=typed.cleaned_data["read"], pen=_pen(typed), by=request.user)
        except DomainError as refused:
            refusal = refused
        else:
            messages.success(request, f"Berita acara {LABELS[Stage(stage)].lower()} sudah Anda tanda tangani.")
            return redirect("evaluations:sign", pk, stage)
    status = refusal.status if refusal else 400 if request.method == "POST" else 200
    context = _context(request, evaluation, Stage(stage), side) | {"forms": forms, "refusal": refusal}
    return render(request, "evaluations/sign.html", context, status=status)


@login_required
@require_safe
def signed_paper(request: UserRequest, pk: int, signature_pk: int) -> HttpResponse:
    """The paper that somebody signed by hand."""
    evaluation = visible_evaluation(request, pk)
    demand(reads_minutes(request.user, evaluation))
    signature = get_object_or_404(MinutesSignature, evaluation=evaluation, pk=signature_pk)
    return kept_pdf(signature.file_sha256, f"berita-acara-{signature.stage}-{signature.side}.pdf")


def _forms(request: UserRequest) -> dict[str, CodeSignatureForm | PaperSignatureForm]:
    """Both ways to sign, by the word that each posts as `means`; what was posted goes to its own."""
    means = request.POST.get("means")
    data = request.POST if request.method == "POST" else None
    return {
        "code": CodeSignatureForm(data if means == Means.CODE else None, user=request.user),
        "paper": PaperSignatureForm(data if means == Means.PAPER else None, request.FILES or None),
    }


def _pen(form: CodeSignatureForm | PaperSignatureForm) -> Pen:
    if isinstance(form, CodeSignatureForm):
        return Pen(Means.CODE)
    sha256, _ = keep(form.cleaned_data["paper"].chunks())
    return Pen(Means.PAPER, sha256)


def _context(request: UserRequest, evaluation: Evaluation, stage: Stage, side: Side) -> dict[str, Any]:
    room, standing = MINUTES[stage], minutes_of(evaluation, stage)
    is_current = standing.paper is not None and standing.paper.levels_sha256 == digest_of(room.sheet_of(evaluation))
    return {
        "evaluation": evaluation,
        "stage_label": LABELS[stage],
        "room": room,
        "minutes": standing,
        "is_current": is_current,
        "side": side,
        "may_sign": is_current and side not in standing.signatures,
        "has_code": has_second_factor(request.user),
    }
