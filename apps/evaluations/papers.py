"""Handing out a paper that was kept."""

from django.http import Http404, HttpResponse

from apps.common.files import read


def minutes_response(sha256: str, name: str) -> HttpResponse:
    """A kept PDF, to be saved; 404 while there is none."""
    if not sha256:
        raise Http404
    response = HttpResponse(read(sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
