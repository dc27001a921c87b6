"""What every request passes through."""

from collections.abc import Callable
from urllib.parse import urlencode

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from apps.common.exceptions import DomainError, SomethingFirstError
from apps.common.gate import refusal_of


class StorableTextMiddleware:
    """Lets in only characters that can be stored or searched for.

    Forms are read as UTF-8, whatever they say of themselves: other codecs make characters that are none. NUL goes out
    of an address, where nobody types it; a form refuses it with a sentence of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding:
            request.encoding = "utf-8"
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "").replace("\0", "")
        return self.get_response(request)


class PolicyMiddleware:
    """Says with every answer what a page may load, unless the answer says it itself.

    django-csp's own middleware puts the same words together for each answer, at a twentieth of what a save costs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's own pages for a developer bring their styles along.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self.policy)
        return response


SECRETS = {"password", "password1", "password2", "oldpassword"}


class DomainErrorMiddleware:
    """Shows a refusal to the person, wherever it was raised, by an action or by the database, with what they wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, DomainError) else refusal_of(exception)
        if refusal is None:
            return None
        if isinstance(refusal, SomethingFirstError):
            return _sent_on(request, refusal.url)
        context = {"refusal": refusal, "written": written(request)}
        return render(request, "refused.html", context, status=refusal.status)


def written(request: HttpRequest) -> list[str]:
    """The sentences of a form that was refused as a whole; what holds no space is a choice or typed anew at once."""
    lists = (values for name, values in request.POST.lists() if name not in SECRETS)
    return [one for values in lists for one in values if " " in one.strip()]


def _sent_on(request: HttpRequest, url: str) -> HttpResponse:
    """To what comes first, and from there back to the page that was asked for; a piece of a page sends the whole."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url)
    return redirect(f"{url}?{urlencode({'lanjut': request.get_full_path()})}" if request.method == "GET" else url)
