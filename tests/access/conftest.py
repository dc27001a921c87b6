"""The world of the access tests: built once, inside one transaction that is never committed."""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import clear_url_caches
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.exports import actions as exports
from apps.self_assessment.offline import workbook
from spbe_eval import urls
from tests.access.addresses import addresses
from tests.access.table import PAGES, readers
from tests.access.visit import Seen, Visitor
from tests.access.who import Who
from tests.access.world import Object, World, build_world


@pytest.fixture(scope="package")
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    changed = {
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        # Who is logged in stands in the cookie: a row less to be read for each of thousands of requests.
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "STORAGES": settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    }
    with override_settings(**changed):
        yield


@pytest.fixture(autouse=True)
def _quick_and_apart() -> None:
    """Files are those of the world, not of each test."""


@pytest.fixture
def _django_db_helper() -> None:
    """No transaction for each test: closing it would close the connection, and with it the world's own."""


@pytest.fixture(scope="package")
def world(
    _quick_settings: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="package", autouse=True)
def _quiet_refusals() -> Iterator[None]:
    """Thousands of refusals are expected here; each is a number, not a page and a line of the log."""
    logger = logging.getLogger("django.request")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logger, "disabled", True)
        patch.setattr(urls, "handler403", lambda request, exception: HttpResponse(status=403), raising=False)
        patch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404), raising=False)
        clear_url_caches()
        yield
    clear_url_caches()


@pytest.fixture(scope="package")
def visitor(world: World) -> Visitor:
    cookies = {Who.PUBLIC: SimpleCookie()}
    for who, user in world.people.items():
        client = Client()
        client.force_login(user)
        cookies[who] = client.cookies
    return Visitor(world, cookies)


@pytest.fixture(scope="package")
def seen(world: World, visitor: Visitor) -> list[Seen]:
    """Every page in every form, looked at once for all tests that ask what stands in it."""
    routes = {one.name: one for one in addresses()}
    found = []
    for page in PAGES:
        for who in readers(page):
            url = world.url(routes[page.name], page.about, who, Object.OWN)
            with visitor.visit(who, "GET", url) as response:
                is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
                html = response.content.decode() if is_page else ""
                policy = response.headers.get("Content-Security-Policy", "")
                found.append(Seen(page, who, url, response.status_code, policy, html))
    return found


@pytest.fixture
def _workbooks_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook says when it was made, inside its archive: here every one at the same moment."""
    moment = timezone.now()
    for maker in (workbook, exports):
        monkeypatch.setattr(maker, "timezone", SimpleNamespace(**vars(timezone) | {"now": lambda: moment}))
