"""The institution's own complete archive: asked for, followed, downloaded. By its people alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.common import files
from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.self_assessment import actions, permissions
from apps.self_assessment.actions.archive import JOB, KEPT
from apps.self_assessment.archive import safe_name
from apps.self_assessment.models import Archive
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.submission import STOP_POLLING, last_job


@login_required
@require_http_methods(["GET", "POST"])
def archive(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = own_evaluation(request, pk)
    if request.method == "POST":
        actions.ask_archive(evaluation, by=request.user)
        messages.success(request, "Arsip sedang disusun. Halaman ini menunjukkan kemajuannya.")
        return redirect("self_assessment:archive", pk)
    job = last_job(JOB, pk)
    is_working = job is not None and job.is_living
    if request.htmx and not is_working:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    template = "self_assessment/_archive_progress.html" if request.htmx else "self_assessment/archive.html"
    context = {
        "evaluation": evaluation,
        "job": job,
        "is_working": is_working,
        "archives": [(one, one.made_at + KEPT) for one in kept_archives(evaluation).select_related("made_by")],
        "days": KEPT.days,
    }
    return render(request, template, context)


@login_required
@require_safe
def archive_file(request: UserRequest, pk: int, archive_pk: int) -> FileResponse:
    """The ZIP as an attachment, read while it is sent: it may be large."""
    evaluation = own_evaluation(request, pk)
    found = get_object_or_404(kept_archives(evaluation), pk=archive_pk)
    name = safe_name(f"Arsip penilaian mandiri - {evaluation.institution} - {evaluation.period.year}.zip")
    response = FileResponse(
        files.path_of(found.sha256).open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def own_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """Nobody but the institution's own people, whatever they may read elsewhere."""
    evaluation = readable_evaluation(request, pk)
    demand(permissions.fills(request.user, evaluation))
    return evaluation


def kept_archives(evaluation: Evaluation):  # type: ignore[no-untyped-def]
    return Archive.objects.filter(evaluation=evaluation, made_at__gt=timezone.now() - KEPT)
