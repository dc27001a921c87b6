"""A visit from the choice to its minutes, and a consolidation that is returned and handed over again."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.consolidation.models import ReviewPoint
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.visitation import actions
from apps.visitation.models import Photo, Visit
from apps.visitation.photos import draw_small
from tests.browser.conftest import Open
from tests.factories import EvaluationFactory, bring_to, lead_of, member
from tests.visitation.photographs import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
PLACE = "di −8,219233°; 114,369227°"


@pytest.fixture
def interviewed() -> Evaluation:
    return bring_to(EvaluationFactory.create(with_team=True), Stage.INTERVIEW)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "ruang server.jpg"
    path.write_bytes(photograph(size=(1600, 1200)))
    return path


def go(page: Page, name: str, *args: object) -> None:
    page.goto(reverse(name, args=args))


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_visit_from_the_choice_to_minutes_with_a_photo(interviewed: Evaluation, open_as: Open, photo: Path):
    ministry = open_as(member(Role.EVALUATION_TEAM)).new_page()
    lead = open_as(lead_of(interviewed), viewport=PHONE).new_page()
    coordinator = open_as(member(Role.COORDINATOR, interviewed.institution)).new_page()
    institution, number = interviewed.institution.name, 2

    go(ministry, "visitation:choose", interviewed.period.slug)
    ministry.get_by_label(f"Pilih {institution}").check()
    ministry.get_by_label(f"Tambahan alasan mengunjungi {institution}").fill("Layanan barunya perlu dilihat.")
    ministry.get_by_role("button", name="Pilih yang dicentang").click()
    expect(ministry.get_by_text("1 instansi dipilih untuk visitasi.")).to_be_visible()
    expect(ministry.get_by_text("Peringkat 1 dalam kategorinya")).to_be_visible()

    go(lead, "visitation:plan", interviewed.pk)
    lead.get_by_label("Tanggal mulai").fill("2001-08-20")
    lead.get_by_label("Unit yang dikunjungi").fill("Dinas Contoh")
    lead.get_by_label("Alamat").fill("Jalan Contoh 1")
    lead.get_by_role("button", name="Simpan rencana").click()
    expect(lead.get_by_text("Jalan Contoh 1")).to_be_visible()
    go(lead, "visitation:mark", interviewed.pk)
    lead.get_by_label("Indikator").select_option(index=number)
    lead.get_by_label("Yang perlu diperjelas").fill("Benarkah ruang server terkunci?")
    lead.get_by_role("button", name="Tambahkan indikator").click()
    expect(lead.get_by_text("Benarkah ruang server terkunci?")).to_be_visible()

    bring_to(interviewed, Stage.VISITATION)
    go(lead, "visitation:indicator", interviewed.pk, number)
    cut = []
    lead.route("**/unggahan/**", lambda route: route.abort() if not cut else route.continue_())
    lead.get_by_label("Keterangan foto").fill("Pintu ruang server")
    lead.locator("#id_foto").set_input_files(str(photo))
    expect(lead.get_by_text("Sambungan terputus. Unggahan dilanjutkan begitu tersambung.")).to_be_visible()
    cut.append("the line is back")
    expect(lead.get_by_text("Tersimpan.", exact=True)).to_be_visible()
    expect(lead.locator("#foto-daftar").get_by_text("Pintu ruang server").first).to_be_visible()
    assert fits(lead)
    draw_small(Photo.objects.get())
    lead.reload()
    expect(lead.get_by_alt_text("Pintu ruang server")).to_be_visible()
    expect(lead.get_by_text(PLACE)).to_be_visible()
    assert fits(lead)
    lead.get_by_role("radio", name="4").check()
    lead.get_by_label("Catatan dan alasan").fill("Pintunya terkunci dan dicatat siapa yang masuk.")
    lead.get_by_role("button", name="Simpan temuan").click()
    expect(lead.get_by_text(f"Indikator {number} tersimpan.")).to_be_visible()

    go(coordinator, "visitation:indicator", interviewed.pk, number)
    expect(coordinator.get_by_text("Pintunya terkunci dan dicatat siapa yang masuk.")).to_be_visible()
    expect(coordinator.get_by_role("button", name="Simpan foto")).to_have_count(0)

    go(lead, "visitation:detail", interviewed.pk)
    lead.get_by_role("button", name="Tutup visitasi").first.click()
    lead.get_by_role("dialog").get_by_role("button", name="Tutup visitasi").click()
    expect(lead.get_by_text("Visitasi ditutup.")).to_be_visible()
    actions.render_visit_minutes(Evaluation.objects.get(pk=interviewed.pk))
    go(coordinator, "visitation:detail", interviewed.pk)
    with coordinator.expect_download() as download:
        coordinator.get_by_role("link", name="Unduh berita acara (PDF)").click()

    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert Visit.objects.get().starts_on == date(2001, 8, 20)


def test_a_consolidation_is_returned_and_handed_over_again(open_as: Open):
    evaluation = bring_to(EvaluationFactory.create(with_team=True), Stage.CONSOLIDATION)
    lead = open_as(lead_of(evaluation), viewport=PHONE).new_page()
    ministry = open_as(member(Role.EVALUATION_TEAM)).new_page()

    go(lead, "consolidation:detail", evaluation.pk)
    expect(lead.get_by_role("heading", name="Yang masih kurang sebelum diserahkan")).to_be_visible()
    assert fits(lead)
    lead.get_by_role("button", name="Susun draf dari kriteria").click()
    expect(lead.get_by_role("heading", name="Yang masih kurang sebelum diserahkan")).to_have_count(0)
    hand_over(lead)

    go(ministry, "consolidation:review", evaluation.pk)
    ministry.get_by_label("Dikembalikan").check()
    ministry.get_by_label("Catatan").first.fill("Satu hal perlu dijelaskan.")
    ministry.get_by_label("Tentang").first.select_option(label="2. Indikator ke-2")
    ministry.locator("#id_butir-0-text").fill("Mengapa tingkat 3?")
    ministry.get_by_role("button", name="Simpan putusan").click()
    expect(ministry.get_by_text("dikembalikan kepada tim asesor")).to_be_visible()

    go(lead, "consolidation:detail", evaluation.pk)
    expect(lead.get_by_text("1 dari 1 belum ditanggapi")).to_be_visible()
    lead.get_by_label("Tanggapan atas Indikator 2").fill("Kebijakannya sudah ditetapkan.")
    lead.get_by_role("button", name="Simpan tanggapan").click()
    expect(lead.get_by_text("Semua ditanggapi")).to_be_visible()
    hand_over(lead)

    go(ministry, "consolidation:review", evaluation.pk)
    ministry.get_by_text("1 catatan").click()
    expect(ministry.get_by_text("Kebijakannya sudah ditetapkan.")).to_be_visible()
    ministry.get_by_label("Diterima").check()
    ministry.get_by_role("button", name="Simpan putusan").click()
    expect(ministry.get_by_text("diterima dan menunggu finalisasi")).to_be_visible()
    assert Evaluation.objects.get(pk=evaluation.pk).stage == Stage.FINAL
    assert ReviewPoint.objects.count() == 1


def hand_over(page: Page) -> None:
    page.get_by_role("button", name="Serahkan untuk direviu").click()
    page.get_by_role("dialog").get_by_role("button", name="Serahkan").click()
    expect(page.get_by_text("diserahkan kepada tim evaluasi")).to_be_visible()
