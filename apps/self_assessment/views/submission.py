"""The way out: what is still missing, the two papers, and the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.evaluations.reopenings import replaced
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.actions.documents import JOB
from apps.self_assessment.actions.receipts import JOB as RECEIPT_JOB
from apps.self_assessment.models import DocumentKind, Submission
from apps.self_assessment.queries import (
    blockers,
    current_documents,
    own_index,
    provisional,
    sheet_sha256,
    standing_submissions,
    warnings_of,
)
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.files import download

STOP_POLLING = 286


@login_required
@require_http_methods(["GET", "POST"])
def submission(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    if request.method == "POST":
        demand(permissions.submits(request.user, evaluation))
        return act(request, evaluation)
    if request.htmx:
        return show_progress(request, evaluation)
    receipt = last_submission(evaluation)
    if receipt or evaluation.stage != Stage.SELF_ASSESSMENT:
        return show_receipt(request, evaluation, receipt)
    return show_checklist(request, evaluation)


def show_progress(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """How far the papers are; once they are made, or failed, the whole page is loaded again."""
    receipt = last_submission(evaluation)
    job = last_job(JOB, evaluation.pk) if receipt is None else last_job(RECEIPT_JOB, receipt.pk)
    if job is None or not job.is_living:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    return render(request, "self_assessment/_progress.html", {"evaluation": evaluation, "job": job})


def last_job(kind: str, object_id: int) -> Job | None:
    return Job.objects.filter(kind=kind, object_id=object_id).order_by("-pk").first()


def last_submission(evaluation: Evaluation) -> Submission | None:
    """The receipt of the sheet as it stands; none while it is open again."""
    found = standing_submissions().filter(evaluation=evaluation)
    return found.select_related("by", "paper__file", "paper__seal").last()


def show_receipt(request: UserRequest, evaluation: Evaluation, receipt: Submission | None) -> HttpResponse:
    """What was sent; without a receipt the ministry let the sheet pass unsigned."""
    paper = getattr(receipt, "paper", None)
    context = {
        "evaluation": evaluation,
        "receipt": receipt,
        "paper": paper,
        "job": last_job(RECEIPT_JOB, receipt.pk) if receipt and not paper else None,
        "may_ask": permissions.submits(request.user, evaluation),
        "keeps_archive": permissions.fills(request.user, evaluation),
        "documents": current_documents(evaluation),
        "own_index": None if evaluation.is_assessed else own_index(evaluation),
    }
    return render(request, "self_assessment/receipt.html", context)


def show_checklist(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    digest = sheet_sha256(evaluation)
    documents = current_documents(evaluation)
    missing = blockers(evaluation, sheet_sha256=digest)
    may_submit = permissions.may_submit(request.user, evaluation)
    context = {
        "evaluation": evaluation,
        "sheet_sha256": digest,
        "figures": provisional(evaluation),
        "answer_blockers": [one for one in missing if not one.document],
        "document_blockers": [one for one in missing if one.document],
        "warnings": warnings_of(evaluation),
        "papers": [(kind, documents.get(kind)) for kind in DocumentKind],
        "job": last_job(JOB, evaluation.pk),
        "keeps_archive": permissions.fills(request.user, evaluation),
        "submits": permissions.submits(request.user, evaluation),
        "may_submit": may_submit,
        "may_send": may_submit and not missing,
        "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        "replaced": Submission.objects.filter(replaced(Stage.SELF_ASSESSMENT), evaluation=evaluation),
    }
    return render(request, "self_assessment/submission.html", context)


@login_required
@require_safe
def document(request: UserRequest, pk: int, kind: str, version: str) -> HttpResponse:
    """One of the two papers, as it was made ("dibuat") or as it came back signed ("bertanda-tangan")."""
    evaluation = readable_evaluation(request, pk)
    found = current_documents(evaluation).get(kind)
    stored = found and {"dibuat": found.generated, "bertanda-tangan": found.signed}.get(version)
    if not stored:
        raise Http404
    return download(stored)


def act(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """One of the buttons: send, make the papers, make the receipt, bring a paper back signed."""
    if "kirim" in request.POST:
        receipt = actions.submit(evaluation, by=request.user)
        messages.success(request, f"Penilaian mandiri terkirim. Kode tanda terima {receipt.code}.")
    elif "buat" in request.POST:
        actions.make_documents(evaluation, by=request.user)
        messages.success(request, "Dokumen sedang dibuat. Halaman ini menunjukkan kemajuannya.")
    elif "tanda-terima" in request.POST:
        ask_receipt(request, evaluation)
    else:
        take_signed(request, evaluation)
    return redirect("self_assessment:submission", evaluation.pk)


def ask_receipt(request: UserRequest, evaluation: Evaluation) -> None:
    """The paper of a receipt that was never asked for, or failed."""
    receipt = last_submission(evaluation)
    if receipt is None:
        raise Http404
    actions.ask_receipt(receipt, by=request.user)
    messages.success(request, "Tanda terima sedang dibuat. Halaman ini menunjukkan kemajuannya.")


@login_required
@require_safe
def receipt(request: UserRequest, pk: int) -> HttpResponse:
    """The receipt as it was made and sent."""
    found = last_submission(readable_evaluation(request, pk))
    paper = getattr(found, "paper", None)
    if paper is None:
        raise Http404
    return download(paper.file)


def take_signed(request: UserRequest, evaluation: Evaluation) -> None:
    kind, upload = request.POST.get("jenis", ""), request.FILES.get("berkas")
    if kind not in DocumentKind.values or upload is None:
        messages.error(request, "Pilih berkas yang sudah ditandatangani. Belum ada yang disimpan.")
        return
    agrees = {"setuju": True, "tidak": False}.get(request.POST.get("persetujuan", ""))
    try:
        actions.sign_document(evaluation, DocumentKind(kind), upload, by=request.user, agrees=agrees)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{DocumentKind(kind).label} bertanda tangan tersimpan.")
