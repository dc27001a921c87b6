"""Writing an answer in a real browser: nothing typed is lost, whoever else writes and whatever breaks."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.self_assessment.models import Answer
from tests.browser.conftest import Open, log_in
from tests.factories import EvaluationFactory, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 15_000


@pytest.fixture
def evaluation() -> Evaluation:
    return EvaluationFactory.create()


@pytest.fixture
def page(evaluation: Evaluation, open_as: Open) -> Page:
    """The first indicator, open before a respondent."""
    page = open_as(member(Role.RESPONDENT, evaluation.institution)).new_page()
    page.goto(address(evaluation))
    return page


def address(evaluation: Evaluation) -> str:
    return reverse("self_assessment:indicator", args=[evaluation.pk, 1])


def stored(evaluation: Evaluation) -> Answer:
    return Answer.objects.get(evaluation=evaluation, indicator__number=1)


def write(page: Page, words: str) -> None:
    page.get_by_label("Fakta").fill(words)


def status(page: Page):
    return page.locator("#simpan-status")


def test_what_is_typed_is_saved_by_itself_and_there_after_a_reload(page: Page, evaluation: Evaluation):
    write(page, "Peraturan Bupati 12")

    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)
    page.reload()

    expect(page.get_by_label("Fakta")).to_have_value("Peraturan Bupati 12")
    assert stored(evaluation).fact == "Peraturan Bupati 12"


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(page: Page, evaluation: Evaluation):
    Answer.objects.filter(pk=stored(evaluation).pk).update(fact="Tulisan rekan", version=1, state="draft")

    write(page, "Tulisan saya")

    page.get_by_role("button", name="Bandingkan kedua tulisan").click(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("Tulisan rekan")
    expect(page.locator("main")).to_contain_text("Tulisan saya")
    assert stored(evaluation).fact == "Tulisan rekan"


def test_words_typed_after_the_session_ended_wait_for_the_same_person_only(
    page: Page, evaluation: Evaluation, live_server: LiveServer
):
    writer = Session.objects.get().get_decoded()["_auth_user_id"]
    Session.objects.all().delete()

    write(page, "Ditulis tanpa sesi")

    expect(page.locator("#simpan-pesan")).to_contain_text("Sesi Anda sudah berakhir", timeout=PATIENCE)
    expect(page.get_by_role("link", name="Masuk lagi")).to_be_visible()
    log_in(page.context, member(Role.DATA_ENTRY, evaluation.institution), live_server.url)
    page.goto(address(evaluation))
    expect(page.get_by_text("Pulihkan tulisan itu")).to_have_count(0)
    log_in(page.context, User.objects.get(pk=writer), live_server.url)
    page.goto(address(evaluation))
    expect(page.get_by_text("Pulihkan tulisan itu")).to_be_visible()
    assert stored(evaluation).fact == ""


def test_words_typed_without_a_network_are_kept_and_offered_again(page: Page, evaluation: Evaluation):
    page.context.set_offline(True)
    write(page, "Ditulis tanpa jaringan")
    expect(page.locator("#simpan-pesan")).to_contain_text("Sambungan terputus", timeout=PATIENCE)

    page.context.set_offline(False)
    page.goto(address(evaluation))

    page.get_by_text("Pulihkan tulisan itu").click()

    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)
    assert stored(evaluation).fact == "Ditulis tanpa jaringan"


def test_the_form_works_without_scripts(evaluation: Evaluation, open_as: Open):
    window = open_as(member(Role.RESPONDENT, evaluation.institution), java_script_enabled=False)
    page = window.new_page()
    page.goto(address(evaluation))

    write(page, "Ditulis tanpa skrip")
    page.get_by_role("button", name="Simpan", exact=True).click()

    expect(page.get_by_label("Fakta")).to_have_value("Ditulis tanpa skrip")
    assert stored(evaluation).fact == "Ditulis tanpa skrip"
