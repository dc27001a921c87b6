"""The receipt: made once, with a fingerprint of everything that was received, kept, sent and verifiable."""

import hashlib
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations.actions.seals import seal
from apps.evaluations.models import Evaluation, Seal
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.jobs.registry import HANDLERS
from apps.notices.letters import send_letters
from apps.notices.models import Letter, Notice
from apps.self_assessment import actions, tasks
from apps.self_assessment.actions.receipts import JOB, make_receipt
from apps.self_assessment.models import ReceiptPaper, Submission
from apps.self_assessment.receipts import rendered_receipt
from tests.factories import EvaluationFactory, answer_all, member
from tests.paper.reading import pages
from tests.self_assessment.support import PDF, upload


def url(evaluation: Evaluation, name: str = "submission") -> str:
    return reverse(f"self_assessment:{name}", args=[evaluation.pk])


def sent(evaluation: Evaluation, by: User) -> Submission:
    indicator = evaluation.period.instrument.indicators.get(number=2)
    actions.add_file(evaluation, indicator, upload(PDF, "Perbup 12.pdf"), by=by)
    actions.add_link(evaluation, indicator, "https://contoh.example/video", by=by)
    answer_all(evaluation, 3, by=by)
    actions.sign_documents_of([evaluation], sha256="0" * 64, size=1, name="ttd.pdf", by=by, agrees=False)
    return actions.submit(evaluation, by=by)


@pytest.fixture
def receipt(evaluation: Evaluation, coordinator: User) -> Submission:
    return sent(evaluation, coordinator)


@pytest.fixture
def made(receipt: Submission) -> ReceiptPaper:
    jobs.run(Job.objects.get(kind=JOB).pk)
    return ReceiptPaper.objects.get(submission=receipt)


def words_of(paper: ReceiptPaper) -> str:
    return " ".join(" ".join(pages(files.read(paper.file.sha256))).split())


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_the_worker_knows_the_job() -> None:
    assert HANDLERS[JOB] is tasks.sheet_receipt


def test_the_paper_names_code_sheet_every_answer_and_every_file(made: ReceiptPaper, receipt: Submission) -> None:
    text = words_of(made)

    for words in (receipt.code, "Perbup 12.pdf", "https://contoh.example/video", "tidak setuju dipublikasikan"):
        assert words in text
    assert receipt.sheet_sha256 in squeezed(text)
    assert hashlib.sha256(PDF).hexdigest() in squeezed(text)
    for number in range(1, 6):
        service = "Layanan 5" if number == 5 else ""
        said = [number, "3.00", f"Fakta {number}", f"Analisis {number}", f"Justifikasi {number}", service]
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(line.encode()).hexdigest() in squeezed(text)


def test_it_carries_the_checkpoint_of_the_chain_outside(made: ReceiptPaper, evaluation: Evaluation) -> None:
    text = squeezed(words_of(made))
    newest = Seal.objects.filter(institution=evaluation.institution).latest("number")

    assert made.seal == newest
    assert newest.rows.filter(source="self_assessment_submission").exists()
    for words in ("Segelnomor", newest.digest, newest.signature, newest.public_key):
        assert words in text


def test_the_koordinator_and_the_one_who_sent_get_it_by_mail(evaluation, receipt, coordinator) -> None:
    other = member(Role.COORDINATOR, evaluation.institution)
    member(Role.COORDINATOR, EvaluationFactory().institution)

    jobs.run(Job.objects.get(kind=JOB).pk)
    send_letters()

    assert {letter.to[0] for letter in mail.outbox} == {coordinator.email, other.email}
    name, content, media_type = mail.outbox[0].attachments[0]
    assert (name, media_type) == (
        f"Tanda Terima Penilaian Mandiri - {evaluation.institution} - 2001.pdf",
        "application/pdf",
    )
    assert hashlib.sha256(content).hexdigest() in mail.outbox[0].body
    assert receipt.code in mail.outbox[0].body
    assert set(Notice.objects.values_list("user", flat=True)) == {coordinator.pk, other.pk}


def test_no_mail_is_written_in_the_request(receipt: Submission) -> None:
    assert not Letter.objects.exists()
    assert Job.objects.get(kind=JOB).object_id == receipt.pk


def test_made_twice_it_is_kept_and_sent_once(made: ReceiptPaper, receipt: Submission) -> None:
    letters = Letter.objects.count()

    make_receipt(receipt, actions.ask_receipt(receipt, by=None))

    assert (ReceiptPaper.objects.count(), Letter.objects.count()) == (1, letters)


@pytest.mark.printed
def test_the_same_checkpoint_gives_the_same_bytes(made: ReceiptPaper, receipt: Submission) -> None:
    again = rendered_receipt(Submission.objects.get(pk=receipt.pk), made.seal)

    assert hashlib.sha256(again).hexdigest() == made.file.sha256


def test_a_receipt_cannot_be_rewritten(made: ReceiptPaper) -> None:
    with pytest.raises(DomainError), passing_the_gate():
        ReceiptPaper.objects.update(seal=seal(made.submission.evaluation))


def test_the_page_shows_how_far_it_is_until_it_is_there(client: Client, evaluation, receipt, coordinator) -> None:
    client.force_login(coordinator)

    waiting = client.get(url(evaluation)).content.decode()
    polled = client.get(url(evaluation), headers={"HX-Request": "true"})
    early = client.get(url(evaluation, "receipt"))
    jobs.run(Job.objects.get(kind=JOB).pk)
    done = client.get(url(evaluation), headers={"HX-Request": "true"})
    page = client.get(url(evaluation)).content.decode()
    paper = client.get(url(evaluation, "receipt"))

    assert "Membuat tanda terima" in waiting
    assert (polled.status_code, early.status_code) == (200, 404)
    assert (done.status_code, done["HX-Refresh"]) == (286, "true")
    assert url(evaluation, "receipt") in page
    assert paper["Content-Disposition"].startswith("attachment")
    assert paper.content.startswith(b"%PDF")


def test_of_sheets_sent_together_each_institution_asks_for_its_own(client: Client, evaluation, coordinator) -> None:
    answer_all(evaluation, 3)
    actions.sign_documents_of([evaluation], sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)
    actions.submit_many([evaluation], by=coordinator)
    client.force_login(coordinator)

    before = Job.objects.filter(kind=JOB).count()
    client.post(url(evaluation), {"tanda-terima": "1"})

    assert (before, Job.objects.filter(kind=JOB).count()) == (0, 1)


def test_the_code_is_known_to_the_verification_page(client: Client, made: ReceiptPaper, receipt: Submission) -> None:
    page = client.get(reverse("portal:verify", args=[receipt.code])).content.decode()

    for words in ("Tanda terima penilaian mandiri", made.file.sha256, receipt.sheet_sha256, made.seal.digest):
        assert words in page
