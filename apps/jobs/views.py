"""How far a job is."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.common.requests import UserRequest
from apps.jobs.models import Job, JobState
from apps.jobs.permissions import may_watch

STOP_POLLING = 286


@login_required
@never_cache
@require_GET
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """A page that can be loaded again; for htmx the piece of it alone, until the job is over."""
    job = get_object_or_404(Job, pk=pk)
    if not may_watch(request.user, job):
        raise Http404
    context = progress_context(job)
    if request.htmx:
        status = 200 if job.is_living else STOP_POLLING
        return render(request, "_job_progress.html", context, status=status)
    return render(request, "jobs/progress.html", context)


def progress_context(
    job: Job, *, title: str = "Pekerjaan", result_url: str = "", result_label: str = ""
) -> dict[str, object]:
    """What "_job_progress.html" asks for; pages that include the piece for a job of theirs use it too."""
    return {
        "job_title": title,
        "active": job.is_living,
        "failed": job.state == JobState.FAILED,
        "done": job.done,
        "total": job.total,
        "message": job.message or job.get_state_display(),
        "poll_url": reverse("jobs:progress", args=[job.pk]),
        "result_url": result_url,
        "result_label": result_label,
    }
