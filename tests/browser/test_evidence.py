"""Bringing evidence in a real browser: dropped, cut, resumed, replaced; shown once a worker has drawn it."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from apps.common import files
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.jobs.models import Job
from apps.self_assessment.actions import previews
from apps.self_assessment.models import Evidence, Upload
from tests.browser.conftest import Open
from tests.factories import EvaluationFactory, member
from tests.self_assessment.papers import DRAWING, TEXT, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIECES = 10
PATIENCE = 20_000
DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name, { type: "application/pdf" }));
  document.querySelector("[data-unggah]").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
}"""


@pytest.fixture
def evaluation() -> Evaluation:
    return EvaluationFactory.create()


@pytest.fixture
def large(tmp_path: Path, settings) -> Path:
    """A paper that travels in ten pieces."""
    path = tmp_path / "Peraturan Bupati Nomor 41 Tahun 2024 tentang Arsitektur SPBE (salinan bertanda tangan).pdf"
    path.write_bytes(paper(*[TEXT] * 7))
    settings.EVIDENCE_PIECE_SIZE = -(-path.stat().st_size // PIECES)
    return path


@pytest.fixture
def page(evaluation: Evaluation, open_as: Open) -> Page:
    page = open_as(member(Role.RESPONDENT, evaluation.institution)).new_page()
    page.goto(address(evaluation))
    return page


def address(evaluation: Evaluation) -> str:
    return reverse("self_assessment:indicator", args=[evaluation.pk, 1])


def choose(page: Page, *paths: Path) -> None:
    page.locator("#id_bukti").set_input_files([str(path) for path in paths])


def listed(page: Page):
    return page.locator("#data-dukung")


def pieces_sent(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if "X-Piece-SHA256".lower() in one.headers else None)
    return sent


def cut_after(page: Page, number: int) -> None:
    """The connection is gone once so many pieces have passed."""
    passed: list[str] = []

    def pass_or_cut(route: Route) -> None:
        if len(passed) == number:
            route.abort()
            return
        passed.append(route.request.url)
        route.continue_()

    page.route("**/unggah/*/*/", pass_or_cut)


def test_an_upload_cut_at_sixty_percent_goes_on_after_a_reload(page: Page, evaluation: Evaluation, large: Path):
    cut_after(page, 6)
    choose(page, large)
    expect(page.get_by_text("Sambungan terputus.")).to_be_visible(timeout=PATIENCE)
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()
    expect(page.get_by_text("60 % dari")).to_be_visible(timeout=PATIENCE)
    sent = pieces_sent(page)
    choose(page, large)
    expect(page.get_by_text("Tersimpan sebagai bukti.")).to_be_visible(timeout=PATIENCE)

    assert len(sent) == PIECES - 6
    evidence = Evidence.objects.get()
    assert evidence.file is not None
    assert (evidence.file.name, files.read(evidence.file.sha256)) == (large.name, large.read_bytes())
    expect(page.get_by_text("Unggahan terputus")).to_have_count(0)


def test_an_upload_goes_on_by_itself_when_the_connection_is_back(page: Page, evaluation: Evaluation, large: Path):
    cut_after(page, 3)
    choose(page, large)
    expect(page.get_by_text("Sambungan terputus.")).to_be_visible(timeout=PATIENCE)

    page.unroute_all()

    expect(page.get_by_text("Tersimpan sebagai bukti.")).to_be_visible(timeout=PATIENCE)
    assert Evidence.objects.count() == 1


def test_several_files_come_at_once_and_each_says_what_became_of_it(page: Page, tmp_path: Path):
    contents = {"satu.pdf": paper(TEXT), "pindai.pdf": paper(DRAWING), "kosong.pdf": b"", "halaman.pdf": b"<html>"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    page.get_by_label("Apa yang dibuktikan").first.fill("Kebijakan internal")

    choose(page, *(tmp_path / name for name in contents))

    rows = page.locator("#unggahan > li")
    expect(rows.nth(0)).to_contain_text("Tersimpan sebagai bukti.", timeout=PATIENCE)
    expect(rows.nth(1)).to_contain_text("hasil pindai tanpa teks", timeout=PATIENCE)
    expect(rows.nth(2)).to_contain_text("kosong", timeout=PATIENCE)
    expect(rows.nth(3)).to_contain_text("bukan PDF", timeout=PATIENCE)
    assert sorted(Evidence.objects.values_list("file__name", "proves")) == [
        ("pindai.pdf", "Kebijakan internal"),
        ("satu.pdf", "Kebijakan internal"),
    ]
    assert not Upload.objects.filter(evidence__isnull=True).exists()


def test_a_dropped_file_is_evidence_and_a_newer_one_takes_its_place(page: Page, large: Path):
    page.evaluate(DROP, ["jatuh.pdf", paper(TEXT).decode("latin-1")])
    expect(listed(page)).to_contain_text("jatuh.pdf", timeout=PATIENCE)

    page.get_by_text("Ubah jatuh.pdf").click()
    listed(page).locator('input[type="file"]').set_input_files(str(large))

    expect(listed(page)).to_contain_text("versi 2", timeout=PATIENCE)
    expect(listed(page)).to_contain_text(large.name, timeout=PATIENCE)
    assert [one.edition for one in Evidence.objects.filter(withdrawn_at__isnull=True)] == [2]


def test_a_page_appears_by_itself_once_the_worker_has_drawn_it(page: Page, evaluation: Evaluation, large: Path):
    choose(page, large)
    expect(listed(page)).to_contain_text(large.name, timeout=PATIENCE)
    evidence = Evidence.objects.get()
    assert evidence.file is not None

    listed(page).get_by_role("link", name=large.name, exact=True).click()
    expect(page.get_by_text("sedang disiapkan")).to_be_visible(timeout=PATIENCE)
    previews.make_pages(evidence.file, Job.objects.get())

    image = page.get_by_role("img", name=f"Halaman 1 dari {large.name}")
    expect(image).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.get_by_role("img", name=f"Halaman 2 dari {large.name}")).to_be_visible(timeout=PATIENCE)
    assert page.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1100


def test_without_scripts_files_go_with_the_form(
    evaluation: Evaluation, open_as: Open, large: Path, live_server: LiveServer
):
    page = open_as(member(Role.RESPONDENT, evaluation.institution), java_script_enabled=False).new_page()
    page.goto(address(evaluation))

    choose(page, large)
    page.get_by_role("button", name="Simpan", exact=True).click()

    expect(page.get_by_text("1 bukti ditambahkan.")).to_be_visible(timeout=PATIENCE)
    expect(listed(page)).to_contain_text(large.name, timeout=PATIENCE)
