"""The two documents that go with a submission: made from the sheet by a worker, signed on paper, brought back."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.self_assessment.actions.evidence import remember, store
from apps.self_assessment.filetypes import EXTENSIONS, JPEG, PDF, PNG
from apps.self_assessment.models import DocumentKind, SheetDocument, StoredFile
from apps.self_assessment.papers import rendered
from apps.self_assessment.queries.sealing import sheet_hashes, sheet_sha256

JOB = "sheet_documents"
SIGNED_KINDS = {kind: EXTENSIONS[kind] for kind in (PDF, PNG, JPEG)}


def make_documents(evaluation: Evaluation, *, by: User) -> Job:
    """Ask a worker for both papers of the sheet as it stands. Not assessed means nothing to sign."""
    if not evaluation.is_assessed:
        raise DomainError("Penilaian sendiri di luar jalur nasional tidak memerlukan dokumen bertanda tangan.")
    if not evaluation.is_open(Stage.SELF_ASSESSMENT):
        raise StageClosedError("Penilaian mandiri tidak sedang dibuka. Dokumen tidak dibuat.")
    return jobs.ask(JOB, evaluation.pk, by=by, total=len(DocumentKind), anew=True)


def render_documents(evaluation: Evaluation, job: Job) -> None:
    """Make both papers. Running twice over the same sheet gives the same bytes and one row each."""
    digest = sheet_sha256(evaluation)
    for done, kind in enumerate(DocumentKind, start=1):
        content = rendered(evaluation, kind, digest)
        sha256, size = files.keep([content])
        name = f"{kind.label} - {evaluation.institution} - {evaluation.period.year}.pdf"
        paper = remember(evaluation.institution, sha256, name=name, size=size, media_type=PDF, by=job.created_by)
        _place(evaluation, kind, digest, paper)
        jobs.report(job, done, len(DocumentKind), f"{kind.label} selesai.")


def sign_document(
    evaluation: Evaluation,
    kind: DocumentKind,
    upload: UploadedFile,
    *,
    by: User,
    agrees: bool | None = None,
) -> SheetDocument:
    """Take the signed paper back. `agrees` is what the consent says; the minutes need none.

    Refused when the sheet has changed since the paper was made: it would prove something else.
    """
    if kind == DocumentKind.CONSENT and agrees is None:
        raise DomainError("Pilih setuju atau tidak setuju atas publikasi. Berkas belum disimpan.")
    stored = store(evaluation.institution, upload, by=by, kinds=SIGNED_KINDS)
    with passing_the_gate():
        signed = SheetDocument.objects.filter(
            evaluation=evaluation,
            kind=kind,
            generated__isnull=False,
            sheet_sha256=sheet_sha256(evaluation),
        ).update(
            signed=stored,
            signed_by=by,
            signed_at=timezone.now(),
            agrees_to_publication=agrees if kind == DocumentKind.CONSENT else None,
        )
    if not signed:
        raise DomainError(
            f"{kind.label} belum dibuat, atau lembar berubah sejak dokumen itu dibuat. "
            "Buat dokumen lagi, tanda tangani, lalu unggah."
        )
    return SheetDocument.objects.get(evaluation=evaluation, kind=kind)


def sign_documents_of(
    evaluations: Iterable[Evaluation], *, sha256: str, size: int, name: str, by: User, agrees: bool = True
) -> int:
    """Record both documents of many sheets as signed by one kept PDF, in a constant number of statements."""
    found = list(evaluations)
    digests = sheet_hashes([one.pk for one in found])
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                institution_id=one.institution_id,
                sha256=sha256,
                size=size,
                name=name,
                media_type=PDF,
                uploaded_by=by,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    papers = dict(
        StoredFile.objects.filter(
            institution__in=[one.institution_id for one in found], sha256=sha256, name=name
        ).values_list("institution_id", "pk")
    )
    rows = [
        SheetDocument(
            evaluation=one,
            kind=kind,
            sheet_sha256=digests[one.pk],
            generated_id=papers[one.institution_id],
            signed_id=papers[one.institution_id],
            signed_by=by,
            signed_at=timezone.now(),
            agrees_to_publication=agrees if kind == DocumentKind.CONSENT else None,
        )
        for one in found
        for kind in DocumentKind
    ]
    with passing_the_gate():
        SheetDocument.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["evaluation", "kind"],
            update_fields=[
                "sheet_sha256",
                "generated",
                "signed",
                "signed_by",
                "signed_at",
                "agrees_to_publication",
            ],
        )
    return len(rows)


def _place(evaluation: Evaluation, kind: DocumentKind, digest: str, paper: StoredFile) -> None:
    """A paper of another sheet takes the signature with it; the same paper again leaves it."""
    with passing_the_gate():
        same = SheetDocument.objects.filter(evaluation=evaluation, kind=kind, sheet_sha256=digest, generated=paper)
        if same.exists():
            return
        SheetDocument.objects.update_or_create(
            evaluation=evaluation,
            kind=kind,
            defaults={
                "sheet_sha256": digest,
                "generated": paper,
                "signed": None,
                "signed_by": None,
                "signed_at": None,
                "agrees_to_publication": None,
            },
        )
