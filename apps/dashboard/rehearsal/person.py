"""Somebody at a browser: opens pages, fills the forms that they show, and sends them."""

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve, reverse

from apps.dashboard.rehearsal.pages import Page
from apps.dashboard.rehearsal.tally import Tally

OK, MOVED = 200, 302
PATIENCE = 600  # seconds for one answer: some change a whole country at once, and the machine may be busy
DECLARATION = "/pernyataan/"  # where assessors are sent who have said nothing of their conflicts of interest
MOST_STEPS = 5  # from one page to another


class RefusedError(Exception):
    """A page that had to be shown, or a form that had to be taken, was not."""


@dataclass(frozen=True)
class House:
    """Where the application is, and who counts."""

    port: int
    tally: Tally


@dataclass
class Person:
    """One person with their cookies. Does one thing after the other; several persons work at once."""

    house: House
    username: str
    password: str
    cookies: dict[str, str] = field(default_factory=dict)
    lingers: bool = True
    """Whether they look at what they need not: the page that follows a form, an overview before the work."""

    # --- what people do

    def enters_by(self, link: str) -> None:
        """The one-time link, a password of one's own, the door."""
        self.logs_in(self.fills_at(urlsplit(link).path, password1=self.password, password2=self.password))

    def logs_in(self, door: Page) -> None:
        """By the page that the door shows."""
        typed = {"login": self.username, "password": self.password}
        if self.presses(door, has=dict.fromkeys(typed, ""), **typed).path == door.path:
            raise RefusedError(f"{self.username} does not get in")

    def opens(self, page: str, *at: object) -> Page:
        return self.opens_at(reverse(page, args=at))

    def looks(self, page: str, *at: object) -> None:
        """Open what is not needed for what comes next; whoever has much to do leaves it out."""
        if self.lingers:
            self.opens(page, *at)

    def fills(self, page: str, *at: object, has: dict[str, str] | None = None, **typed: Any) -> Page:
        """Open a page, type into its form, send it; the page that follows.

        The form is the first that `has` these fields with these values, else the first that has what is typed.
        """
        return self.fills_at(reverse(page, args=at), has=has, **typed)

    def sends(self, page: str, *at: object, **typed: Any) -> Page:
        """Press a button of a page that is open already: its form holds nothing but this."""
        return self.taken(self.asks("POST", reverse(page, args=at), typed))

    def saves(self, page: str, *at: object, **typed: Any) -> dict[str, Any]:
        """What the page does by itself while somebody types; what became of it."""
        answer = self.asks("POST", reverse(page, args=at), typed, **{"X-Autosave": "1"})
        if answer[0].status != OK:
            raise RefusedError(f"{answer[0].path}: {answer[0].status} {answer[0].text[:300]}")
        found: dict[str, Any] = json.loads(answer[0].content)
        return found

    # --- how it travels

    def opens_at(self, path: str) -> Page:
        return self.follows(self.asks("GET", path))

    def fills_at(self, path: str, *, has: dict[str, str] | None = None, **typed: Any) -> Page:
        typed_words = [name for name, value in typed.items() if isinstance(value, str)]
        return self.presses(self.opens_at(path), has=has or dict.fromkeys(typed_words, ""), **typed)

    def presses(self, page: Page, *, has: dict[str, str], **typed: Any) -> Page:
        """Send a form of the page that is open, with what is typed into it; the page that follows."""
        form = page.form(**has)
        return self.taken(self.asks("POST", form.action or page.path, {**form.fields, **typed}))

    def taken(self, answer: tuple[Page, str]) -> Page:
        """The page after a form, if that says of nothing that it was refused; unread by whoever does not linger."""
        page, onward = answer
        if onward and not self.lingers and DECLARATION not in onward:
            return Page(urlsplit(onward).path, MOVED, b"")
        page = self.follows(answer)
        if page.is_refusal:
            raise RefusedError(f"{page.path}: {page.complaint}")
        return page

    def follows(self, answer: tuple[Page, str]) -> Page:
        """Go where the answers lead until a page is shown."""
        page, onward = answer
        for _ in range(MOST_STEPS):
            if not onward:
                break
            if DECLARATION in onward and DECLARATION not in page.path:
                raise RefusedError(f"{page.path}: a declaration is asked for")
            page, onward = self.asks("GET", onward)
        if page.status != OK:
            raise RefusedError(f"{page.path}: {page.status} {page.complaint}")
        return page

    def asks(self, method: str, path: str, typed: dict[str, Any] | None = None, **headers: str) -> tuple[Page, str]:
        """The answer as it comes, and the address it leads to."""
        body = b""
        if method == "POST":
            token = self.cookies.get("csrftoken", "")
            body = encode_multipart(BOUNDARY, {**(typed or {}), "csrfmiddlewaretoken": token})
            headers |= {"Content-Type": MULTIPART_CONTENT}
        return self.exchanges(method, path, body, headers)

    def exchanges(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[Page, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers |= {"Cookie": cookies, "Connection": "close"}
        begun = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.house.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            raise RefusedError(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()
        ms = 1000 * (time.monotonic() - begun)
        self.house.tally.heard(self.username, f"{method} {name_of(path)}", answer.status, ms)
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        onward = answer.headers.get("Location") or "" if answer.status == MOVED else ""
        return Page(path, answer.status, content), onward


def name_of(path: str) -> str:
    """The page's name, without whose page it is: no link or secret is ever printed."""
    return resolve(urlsplit(path).path).view_name
