"""From the button that sends to an archive that anybody can check: the papers come from a real worker."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from apps.evaluations.models import Evaluation, Seal
from apps.institutions.models import Role
from apps.self_assessment import actions
from apps.self_assessment.models import ReceiptPaper
from tests.browser.conftest import Open
from tests.factories import EvaluationFactory, answer_all, member
from tests.self_assessment.papers import TEXT, paper
from tests.self_assessment.support import upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 40_000
SCRIPT = settings.BASE_DIR / "scripts" / "verify_archive.py"


@pytest.fixture
def evaluation() -> Evaluation:
    """A sheet that is answered and approved, with evidence, and nothing signed."""
    evaluation = EvaluationFactory.create()
    respondent = member(Role.RESPONDENT, evaluation.institution)
    answer_all(evaluation, 3, by=respondent)
    for indicator in evaluation.period.instrument.indicators.all():
        actions.add_file(evaluation, indicator, upload(paper(TEXT), "SK.pdf"), by=respondent)
    actions.submit_for_approval(evaluation.answers.all(), by=respondent)
    actions.approve(evaluation.answers.all(), by=member(Role.PERSON_IN_CHARGE, evaluation.institution))
    return evaluation


@pytest.fixture
def page(evaluation: Evaluation, open_as: Open, celery_worker_process: object) -> Page:
    """The coordinator before the last page of the sheet; a worker of its own runs beside."""
    page = open_as(member(Role.COORDINATOR, evaluation.institution)).new_page()
    page.goto(reverse("self_assessment:submission", args=[evaluation.pk]))
    return page


def saved(page: Page, link: Locator, path: Path) -> Path:
    """What a link lets somebody download."""
    expect(link).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as begun:
        link.click()
    begun.value.save_as(path)
    return path


def verified(archive: Path, *arguments: str) -> tuple[int, str]:
    """The script in a process that has Python's standard library and nothing else."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(archive), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env={})
    return done.returncode, done.stdout + done.stderr


def sign(page: Page, field: str, path: Path) -> None:
    form = page.locator("form").filter(has=page.locator(field))
    form.locator(field).set_input_files(str(path))
    form.get_by_role("button", name="Unggah").click()


def test_what_was_sent_comes_back_as_a_receipt_and_an_archive_that_proves_itself(
    page: Page, evaluation: Evaluation, tmp_path: Path
):
    page.get_by_role("button", name="Buat kedua dokumen").click()
    minutes = page.get_by_role("link", name="Unduh untuk ditandatangani").first
    signed = saved(page, minutes, tmp_path / "berita acara.pdf")
    sign(page, "#id_minutes", signed)
    page.get_by_label("Tidak setuju rincian hasil dipublikasikan").check()
    sign(page, "#id_consent", signed)
    page.get_by_label("Saya sudah memeriksa isi lembar").check()
    page.get_by_role("button", name="Kirim penilaian mandiri").click()

    receipt = saved(page, page.get_by_role("link", name="Unduh tanda terima"), tmp_path / "tanda terima.pdf")
    page.get_by_role("link", name="Arsip lengkap").click()
    page.get_by_role("button", name="Susun arsip").click()
    archive = saved(page, page.get_by_role("link", name="Arsip ", exact=False).last, tmp_path / "arsip.zip")

    kept = ReceiptPaper.objects.get(submission__evaluation=evaluation)
    checkpoint = Seal.objects.get(pk=kept.seal_id)
    code, said = verified(archive, "--segel", str(checkpoint.number), checkpoint.digest)
    assert code == 0, said
    assert receipt.read_bytes().startswith(b"%PDF")
    assert len(receipt.read_bytes()) == kept.file.size
    assert_damage_is_found(archive)


def assert_damage_is_found(archive: Path) -> None:
    """A byte turned in the middle of the archive, and an archive cut short, are refused."""
    content = bytearray(archive.read_bytes())
    for spoilt in (turned(content, len(content) // 2), content[: len(content) * 3 // 5]):
        archive.write_bytes(spoilt)
        code, said = verified(archive)
        assert code != 0, said


def turned(content: bytearray, place: int) -> bytes:
    return bytes(content[:place]) + bytes([content[place] ^ 0xFF]) + bytes(content[place + 1 :])
