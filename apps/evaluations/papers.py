"""Papers of one evaluation that a worker makes: how far, and the handing out."""

from django.http import Http404, HttpResponse

from apps.accounts.models import User
from apps.common.files import read
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch


def progress_of(kind: str, evaluation: Evaluation, user: User) -> dict[str, object]:
    """What "marked/_minutes.html" asks about the latest job of this kind. One query."""
    job = Job.objects.filter(kind=kind, object_id=evaluation.pk).order_by("-pk").first()
    return {"job": job, "may_watch": job is not None and may_watch(user, job)}


def minutes_response(sha256: str, name: str) -> HttpResponse:
    """A kept PDF, to be saved; 404 while there is none."""
    if not sha256:
        raise Http404
    response = HttpResponse(read(sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
