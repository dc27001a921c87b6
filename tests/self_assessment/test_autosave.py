"""Autosave in a real browser: what was typed is saved, or it is still there."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.self_assessment.models import Answer
from tests.factories import member
from tests.self_assessment.support import indicator_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> BrowserContext:
    return chromium.new_context(locale="id-ID", timezone_id="Asia/Jakarta")


@pytest.fixture
def page(context: BrowserContext, evaluation: Evaluation, respondent: User, live_server: LiveServer) -> Page:
    """The respondent before the first indicator."""
    log_in(context, respondent, live_server)
    page = context.new_page()
    page.goto(live_server.url + indicator_url(evaluation))
    return page


def log_in(context: BrowserContext, user: User, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def fact_of(evaluation: Evaluation) -> str:
    return Answer.objects.get(evaluation=evaluation, indicator__number=1).fact


def test_what_is_typed_is_saved_by_itself(page: Page, evaluation: Evaluation) -> None:
    page.fill("#id_fact", "diketik")

    expect(page.locator("#simpan-status")).to_contain_text("Tersimpan", timeout=8000)
    assert fact_of(evaluation) == "diketik"
    assert page.input_value("[name=version]") == "1"


def test_without_a_network_the_words_stay_and_are_offered_again(
    page: Page, context: BrowserContext, evaluation: Evaluation
) -> None:
    context.set_offline(True)
    page.fill("#id_fact", "tanpa jaringan")
    expect(page.locator("#simpan-pesan")).to_contain_text("disimpan di perangkat ini", timeout=8000)

    context.set_offline(False)
    page.reload()
    page.click("text=Pulihkan tulisan itu")

    expect(page.locator("#simpan-status")).to_contain_text("Tersimpan", timeout=8000)
    assert fact_of(evaluation) == "tanpa jaringan"


def test_without_a_session_the_words_wait_for_the_same_person_only(
    page: Page, context: BrowserContext, evaluation: Evaluation, respondent: User, live_server: LiveServer
) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.fill("#id_fact", "sesi habis")
    expect(page.locator("#simpan-pesan")).to_contain_text("Sesi Anda sudah berakhir", timeout=8000)

    log_in(context, member(Role.DATA_ENTRY, evaluation.institution), live_server)
    page.goto(live_server.url + indicator_url(evaluation))
    offered_to_another = page.locator("text=Pulihkan tulisan itu").count()
    log_in(context, respondent, live_server)
    page.goto(live_server.url + indicator_url(evaluation))

    assert offered_to_another == 0
    expect(page.locator("text=Pulihkan tulisan itu")).to_be_visible()
    assert fact_of(evaluation) == ""
