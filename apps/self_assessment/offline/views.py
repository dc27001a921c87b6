"""The sheet without a connection: taking it along, bringing it back, looking at it, applying it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment import permissions
from apps.self_assessment.models import OfflineUpload
from apps.self_assessment.offline import actions
from apps.self_assessment.offline.differences import compare
from apps.self_assessment.offline.forms import WorkbookForm, chosen_rows, seen_versions
from apps.self_assessment.offline.workbook import workbook_of
from apps.self_assessment.views.access import demand, readable_evaluation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
@require_GET
def download(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet as it stands, to be filled elsewhere."""
    evaluation = _filled(request, pk)
    name = slugify(f"lembar-{evaluation.institution.code}-{evaluation.period.slug}")
    response = HttpResponse(workbook_of(evaluation), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a filled sheet back. Nothing changes before its preview has been confirmed."""
    evaluation = _filled(request, pk)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = actions.keep_upload(evaluation, file, name=file.name, by=request.user)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("self_assessment:offline_preview", pk, kept.pk)
    context = {
        "evaluation": evaluation,
        "form": form,
        "uploads": actions.living_uploads(evaluation, of=request.user).defer("rows", "faults")[:10],
        "kept_days": actions.KEPT_FOR.days,
        "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
    }
    return render(request, "self_assessment/offline.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: UserRequest, pk: int, upload_pk: int) -> HttpResponse:
    """Every difference between a filled sheet and what is stored now; applying what was chosen of it."""
    evaluation = _filled(request, pk)
    kept = get_object_or_404(actions.living_uploads(evaluation, of=request.user), pk=upload_pk)
    kept.uploaded_by = request.user  # with what is known of their grants by now
    if request.method == "POST":
        return _apply(request, evaluation, kept)
    return _show(request, evaluation, kept)


def _apply(request: UserRequest, evaluation: Evaluation, kept: OfflineUpload) -> HttpResponse:
    seen = seen_versions(request.POST)
    rows = chosen_rows(compare(evaluation, kept), request.POST, seen)
    if not rows:
        messages.warning(request, "Tidak ada baris yang dipilih, jadi tidak ada yang diubah.")
        return redirect("self_assessment:offline_preview", evaluation.pk, kept.pk)
    try:
        done = actions.apply_rows(evaluation, rows, seen=seen, by=request.user)
    except DomainError as refusal:
        return _show(request, evaluation, kept, refusal)
    if done.written:
        messages.success(request, f"{done.written} indikator tersimpan sebagai draf dari lembar luring.")
    if done.overtaken:
        numbers = ", ".join(map(str, done.overtaken))
        messages.warning(
            request,
            f"Indikator {numbers} diubah orang lain sejak pemeriksaan ini dibuka. Belum ada yang ditimpa; "
            "keduanya tampil lagi di bawah.",
        )
    return redirect("self_assessment:offline_preview", evaluation.pk, kept.pk)


def _show(
    request: UserRequest, evaluation: Evaluation, kept: OfflineUpload, refusal: DomainError | None = None
) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "upload": kept,
        "preview": compare(evaluation, kept),
        "refusal": refusal,
        "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        "expires_at": kept.uploaded_at + actions.KEPT_FOR,
    }
    return render(request, "self_assessment/offline_preview.html", context, status=refusal.status if refusal else 200)


def _filled(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation, for those who fill its sheet; 403 for whoever only reads it."""
    evaluation = readable_evaluation(request, pk)
    demand(permissions.fills(request.user, evaluation))
    return evaluation
