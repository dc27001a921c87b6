"""Evidence as a download. Never shown by the browser inside this site: a stranger's file is a stranger."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from apps.common import files
from apps.common.requests import UserRequest
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.actions.evidence import plain_name
from apps.self_assessment.models import Evidence, StoredFile
from apps.self_assessment.queries import answers_left_to
from apps.self_assessment.views.access import demand, readable_evaluation


@login_required
@require_safe
def file(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    evidence = get_object_or_404(Evidence.objects.select_related("file"), evaluation=evaluation, pk=evidence_pk)
    if evidence.file is None:
        raise Http404
    return download(evidence.file)


@login_required
@require_POST
def withdraw(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    demand(permissions.fills(request.user, evaluation))
    evidence = get_object_or_404(Evidence.objects.select_related("indicator"), evaluation=evaluation, pk=evidence_pk)
    if evaluation.stage == Stage.SELF_ASSESSMENT:
        left = answers_left_to(request.user, evaluation).filter(indicator=evidence.indicator_id)
        demand(permissions.fills_all(request.user, evaluation) or left.exists())
    actions.withdraw_evidence(evidence, by=request.user)
    messages.success(request, "Bukti ditarik. Catatannya tetap ada pada riwayat.")
    return redirect("self_assessment:indicator", pk, evidence.indicator.number)


def download(stored: StoredFile) -> HttpResponse:
    """The bytes, compared with their hash, as an attachment that no browser may run or frame."""
    response = HttpResponse(files.read(stored.sha256), content_type=stored.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=plain_name(stored.name))
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
