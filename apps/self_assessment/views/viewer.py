"""Evidence opened in the page: its pages as images that a worker has made, never the file itself."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.common.requests import UserRequest
from apps.self_assessment.actions import previews
from apps.self_assessment.models import FilePage
from apps.self_assessment.queries.previews import image_path, view_of
from apps.self_assessment.views.access import readable_evidence

LONGEST_NUMBER = 7  # digits


@login_required
@require_safe
def viewer(request: UserRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """One page of a piece of evidence; the piece of it alone for htmx, which asks again until the image is there."""
    evidence = readable_evidence(request, pk, evidence_pk)
    view = view_of(evidence, asked_number(request))
    if view is None:
        raise Http404
    if view.is_coming:
        previews.ask_for_page(evidence, view.number, by=request.user)
    template = "self_assessment/_evidence_viewer.html" if request.htmx else "self_assessment/viewer.html"
    return render(request, template, {"evaluation": evidence.evaluation, "view": view})


@login_required
@require_safe
def page_image(request: UserRequest, pk: int, evidence_pk: int, page: int) -> HttpResponse | FileResponse:
    evidence = readable_evidence(request, pk, evidence_pk)
    made = get_object_or_404(FilePage.objects.select_related("file"), file=evidence.file_id, number=page, is_made=True)
    try:
        opened = image_path(made.file, page).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=600"
    return response


def asked_number(request: UserRequest) -> int | None:
    """The page that was asked for; none where it is not a number."""
    asked = request.GET.get("halaman", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_NUMBER
    return int(asked) or None if is_number else None
