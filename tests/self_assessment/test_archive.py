"""The complete archive: everything the institution said, proved by a script that knows only Python itself."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.evaluations.actions.seals import seal
from apps.evaluations.models import Circle, Evaluation, Remark, Side
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.jobs.registry import HANDLERS
from apps.rules.stages import Stage
from apps.self_assessment import actions, tasks
from apps.self_assessment.actions.archive import JOB, KEPT
from apps.self_assessment.archive import safe_name
from apps.self_assessment.models import Archive, DocumentKind
from tests.desk_review.conftest import judge
from tests.factories import EvaluationFactory, TeamFactory, answer_all, bring_to, lead_of, member
from tests.factories.evaluations import declare_for_all
from tests.self_assessment.support import PDF, PNG, upload

HISTORY = "riwayat/jawaban.jsonl"
LINES = "segel/baris/self_assessment_answerevent.jsonl"
SCRIPT = settings.BASE_DIR / "scripts" / "verify_archive.py"


def url(evaluation: Evaluation) -> str:
    return reverse("self_assessment:archive", args=[evaluation.pk])


def made(evaluation: Evaluation, by: User | None = None) -> Archive:
    job = actions.ask_archive(evaluation, by=by)
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "done"
    return Archive.objects.filter(evaluation=evaluation).latest("pk")


def opened(archive: Archive) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(files.read(archive.sha256)))


def read(archive: Archive, name: str):
    return json.loads(opened(archive).read(name))


def verified(path: Path, *arguments: str) -> tuple[int, str]:
    """What the script says, run without anything but the standard library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, path, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def placed(archive: Archive, folder: Path) -> Path:
    path = folder / "arsip.zip"
    path.write_bytes(files.read(archive.sha256))
    return path


@pytest.fixture
def sheet(evaluation: Evaluation, coordinator: User) -> Evaluation:
    """A sheet with a history, evidence of every kind, papers, and a submission."""
    one, two = evaluation.period.instrument.indicators.filter(number__lte=2).order_by("number")
    actions.add_file(evaluation, one, upload(PDF, "SK.pdf"), by=coordinator, proves="dasar", place="Pasal 1")
    actions.add_file(evaluation, two, upload(PDF, "SK.pdf"), by=coordinator)
    actions.add_file(evaluation, two, upload(PNG, "sk.PDF"), by=coordinator)
    actions.add_link(evaluation, one, "https://contoh.example/v", by=coordinator)
    actions.withdraw_evidence(
        actions.add_file(evaluation, one, upload(PNG, "Salah.png"), by=coordinator), by=coordinator
    )
    answer_all(evaluation, 3, by=coordinator)
    seal(evaluation)
    actions.save_answer(
        evaluation, one, version=1, by=coordinator, level=4, fact="=1+1", analysis="a\nb", justification="é"
    )
    actions.submit_for_approval(evaluation.answers.all(), by=coordinator)
    actions.approve(evaluation.answers.all(), by=coordinator)
    jobs.run(actions.make_documents(evaluation, by=coordinator).pk)
    actions.sign_document(evaluation, DocumentKind.MINUTES, upload(PDF, "ba.pdf"), by=coordinator)
    actions.sign_document(evaluation, DocumentKind.CONSENT, upload(PNG, "pp.png"), by=coordinator, agrees=False)
    actions.submit(evaluation, by=coordinator)
    jobs.run(Job.objects.get(kind="sheet_receipt").pk)
    return evaluation


def test_the_worker_knows_the_job() -> None:
    assert HANDLERS[JOB] is tasks.sheet_archive


def test_everything_the_institution_said_is_in_it(sheet: Evaluation) -> None:
    archive = made(sheet)

    assert sorted(opened(archive).namelist()) == [
        "BACA-SAYA.txt",
        "bukti/1 SK.pdf",
        "bukti/1 Salah.png",
        "bukti/2 sk.PDF",
        "bukti/daftar.csv",
        "bukti/daftar.json",
        "diskusi/diskusi.csv",
        "diskusi/diskusi.json",
        "dokumen/Berita Acara Penilaian Mandiri (bertanda tangan).pdf",
        "dokumen/Berita Acara Penilaian Mandiri (dibuat).pdf",
        "dokumen/Pernyataan Persetujuan Publikasi (bertanda tangan).png",
        "dokumen/Pernyataan Persetujuan Publikasi (dibuat).pdf",
        f"dokumen/Tanda terima {sheet.submissions.get().code}.pdf",
        "interviu/daftar.csv",
        "interviu/daftar.json",
        "interviu/riwayat.jsonl",
        "jawaban/jawaban.csv",
        "jawaban/jawaban.json",
        "laporan/daftar.csv",
        "laporan/daftar.json",
        "manifest.json",
        "pendampingan/daftar.csv",
        "pendampingan/daftar.json",
        "pengiriman.json",
        "penilaian/daftar.csv",
        "penilaian/daftar.json",
        "periksa_arsip.py",
        "riwayat/jawaban.jsonl",
        "sanggah/daftar.csv",
        "sanggah/daftar.json",
        "segel/baris/self_assessment_answerevent.jsonl",
        "segel/baris/self_assessment_evidenceevent.jsonl",
        "segel/baris/self_assessment_submission.jsonl",
        "segel/segel.json",
        "tindak_lanjut/daftar.csv",
        "tindak_lanjut/daftar.json",
        "tindak_lanjut/riwayat.jsonl",
    ]
    assert read(archive, "manifest.json")["jumlah"] == {
        "jawaban": 5,
        "versi_jawaban": 8,
        "bukti": 5,
        "berkas_bukti": 3,
        "diskusi": 0,
        "interviu": 0,
        "versi_interviu": 0,
        "laporan": 0,
        "pendampingan": 0,
        "penilaian": 5,
        "sanggah": 0,
        "tindak_lanjut": 0,
        "versi_tindak_lanjut": 0,
        "dokumen": 5,
        "pengiriman": 1,
        "segel": 2,
        "baris_disegel": 15,
    }


def test_a_script_with_nothing_but_python_confirms_it(sheet: Evaluation, tmp_path: Path) -> None:
    archive = made(sheet)
    checkpoint = sheet.submissions.get().paper.seal

    code, said = verified(placed(archive, tmp_path), "--segel", str(checkpoint.number), checkpoint.digest)

    assert (code, said.splitlines()[-1]) == (0, "ARSIP UTUH")
    assert "sidik segel dihitung ulang: 2 dari 2" in said
    assert "tanda tangan Ed25519 tidak diperiksa" in said
    assert said.startswith("SIMULASI\n")


def test_the_script_travels_inside(sheet: Evaluation) -> None:
    assert opened(made(sheet)).read("periksa_arsip.py") == SCRIPT.read_bytes()


def test_a_sheet_that_nobody_has_touched_has_an_archive_too(evaluation: Evaluation, tmp_path: Path) -> None:
    code, said = verified(placed(made(evaluation), tmp_path))

    assert (code, "0 segel" in said) == (0, True)


def rewritten(source: Path, name: str, change: Callable[[bytes], bytes], *, also_manifest: bool) -> Path:
    """The archive with one member changed; a clever hand mends the manifest as well."""
    target = source.with_name("lain.zip")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        content = {one: old.read(one) for one in old.namelist()}
        content[name] = change(content[name])
        if also_manifest:
            manifest = json.loads(content["manifest.json"])
            for one in manifest["anggota"]:
                one["ukuran"], one["sha256"] = (
                    len(content[one["nama"]]),
                    hashlib.sha256(content[one["nama"]]).hexdigest(),
                )
            content["manifest.json"] = json.dumps(manifest).encode()
        for member_name, data in content.items():
            new.writestr(member_name, data)
    return target


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


# Which member is changed how, whether the manifest with it, and what is said of it.
CHANGES = [
    ("bukti/1 SK.pdf", replaced("%PDF-1.7", "%PDF-1.6"), False, "isinya berubah: bukti/1 SK.pdf"),
    ("bukti/1 SK.pdf", replaced("%PDF-1.7", "%PDF-1.6"), True, "berkas bukti bukan yang dicatat: SK.pdf"),
    ("jawaban/jawaban.json", replaced('"4.00"', '"5.00"'), True, "sidik jawaban indikator 1 salah"),
    ("jawaban/jawaban.json", replaced('"4.00"', '"5.00"'), True, "sidik lembar tidak cocok"),
    (
        "riwayat/jawaban.jsonl",
        lambda content: content.split(b"\n", 1)[1],
        True,
        "riwayat indikator 1 tidak lengkap",
    ),
    (
        "segel/baris/self_assessment_answerevent.jsonl",
        replaced("Fakta 1", "Fakta 9"),
        True,
        "berubah setelah segel 1",
    ),
    ("segel/segel.json", replaced('"jumlah": 5', '"jumlah": 4'), True, "sidik segel 1 tidak cocok"),
    ("segel/segel.json", replaced('"nomor": 1', '"nomor": 7'), True, "segel 1 hilang"),
    ("pengiriman.json", replaced('"sidik_lembar": "', '"sidik_lembar": "0'), True, "tidak cocok dengan pengiriman"),
    ("manifest.json", replaced('"bukti": 5', '"bukti": 6'), False, "jumlah bukti: 5, menurut manifest 6"),
    ("manifest.json", replaced("bukti/1 SK.pdf", "bukti/1 XX.pdf"), False, "hilang: bukti/1 XX.pdf"),
]


def test_whatever_is_changed_is_found(sheet, tmp_path) -> None:
    archive = placed(made(sheet), tmp_path)

    for name, change, also_manifest, reason in CHANGES:
        code, said = verified(rewritten(archive, name, change, also_manifest=also_manifest))

        assert (code, reason in said) == (1, True), (reason, said)


def test_another_checkpoint_than_the_receipts_is_found(sheet: Evaluation, tmp_path: Path) -> None:
    code, said = verified(placed(made(sheet), tmp_path), "--segel", "2", "0" * 64)

    assert (code, "segel 2 bukan yang tercetak pada tanda terima" in said) == (1, True)


def test_a_file_that_is_no_archive_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 bukan arsip")

    assert verified(path)[0] == 2


@pytest.mark.printed
def test_the_same_state_gives_the_same_bytes_and_one_archive(sheet: Evaluation) -> None:
    first = made(sheet)
    second = made(sheet)

    assert (first.pk, first.sha256) == (second.pk, second.sha256)
    assert second.made_at > first.made_at


def test_a_change_gives_another_archive(evaluation: Evaluation, indicator, respondent) -> None:
    first = made(evaluation)
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=3, fact="x")

    assert made(evaluation).sha256 != first.sha256


def test_every_version_says_who_and_when(sheet: Evaluation, coordinator: User) -> None:
    lines = opened(made(sheet)).read("riwayat/jawaban.jsonl").decode().splitlines()
    first = [json.loads(line) for line in lines if json.loads(line)["indikator"] == 1]

    assert [(one["versi"], one["tingkat"], one["keadaan"], one["oleh"]) for one in first] == [
        (1, "3.00", "Disetujui", coordinator.name),
        (2, "4.00", "Draf", coordinator.name),
        (3, "4.00", "Menunggu persetujuan", coordinator.name),
        (4, "4.00", "Disetujui", coordinator.name),
    ]
    assert first[1]["pada"].endswith("Z")


def test_cells_that_look_like_formulas_are_text(sheet: Evaluation) -> None:
    content = opened(made(sheet)).read("jawaban/jawaban.csv").decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))["fakta"] == "'=1+1"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("SK.pdf", "SK.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x.pdf", "C__Windows_x.pdf"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("a\nb\x00.pdf", "a b.pdf"),
        ("...", "tanpa nama"),
        ("", "tanpa nama"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("SK.pdf. ", "SK.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
    ],
)
def test_a_name_is_safe_on_every_file_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_two_names_that_look_alike_are_told_apart(evaluation: Evaluation, indicator, respondent) -> None:
    for name, content in (("SK.pdf", PDF), ("sk.PDF", PNG), ("S/K.pdf", PDF), ("S\\K.pdf", PDF)):
        actions.add_file(evaluation, indicator, upload(content, name), by=respondent)

    names = [name for name in opened(made(evaluation)).namelist() if name.startswith("bukti/1")]

    assert len({name.casefold() for name in names}) == len(names) >= 3


@pytest.mark.django_db
def test_of_other_peoples_work_not_even_the_amount_is_told(tmp_path: Path) -> None:
    """Judgements are sealed into the same chain; the archive ends before them, and says what it cannot compute."""
    evaluation = EvaluationFactory()
    answer_all(evaluation, 3)
    seal(evaluation)
    evaluation.team = TeamFactory(period=evaluation.period)
    evaluation.save(update_fields=["team"])
    declare_for_all(evaluation)
    bring_to(evaluation, Stage.DESK_REVIEW)
    before = made(evaluation)
    judge(evaluation, lead_of(evaluation))
    seal(evaluation)

    during = made(evaluation)
    judge(evaluation, lead_of(evaluation), 4, reason="Alasan")
    bring_to(evaluation, Stage.CONSOLIDATION)
    after = made(evaluation)

    assert during.sha256 == before.sha256
    links = read(after, "segel/segel.json")
    assert [one["lengkap"] for one in links] == [True, False, False, False]
    assert "judgement" not in opened(after).read("segel/segel.json").decode()
    code, said = verified(placed(after, tmp_path))
    assert (code, "sidik segel dihitung ulang: 1 dari 4" in said) == (0, True)


@pytest.mark.django_db
def test_it_holds_the_discussion_of_the_institution_and_none_of_the_assessors(tmp_path: Path) -> None:
    evaluation = EvaluationFactory(with_team=True)
    respondent, lead = member(Role.RESPONDENT, evaluation.institution), lead_of(evaluation)
    first = evaluation.period.instrument.indicators.get(number=1)
    bring_to(evaluation, Stage.INTERVIEW)
    asked = {"side": Side.ASSESSORS, "due": timezone.now()}
    for circle, text, by, more in (
        (Circle.INSTITUTION, "Pesan kami", respondent, {}),
        (Circle.INSTITUTION, "Pesan yang ditarik", respondent, {}),
        (Circle.BOTH, "Pesan bersama", lead, asked),
        (Circle.ASSESSORS, "Pesan asesor", lead, {}),
    ):
        Remark.objects.create(evaluation=evaluation, indicator=first, circle=circle, text=text, by=by, **more)
    taken_back = Remark.objects.get(text="Pesan yang ditarik")
    Remark.objects.create(
        evaluation=evaluation, indicator=first, circle=taken_back.circle, withdraws=taken_back, by=respondent
    )

    archive = made(evaluation)

    said = [(one["lingkaran"], one["oleh"], one["pesan"]) for one in read(archive, "diskusi/diskusi.json")]
    assert said == [
        ("Hanya instansi", respondent.name, "Pesan kami"),
        ("Hanya instansi", respondent.name, ""),
        ("Instansi dan tim asesor", "tim asesor", "Pesan bersama"),
    ]
    everything = b"".join(opened(archive).read(name) for name in opened(archive).namelist())
    assert b"Pesan asesor" not in everything
    assert lead.name.encode() not in everything
    assert read(archive, "manifest.json")["jumlah"]["diskusi"] == 3
    code, told = verified(placed(archive, tmp_path))
    assert (code, "3 diskusi" in told) == (0, True)
    assert made(evaluation).sha256 == archive.sha256


# -- asked for, followed, downloaded ------------------------------------------------------------------------


def test_it_is_asked_for_followed_and_downloaded(client: Client, sheet: Evaluation, respondent: User) -> None:
    client.force_login(respondent)

    client.post(url(sheet))
    polled = client.get(url(sheet), headers={"HX-Request": "true"})
    jobs.run(Job.objects.get(kind=JOB).pk)
    done = client.get(url(sheet), headers={"HX-Request": "true"})
    page = client.get(url(sheet)).content.decode()
    archive = Archive.objects.get()
    link = reverse("self_assessment:archive_file", args=[sheet.pk, archive.pk])
    response = client.get(link)

    assert (polled.status_code, "Menyusun arsip" in polled.content.decode()) == (200, True)
    assert (done.status_code, done["HX-Refresh"]) == (286, "true")
    assert link in page
    assert archive.sha256 in page
    assert b"".join(response.streaming_content) == files.read(archive.sha256)
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


def test_nobody_but_the_institution_gets_it(client: Client, db: None) -> None:
    evaluation = EvaluationFactory(with_team=True)
    archive = made(evaluation)
    file = reverse("self_assessment:archive_file", args=[evaluation.pk, archive.pk])
    bring_to(evaluation, Stage.DESK_REVIEW)
    foreign = member(Role.COORDINATOR, EvaluationFactory().institution)

    statuses = {}
    for name, person in (
        ("assessor", lead_of(evaluation)),
        ("ministry", member(Role.EVALUATION_TEAM)),
        ("foreign", foreign),
    ):
        client.force_login(person)
        statuses[name] = [
            client.get(url(evaluation)).status_code,
            client.post(url(evaluation)).status_code,
            client.get(file).status_code,
        ]

    assert statuses == {"assessor": [403] * 3, "ministry": [403] * 3, "foreign": [404] * 3}


def test_an_archive_is_not_reached_through_another_evaluation(browser: Client, evaluation: Evaluation) -> None:
    archive = made(EvaluationFactory())

    assert browser.get(reverse("self_assessment:archive_file", args=[evaluation.pk, archive.pk])).status_code == 404


def test_after_a_week_it_is_gone(browser: Client, evaluation: Evaluation) -> None:
    archive = made(evaluation)
    link = reverse("self_assessment:archive_file", args=[evaluation.pk, archive.pk])
    Archive.objects.update(made_at=timezone.now() - KEPT - timedelta(seconds=1))

    late = browser.get(link)
    forgotten = [actions.forget_archives(), actions.forget_archives()]

    assert (late.status_code, forgotten) == (404, [1, 0])
    assert not files.path_of(archive.sha256).exists()


def test_within_the_week_it_stays(evaluation: Evaluation) -> None:
    archive = made(evaluation)
    Archive.objects.update(made_at=timezone.now() - KEPT + timedelta(minutes=1))

    assert actions.forget_archives() == 0
    assert files.path_of(archive.sha256).exists()
