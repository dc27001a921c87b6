"""One Chromium for all tests, and people who are logged in."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.dispatch import Signal
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.accounts.models import User

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE = 20_000  # milliseconds, of whatever is waited for: the machine may be busy with other tests
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""

Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Playwright keeps a loop running in this thread; Django must not take it for its own."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def nothing_under_way(live_server: LiveServer) -> Iterator[None]:
    """A page that is left sends its last words; the database is emptied after they were answered."""
    heard: list[Signal] = []

    def hear(signal: Signal, **_: object) -> None:
        heard.append(signal)

    for signal in (request_started, request_finished):
        signal.connect(hear)
    yield
    limit = time.monotonic() + 20
    while heard.count(request_started) > heard.count(request_finished):
        assert time.monotonic() < limit, "A request has not been answered."
        time.sleep(0.02)
    for signal in (request_started, request_finished):
        signal.disconnect(hear)


@pytest.fixture
def open_as(chromium: Browser, live_server: LiveServer, nothing_under_way: None) -> Iterator[Open]:
    """`open_as(user)`: a browser window of its own for somebody; None is a visitor."""
    opened: list[BrowserContext] = []

    def open_window(user: User | None, **options: object) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORT_VIOLATIONS)
        opened.append(context)
        if user is not None:
            log_in(context, user, live_server.url)
        return context

    yield open_window
    for context in opened:
        context.close()


def log_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
