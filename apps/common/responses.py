"""Handing out what is kept."""

from django.http import Http404, HttpResponse

from apps.common.files import read


def kept_pdf(sha256: str, name: str) -> HttpResponse:
    """A kept PDF, to be saved and never run in the page; 404 while there is none."""
    if not sha256:
        raise Http404
    response = HttpResponse(read(sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
