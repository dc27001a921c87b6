"""A whole sheet from the first indicator to the receipt: without scripts, and on a phone with the keys alone."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.self_assessment.actions.documents import JOB
from apps.self_assessment.models import AnswerState, DocumentKind, Evidence, SheetDocument, Submission
from tests.browser.conftest import Open
from tests.browser.hands import Hand, Keys, Pointer
from tests.factories import EvaluationFactory, member, real_instrument, wide_instrument
from tests.self_assessment.papers import TEXT, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 20_000
PHONE = {"width": 360, "height": 740}
# How somebody works, and with which window: neither has what the other has.
WITHOUT_SCRIPTS = (Pointer, {"java_script_enabled": False})
KEYS_ON_A_PHONE = (Keys, {"viewport": PHONE})
WAYS = pytest.mark.parametrize("way", [WITHOUT_SCRIPTS, KEYS_ON_A_PHONE], ids=["without scripts", "keys on a phone"])


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    path = tmp_path / "Peraturan Bupati 41.pdf"
    path.write_bytes(paper(TEXT))
    return path


@WAYS
def test_a_whole_small_sheet(open_as: Open, proof: Path, way: Any):
    """Two indicators, the second with a service to be named; the trial fills in all of a real instrument."""
    evaluation = EvaluationFactory.create(period__instrument=wide_instrument(2))

    hand_in_whole(evaluation, open_as, proof, way)

    assert_handed_in(evaluation)


@pytest.mark.trial
@WAYS
def test_a_whole_sheet_of_full_size(open_as: Open, proof: Path, way: Any):
    evaluation = EvaluationFactory.create(period__instrument=real_instrument("spbe-47"))

    hand_in_whole(evaluation, open_as, proof, way)

    assert_handed_in(evaluation)


def hand_in_whole(evaluation: Evaluation, open_as: Open, proof: Path, way: Any) -> None:
    """Three people, one after the other: who writes, who approves, who signs and sends."""
    kind, window = way

    def at_home(role: Role) -> Hand:
        page = open_as(member(role, evaluation.institution), **window).new_page()
        page.goto(reverse("dashboard:home"))
        return kind(page)

    fill_in(at_home(Role.RESPONDENT), evaluation, proof)
    approve_all(at_home(Role.PERSON_IN_CHARGE))
    sign_and_send(at_home(Role.COORDINATOR), proof)


def fill_in(hand: Hand, evaluation: Evaluation, proof: Path) -> None:
    """Every indicator: level, words, evidence, handed in; then on to the next one."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Lembar penilaian").first)
    indicators = list(evaluation.period.instrument.indicators.order_by("number"))
    hand.press(page.get_by_role("link", name=indicators[0].name, exact=True))
    for place, indicator in enumerate(indicators):
        expect(page.get_by_role("heading", level=1)).to_contain_text(indicator.name)
        hand.choose(page.locator('input[name="level"][value="3"]'))
        if indicator.names_service:
            hand.write(page.get_by_label("Nama layanan"), f"Layanan {indicator.number}")
        for label in ("Fakta", "Analisis", "Justifikasi tingkat"):
            hand.write(page.get_by_role("textbox", name=label), f"{label[0]}{indicator.number}")
        hand.write(page.get_by_label("Apa yang dibuktikan").first, "Dasar hukum")
        hand.attach(page.locator("#id_bukti"), proof)
        if isinstance(hand, Keys):  # with scripts a file travels at once
            expect(page.get_by_text("Tersimpan sebagai bukti.")).to_be_visible(timeout=PATIENCE)
        hand.press(page.get_by_role("button", name="Ajukan"))
        expect(page.get_by_text("diajukan kepada penanggung jawab.")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("#data-dukung")).to_contain_text(proof.name)
        if place + 1 < len(indicators):
            hand.press(page.locator('a[rel="next"]'))


def approve_all(hand: Hand) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Lembar penilaian").first)
    hand.press(page.get_by_role("link", name="Persetujuan", exact=True).last)

    hand.press(page.get_by_role("button", name="Setujui semua"))

    expect(page.get_by_text("Antrean kosong")).to_be_visible(timeout=PATIENCE)


def sign_and_send(hand: Hand, proof: Path) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Lembar penilaian").first)
    hand.press(page.get_by_role("link", name="Periksa dan kirim").last)
    hand.press(page.get_by_role("button", name="Buat kedua dokumen dari isi lembar sekarang"))
    expect(page.get_by_text("Membuat dokumen")).to_be_visible()
    jobs.run(Job.objects.get(kind=JOB).pk)
    if isinstance(hand, Pointer):  # without scripts the page does not look again by itself
        hand.press(page.get_by_role("link", name="Muat ulang"))
    expect(page.get_by_role("link", name="Unduh untuk ditandatangani")).to_have_count(2, timeout=PATIENCE)

    hand.attach(page.locator("#id_minutes"), proof)
    hand.press(unload(page, DocumentKind.MINUTES))
    expect(page.get_by_text("bertanda tangan tersimpan.")).to_be_visible(timeout=PATIENCE)
    hand.attach(page.locator("#id_consent"), proof)
    hand.choose(page.get_by_label("Setuju rincian hasil dipublikasikan", exact=True))
    hand.press(unload(page, DocumentKind.CONSENT))
    expect(page.get_by_role("heading", name="Lembar siap dikirim")).to_be_visible(timeout=PATIENCE)
    hand.choose(page.get_by_label("Saya sudah memeriksa isi lembar"))
    hand.press(page.get_by_role("button", name="Kirim penilaian mandiri"))

    expect(page.get_by_role("heading", name="Penilaian mandiri sudah terkirim")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text(Submission.objects.get().code)


def unload(page: Page, kind: DocumentKind):
    """The button that sends the signed paper of this kind."""
    return page.locator("form").filter(has=page.locator(f"#id_{kind.value}")).get_by_role("button", name="Unggah")


def assert_handed_in(evaluation: Evaluation) -> None:
    evaluation.refresh_from_db()
    answers = evaluation.answers.select_related("indicator")
    assert evaluation.stage == Stage.DESK_REVIEW
    assert {(one.state, one.level) for one in answers} == {(AnswerState.APPROVED, 3)}
    for answer in answers:
        number = answer.indicator.number
        assert [answer.fact, answer.analysis, answer.justification] == [f"{one}{number}" for one in "FAJ"]
        assert answer.service_name == (f"Layanan {number}" if answer.indicator.names_service else "")
    assert Evidence.objects.filter(evaluation=evaluation, proves="Dasar hukum").count() == len(answers)
    assert LedgerLevel.objects.filter(evaluation=evaluation, level=3).count() == len(answers)
    assert SheetDocument.objects.filter(signed__isnull=False, signed_by__isnull=False).count() == 2
