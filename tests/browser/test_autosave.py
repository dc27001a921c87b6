"""Writing an answer in a real browser: nothing typed is lost, whoever else writes and whatever breaks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer
from tests.browser.conftest import Open, log_in
from tests.factories import EvaluationFactory, bring_to, member, move_window

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
    page.get_by_role("textbox", name="Fakta").fill(words)


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
    assert "Ditulis" not in page.evaluate("JSON.stringify(localStorage)")
    log_in(page.context, member(Role.DATA_ENTRY, evaluation.institution), live_server.url)
    page.goto(address(evaluation))
    expect(page.get_by_label("Fakta")).to_have_value("")
    assert stored(evaluation).fact == ""
    log_in(page.context, User.objects.get(pk=writer), live_server.url)
    page.goto(address(evaluation))
    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)
    assert stored(evaluation).fact == "Ditulis tanpa sesi"
    assert page.evaluate("localStorage.length") == 0


def test_words_typed_without_a_network_are_kept_and_sent_afterwards(page: Page, evaluation: Evaluation):
    page.context.set_offline(True)
    write(page, "Ditulis tanpa jaringan")
    expect(page.locator("#simpan-pesan")).to_contain_text("Sambungan terputus", timeout=PATIENCE)
    sheet, again = page.context.new_page(), page.context.new_page()
    page.close()

    page.context.set_offline(False)
    sheet.goto(reverse("self_assessment:sheet", args=[evaluation.pk]))
    expect(sheet.get_by_role("link", name="indikator 1", exact=True)).to_be_visible()
    again.goto(address(evaluation))

    expect(status(again)).to_contain_text("Tersimpan", timeout=PATIENCE)
    assert stored(evaluation).fact == "Ditulis tanpa jaringan"


def test_kept_words_never_pass_over_what_a_colleague_wrote_since(page: Page, evaluation: Evaluation):
    page.context.set_offline(True)
    write(page, "Ditulis tanpa jaringan")
    expect(page.locator("#simpan-pesan")).to_contain_text("Sambungan terputus", timeout=PATIENCE)
    Answer.objects.filter(pk=stored(evaluation).pk).update(fact="Tulisan rekan", version=1, state="draft")
    page.context.set_offline(False)
    page.goto(address(evaluation))

    page.get_by_role("button", name="Pulihkan tulisan itu").click()

    page.get_by_role("button", name="Bandingkan kedua tulisan").click(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("Tulisan rekan")
    assert stored(evaluation).fact == "Tulisan rekan"


def test_a_conflict_is_merged_with_the_keyboard_and_leaves_nothing_behind(page: Page, evaluation: Evaluation):
    Answer.objects.filter(pk=stored(evaluation).pk).update(fact="Tulisan rekan", version=1, state="draft")
    write(page, "Tulisan saya")
    page.get_by_role("button", name="Bandingkan kedua tulisan").press("Enter", timeout=PATIENCE)

    page.get_by_label("Pakai tulisan Anda").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Tulisan kami")
    page.get_by_role("button", name="Simpan pilihan").press("Enter")

    expect(page.get_by_label("Fakta")).to_have_value("Tulisan kami")
    expect(page.locator("#simpan-pesan")).to_be_empty()
    page.wait_for_function("localStorage.length === 0")
    assert stored(evaluation).fact == "Tulisan kami"


def test_only_what_changed_is_sent(page: Page):
    with page.expect_request(lambda one: one.method == "POST") as sent:
        write(page, "Hanya fakta")

    body = sent.value.post_data_buffer.decode()
    assert 'name="fact"' in body
    assert 'name="analysis"' not in body
    assert 'name="level"' not in body


def test_keys_choose_a_level_save_and_go_on(page: Page, evaluation: Evaluation):
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ControlOrMeta+s")
    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)

    write(page, "Sebelum pindah")
    page.keyboard.press("Alt+PageDown")

    page.wait_for_url(f"**{reverse('self_assessment:indicator', args=[evaluation.pk, 2])}")
    page.keyboard.press("Alt+PageUp")
    expect(page.get_by_label("Fakta")).to_have_value("Sebelum pindah")
    assert (stored(evaluation).level, stored(evaluation).fact) == (2, "Sebelum pindah")


def test_the_deadline_passes_while_somebody_types(page: Page, evaluation: Evaluation):
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    write(page, "Terlambat sedetik")

    expect(page.locator("#simpan-pesan")).to_contain_text("Menurut jam peladen sekarang", timeout=PATIENCE)
    expect(page.get_by_label("Fakta")).to_have_value("Terlambat sedetik")
    page.reload()
    expect(page.locator("#simpan-pesan")).to_contain_text("tidak sempat tersimpan")
    expect(page.locator("#simpan-pesan textarea")).to_have_value("Terlambat sedetik")
    assert stored(evaluation).version == 0


def test_last_year_comes_beside_and_waits_for_what_is_being_typed(page: Page, evaluation: Evaluation):
    period = {"period__instrument": evaluation.period.instrument, "period__year": 2000}
    bring_to(EvaluationFactory.create(institution=evaluation.institution, **period), Stage.PUBLISHED)
    page.goto(address(evaluation))
    page.get_by_text("Ambil alih teks dan bukti tahun lalu").click()

    write(page, "Tulisan tahun ini")
    page.get_by_label("Fakta", exact=True).and_(page.get_by_role("checkbox")).uncheck()
    page.get_by_role("button", name="Ambil alih yang dicentang").click()

    expect(page.locator("main")).to_contain_text("Belum ditinjau: diambil alih dari tahun lalu.")
    expect(page.get_by_role("textbox", name="Fakta")).to_have_value("Tulisan tahun ini")
    expect(page.get_by_role("textbox", name="Analisis")).to_have_value("Analisis 1")
    page.get_by_role("button", name="teks penjelasan").click()
    expect(page.locator("main")).not_to_contain_text("Belum ditinjau")
    assert stored(evaluation).confirmed_by is not None


def test_the_form_works_without_scripts(evaluation: Evaluation, open_as: Open):
    window = open_as(member(Role.RESPONDENT, evaluation.institution), java_script_enabled=False)
    page = window.new_page()
    page.goto(address(evaluation))

    write(page, "Ditulis tanpa skrip")
    page.get_by_role("button", name="Simpan", exact=True).click()

    expect(page.get_by_label("Fakta")).to_have_value("Ditulis tanpa skrip")
    assert stored(evaluation).fact == "Ditulis tanpa skrip"
