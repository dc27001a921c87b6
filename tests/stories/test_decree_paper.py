"""The five stories in one decree, opened as a stranger would: every part, row, figure, font, tag, file and code."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from apps.common.certificate import DEMONSTRATION, write_demonstration
from apps.common.files import read
from apps.dashboard.demo.reconstruction import levels_of, spec_of
from apps.decrees import actions
from apps.decrees.models import Decree
from apps.institutions.models import Institution, Role
from apps.instruments.models import Instrument
from apps.results.models import ImportedKind, ImportedResult
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, hand_over, member
from tests.factories.results import published_decree
from tests.paper.reading import addresses, attached, fonts, kinds_of_tags, pages

LABEL = "SIMULASI - REKONSTRUKSI"
BALI = (
    "Provinsi Bali", "Kabupaten Jembrana", "Kabupaten Tabanan", "Kabupaten Badung", "Kabupaten Gianyar",
    "Kabupaten Klungkung", "Kabupaten Bangli", "Kabupaten Karangasem", "Kabupaten Buleleng", "Kota Denpasar",
)  # fmt: skip
# Whose published figure of which year; here all of them in one simulated year, the last two on the other track.
EVALUATED = [(name, 2023) for name in ("Kabupaten Banyuwangi", "Kabupaten Trenggalek", *BALI)]
MONITORED = [("Kota Banjarbaru", 2021), ("Kabupaten Blitar", 2021)]

# As facts of the field tell the order of a decree, with what stands there.
PARTS = [
    "SALINAN", "MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI REPUBLIK INDONESIA",
    "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA", "NOMOR 0 TAHUN 2024", "TENTANG",
    "HASIL EVALUASI SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK", "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "REPUBLIK INDONESIA,", "Menimbang", "a.", "b.", "c.", "Mengingat", "1.", "2.", "3.", "MEMUTUSKAN:", "Menetapkan",
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "Ditetapkan di Jakarta",
    "pada tanggal 2 Januari 2024", "REPUBLIK INDONESIA,", "ttd", "NAMA UJI", "Salinan sesuai dengan aslinya",
    "Kepala Biro Contoh,", "NAMA PEJABAT", "Tembusan:", "LAMPIRAN",
    "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA", "NOMOR 0 TAHUN 2024", "TENTANG",
    "I. Evaluasi", "A. Pemerintah Provinsi", "No Nama Instansi Indeks SPBE Predikat",
    "1 Provinsi Bali 4,07 Sangat Baik",
    "B. Pemerintah Kabupaten dan Kota",
    "Provinsi Jawa Timur", "1 Kabupaten Trenggalek 4,21 Memuaskan", "2 Kabupaten Banyuwangi 4,50 Memuaskan",
    "Provinsi Bali", "3 Kabupaten Jembrana 3,14 Baik", "4 Kabupaten Tabanan 3,77 Sangat Baik",
    "5 Kabupaten Badung 3,66 Sangat Baik", "6 Kabupaten Gianyar 3,14 Baik", "7 Kabupaten Klungkung 3,02 Baik",
    "8 Kabupaten Bangli 2,48 Cukup", "9 Kabupaten Karangasem 2,30 Cukup", "10 Kabupaten Buleleng 3,45 Baik",
    "11 Kota Denpasar 3,80 Sangat Baik",
    "II. Pemantauan", "A. Pemerintah Kabupaten dan Kota",
    "Provinsi Jawa Timur", "1 Kabupaten Blitar 2,76 Baik",
    "Provinsi Kalimantan Selatan", "2 Kota Banjarbaru 2,11 Cukup",
    "REPUBLIK INDONESIA,", "ttd", "NAMA UJI",
]  # fmt: skip


@dataclass(frozen=True)
class Papers:
    decree: Decree
    original: bytes
    copy: bytes


@pytest.fixture(scope="module")
def papers(
    reference: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Papers]:
    """The decree of the stories, signed and published, and its certified copy; made once."""
    folder = tmp_path_factory.mktemp("decree")
    write_demonstration(folder / "demonstration.p12")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", str(folder))
        patch.setattr(settings, "SITE_URL", "https://spbe.example.go.id")
        patch.setattr(settings, "SIGNER", "apps.common.certificate.from_settings")
        patch.setattr(settings, "SIGNING_CERTIFICATE", str(folder / "demonstration.p12"))
        yield _papers()
        transaction.set_rollback(True)


def _papers() -> Papers:
    instrument = Instrument.objects.get(code="spbe-47")
    period = PeriodFactory.create(instrument=instrument, year=2023, name="Rekonstruksi", simulation_label=LABEL)
    spec = spec_of(instrument)
    for track, stories in ((Track.EVALUATION, EVALUATED), (Track.MONITORING, MONITORED)):
        for name, year in stories:
            published = ImportedResult.objects.get(institution__name=name, year=year, kind=ImportedKind.OFFICIAL)
            institution = Institution.objects.get(name=name)
            evaluation = EvaluationFactory.create(period=period, institution=institution, track=track)
            hand_over(evaluation)
            bring_to(evaluation, Stage.FINAL, judged=levels_of(published, spec))
    decree = published_decree(period)
    copy = actions.request_copy(
        decree, title="Kepala Biro Contoh", name="NAMA PEJABAT", by=member(Role.EVALUATION_TEAM)
    )
    actions.make_copy(copy)
    decree.refresh_from_db()
    copy.refresh_from_db()
    return Papers(decree, read(decree.issued_sha256), read(copy.sha256))


def test_every_part_and_every_row_stands_in_its_order(papers: Papers, db: None):
    text = " ".join(pages(papers.copy))

    at = 0
    for part in PARTS:
        found = text.find(part, at)
        assert found >= 0, part
        at = found + len(part)


def test_pages_are_numbered_from_the_second(papers: Papers, db: None):
    found = [page.replace(" ", "") for page in pages(papers.original)]

    assert "-1-" not in found[0]
    assert [f"-{number}-" in page[:40] for number, page in enumerate(found[1:], 2)] == [True] * (len(found) - 1)


def test_every_page_says_that_it_is_a_simulation_and_who_signed(papers: Papers, db: None):
    for made in (papers.original, papers.copy):
        assert all(LABEL in page and DEMONSTRATION in page for page in pages(made))


def test_fonts_are_embedded_and_what_is_read_is_tagged(papers: Papers, db: None):
    for made in (papers.original, papers.copy):
        assert fonts(made) == {"Bonum", "Bonum-Bold", "Bonum-Italic"}
        assert {"/H1", "/H2", "/L", "/LI", "/P", "/Table", "/TR", "/TH", "/TD"} <= kinds_of_tags(made)


def test_the_rows_travel_inside_as_data(papers: Papers, db: None):
    for made in (papers.original, papers.copy):
        files = attached(made)
        table = list(csv.DictReader(io.StringIO(files["lampiran.csv"].decode("utf-8-sig"))))
        said = json.loads(files["lampiran.json"])["lampiran"]
        rows = {(row["instansi"], row["indeks"], row["predikat"]) for row in table}
        assert len(table) == len(said) == len(EVALUATED) + len(MONITORED)
        assert rows == {(row["instansi"], row["indeks"], row["predikat"]) for row in said}
        assert ("Kabupaten Banyuwangi", "4.50", "Memuaskan") in rows
        assert {row["bagian"] for row in table} == {"Evaluasi", "Pemantauan"}
        assert all(row["kode"] for row in table)
        with pikepdf.open(BytesIO(made)) as pdf:
            assert [str(spec.AFRelationship) for spec in pdf.Root.AF] == ["/Data", "/Data"]


def test_the_code_on_every_page_leads_to_its_verification(papers: Papers, db: None):
    address = "https://spbe.example.go.id" + reverse("portal:verify", args=[papers.decree.code])

    for made in (papers.original, papers.copy):
        assert addresses(made) == [[address]] * len(pages(made))


def test_the_files_are_genuine_and_with_one_changed_byte_are_not(papers: Papers, db: None, client: Client):
    for made in (papers.original, papers.copy):
        at = int(hashlib.sha256(made).hexdigest(), 16) % len(made)
        changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
        answers = [
            client.post(reverse("portal:verify_file"), {"berkas": SimpleUploadedFile("naskah.pdf", one)})
            for one in (made, changed)
        ]
        assert [answer.status_code for answer in answers] == [200, 404]
        assert answers[0].context["paper"].decree == papers.decree
