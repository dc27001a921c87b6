"""The receipt: made once by a worker after the submission, and sent to those who answer for it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common import files, formats
from apps.evaluations.actions.seals import seal
from apps.evaluations.models import Seal
from apps.institutions.models import Membership, Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.notices.actions import notify
from apps.notices.choices import Mail, NoticeKind
from apps.notices.letters import Attachment, write_letter
from apps.notices.wording import subject_of
from apps.self_assessment.actions.evidence import remember
from apps.self_assessment.filetypes import PDF
from apps.self_assessment.models import ReceiptPaper, StoredFile, Submission
from apps.self_assessment.receipts import TITLE, rendered_receipt

JOB = "sheet_receipt"
STEPS = 3


def ask_receipt(submission: Submission, *, by: User | None) -> Job:
    """Ask a worker for the receipt. Asked again, it is made and sent once."""
    return jobs.ask(JOB, submission.pk, by=by, total=STEPS)


def make_receipt(submission: Submission, job: Job) -> None:
    """Seal what is on record, print it, keep it, send it. A second run finds it made and does nothing."""
    if ReceiptPaper.objects.filter(submission=submission).exists():
        return
    checkpoint = seal(submission.evaluation)
    jobs.report(job, 1, STEPS, "Riwayat disegel.")
    sha256, size = files.keep([rendered_receipt(submission, checkpoint)])
    jobs.report(job, 2, STEPS, "Tanda terima dicetak.")
    hand_out(submission, checkpoint, sha256, size)
    jobs.report(job, STEPS, STEPS, "Tanda terima dikirim lewat surel.")


@transaction.atomic
def hand_out(submission: Submission, checkpoint: Seal, sha256: str, size: int) -> None:
    """The row, the notices and the letters in one: there is no receipt that was not sent, and none sent twice."""
    evaluation = submission.evaluation
    name = f"{TITLE} - {evaluation.institution} - {evaluation.period.year}.pdf"
    paper = remember(evaluation.institution, sha256, name=name, size=size, media_type=PDF, by=submission.by)
    ReceiptPaper.objects.create(submission=submission, file=paper, seal=checkpoint)
    receivers = _receivers(submission)
    url = reverse("self_assessment:submission", args=[evaluation.pk])
    simulation = evaluation.period.simulation_label
    text = f"Tanda terima {submission.code} sudah dapat diunduh."
    notify(receivers, text, url, kind=NoticeKind.LEGAL, simulation=simulation, mail=Mail.SENT_ALREADY)
    for address in sorted({one.email for one in receivers if one.email}):
        write_letter(
            address,
            subject=subject_of(f"{TITLE} {evaluation.institution}, kode {submission.code}", simulation),
            text=_words(submission, checkpoint, paper),
            attachment=Attachment(paper.sha256, paper.name, paper.media_type),
        )


def _receivers(submission: Submission) -> list[User]:
    """The Koordinator and whoever pressed the button, each once."""
    held = Membership.objects.filter(
        institution=submission.evaluation.institution_id, role=Role.COORDINATOR, user__is_active=True
    ).select_related("user")
    people = {one.user.pk: one.user for one in held}
    if submission.by:
        people.setdefault(submission.by.pk, submission.by)
    return list(people.values())


def _words(submission: Submission, checkpoint: Seal, paper: StoredFile) -> str:
    evaluation = submission.evaluation
    simulation = f"{evaluation.period.simulation_label}\n\n" if evaluation.period.simulation_label else ""
    address = settings.SITE_URL + reverse("portal:verify", args=[submission.code])
    return (
        f"{simulation}Penilaian mandiri {evaluation.institution} untuk {evaluation.period} telah diterima pada "
        f"{formats.wib(submission.at)}.\n\n"
        f"Kode tanda terima: {submission.code}\n"
        f"Sidik lembar (SHA-256): {submission.sheet_sha256}\n"
        f"Sidik berkas terlampir (SHA-256): {paper.sha256}\n"
        f"Segel riwayat nomor {checkpoint.number}: {checkpoint.digest}\n\n"
        "Simpan surel ini beserta lampirannya. Sidik setiap jawaban dan setiap data dukung tercetak di dalamnya.\n"
        f"Keasliannya dapat diperiksa di {address}\n"
    )
