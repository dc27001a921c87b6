"""Handing out what is kept."""

from typing import TypeVar

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from apps.common.files import read

Response = TypeVar("Response", bound=HttpResponseBase)


def kept_pdf(sha256: str, name: str) -> HttpResponse:
    """A kept PDF, to be saved and never run in the page; 404 while there is none."""
    if not sha256:
        raise Http404
    response = HttpResponse(read(sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A stranger's file, to be saved under its own name; no browser may run or frame it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return sandboxed(response)


def sandboxed(response: Response) -> Response:
    """The same, shown only inside this site, and run nowhere."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, max-age=600"
    return response
