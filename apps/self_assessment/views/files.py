"""Evidence as a download, and what is done to one piece of it.

A file is never shown by the browser inside this site: a stranger's file is a stranger.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from apps.common import files
from apps.common.exceptions import InputRefusedError, StaleVersionError
from apps.common.requests import UserRequest
from apps.self_assessment import actions, permissions
from apps.self_assessment.actions.evidence import plain_name
from apps.self_assessment.forms import DescriptionForm
from apps.self_assessment.models import Evidence, StoredFile
from apps.self_assessment.views.access import demand, is_mine, readable_evaluation, readable_evidence


@login_required
@require_safe
def file(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    evidence = readable_evidence(request, pk, evidence_pk)
    if evidence.file is None:
        raise Http404
    return download(evidence.file)


@login_required
@require_POST
def withdraw(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    evidence = changeable(request, pk, evidence_pk)
    actions.withdraw_evidence(evidence, by=request.user)
    messages.success(request, "Bukti ditarik. Catatannya tetap ada pada riwayat.")
    return back_to(evidence)


@login_required
@require_POST
def describe(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Say better what a piece proves and where; what was typed is shown again where it is not taken."""
    evidence = changeable(request, pk, evidence_pk)
    form = DescriptionForm(request.POST)
    if not form.is_valid():
        raise InputRefusedError("Keterangan bukti terlalu panjang: paling banyak 300 huruf, halaman atau pasal 120.")
    try:
        actions.describe_evidence(evidence, by=request.user, **form.cleaned_data)
    except StaleVersionError as stale:
        evidence.refresh_from_db()
        context = {"evaluation": evidence.evaluation, "one": evidence, "typed": form.cleaned_data, "refusal": stale}
        return render(request, "self_assessment/evidence_conflict.html", context, status=409)
    messages.success(request, f"Keterangan bukti “{evidence}” disimpan.")
    return back_to(evidence)


@login_required
@require_POST
def replace(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """A new version of a piece of evidence, chosen in the page's own form; the old one stays on record."""
    evidence = changeable(request, pk, evidence_pk)
    chosen = request.FILES.get("bukti")
    if chosen is None:
        raise InputRefusedError("Belum ada berkas yang dipilih. Pilih berkas versi baru, lalu kirim lagi.")
    actions.check_takes_evidence(evidence.evaluation)
    stored = actions.store(evidence.evaluation.institution, chosen, by=request.user)
    actions.replace_evidence(evidence, stored, by=request.user)
    messages.success(request, f"Versi {evidence.edition + 1} disimpan. Versi sebelumnya tetap ada pada riwayat.")
    tell_warning(request, stored)
    return back_to(evidence)


def changeable(request: UserRequest, pk: int, evidence_pk: int) -> Evidence:
    """A piece of evidence that this person may change in some stage: 404 if not theirs to see, 403 if not theirs."""
    evaluation = readable_evaluation(request, pk)
    demand(permissions.fills(request.user, evaluation))
    evidence = get_object_or_404(
        Evidence.objects.select_related("indicator", "file"), evaluation=evaluation, pk=evidence_pk
    )
    evidence.evaluation = evaluation
    demand(permissions.brings(request.user, evaluation, is_mine(request, evaluation, evidence.indicator)))
    return evidence


def back_to(evidence: Evidence) -> HttpResponse:
    return redirect("self_assessment:indicator", evidence.evaluation_id, evidence.indicator.number)


def tell_warning(request: UserRequest, stored: StoredFile | None) -> None:
    """Look into a file that has just come, and say at once what is odd about it."""
    if stored and (warning := actions.look_at_once(stored)):
        messages.warning(request, f"“{stored.name}”: {warning}")


def download(stored: StoredFile) -> HttpResponse:
    """The bytes, compared with their hash, as an attachment that no browser may run or frame."""
    response = HttpResponse(files.read(stored.sha256), content_type=stored.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=plain_name(stored.name))
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
