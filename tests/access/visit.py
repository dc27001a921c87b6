"""Knocking at an address as somebody, and undoing what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django.test.client import ClientHandler

from tests.access.table import Page
from tests.access.who import Who
from tests.access.world import World

BOUNDARY = "grenze"
IN, LOGIN, FORBIDDEN, HIDDEN, NO_METHOD = "let in", "to the log-in", "403", "404", "405"
LET_IN = {200, 302, 400, 409, 422}
REFUSED = {403: FORBIDDEN, 404: HIDDEN, 405: NO_METHOD}

answer = ClientHandler(enforce_csrf_checks=False)


@dataclass(frozen=True)
class Seen:
    """A page as somebody was shown it; `html` is empty where the answer is no page."""

    page: Page
    who: Who
    url: str
    status: int
    policy: str
    html: str


@dataclass(frozen=True)
class Visitor:
    """Everybody's log-in. Requests go straight to the handler: Django's client would copy every context."""

    world: World
    cookies: Mapping[Who, SimpleCookie]
    before: str = field(default_factory=transaction.savepoint)

    def from_here(self) -> "Visitor":
        """The same people, for whom what was written meanwhile stays."""
        return replace(self, before=transaction.savepoint())

    @contextmanager
    def visit(self, who: Who, method: str, url: str, body: Mapping[str, str] | None = None) -> Iterator[Any]:
        """The answer; when it is done with, the database is as before."""
        knock = self._as(who)
        request = knock.post(url, dict(body or {})) if method == "POST" else knock.generic(method, url)
        with self._asked(request) as response:
            yield response

    @contextmanager
    def send(self, who: Who, url: str, multipart: bytes) -> Iterator[Any]:
        """The answer to a form as its bytes travel, whatever they are; the boundary is "grenze"."""
        with self._asked(
            self._as(who).generic("POST", url, multipart, f"multipart/form-data; boundary={BOUNDARY}")
        ) as response:
            yield response

    def _as(self, who: Who) -> RequestFactory:
        knock = RequestFactory()
        knock.cookies = SimpleCookie({name: one.value for name, one in self.cookies[who].items()})
        return knock

    @contextmanager
    def _asked(self, request: WSGIRequest) -> Iterator[Any]:
        try:
            yield answer(request.environ)
        finally:
            transaction.set_rollback(False)  # an error in a statement wanted the whole world undone
            transaction.savepoint_rollback(self.before)

    def outcome(self, who: Who, method: str, url: str, body: Mapping[str, str] | None = None) -> str:
        """What came of it, in the words of the table."""
        with self.visit(who, method, url, body) as response:
            if response.status_code == 302 and response["Location"].startswith(
                f"{resolve_url(settings.LOGIN_URL)}?next="
            ):
                return LOGIN
            if response.status_code in LET_IN:
                return IN
            return REFUSED.get(response.status_code, f"status {response.status_code}")
