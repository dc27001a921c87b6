"""The receipt of a submission as paper: what was received, with a fingerprint of every answer and every file."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.common import formats
from apps.common.minutes import Fact, Fingerprint, FingerprintTable, Receipt, render_receipt
from apps.common.paper import Proof
from apps.evaluations.models import Seal
from apps.instruments.queries import shape_of
from apps.self_assessment.models import Answer, DocumentKind, SheetDocument, Submission
from apps.self_assessment.queries.sealing import answer_hashes, evidence_at
from apps.self_assessment.queries.sheet import provisional_of

TITLE = "Tanda Terima Penilaian Mandiri"


def rendered_receipt(submission: Submission, checkpoint: Seal) -> bytes:
    """The receipt as PDF. What it speaks of is closed, so the same submission and checkpoint give the same bytes."""
    evaluation = submission.evaluation
    answers = list(Answer.objects.filter(evaluation=evaluation).select_related("indicator__part"))
    figures = provisional_of(shape_of(evaluation.period.instrument), {one.indicator_id: one.level for one in answers})
    files, documents = _files(submission), _documents(submission)
    return render_receipt(
        Receipt(
            title=TITLE,
            institution=str(evaluation.institution),
            received=formats.wib_local(submission.at, evaluation.institution.province),
            dated=timezone.localdate(submission.at),
            facts=[
                Fact("Periode", str(evaluation.period)),
                Fact("Dikirim oleh", submission.by.name if submission.by else formats.ABSENT),
                Fact("Jawaban", f"{figures.answered} dari {figures.total} indikator"),
                Fact("Data dukung", f"{len(files.rows)} berkas dan tautan"),
                Fact("Indeks sendiri", f"{formats.figure(figures.index)} (bukan hasil evaluasi)"),
            ],
            items_head="Dokumen bertanda tangan",
            items=[_document(one) for one in documents],
            proof=Proof(
                submission.code,
                settings.SITE_URL + reverse("portal:verify", args=[submission.code]),
                submission.sheet_sha256,
            ),
            checkpoint=[
                Fact("Segel nomor", str(checkpoint.number)),
                Fact("Dibuat", formats.wib(checkpoint.at)),
                Fact("Sidik segel", checkpoint.digest),
                Fact("Tanda tangan Ed25519", checkpoint.signature),
                Fact("Kunci publik", checkpoint.public_key),
            ],
            annexes=[_answers(submission, answers), files, _papers(documents)],
            simulation_label=evaluation.period.simulation_label or None,
        )
    )


def _documents(submission: Submission) -> list[SheetDocument]:
    """The two papers, the minutes first."""
    found = SheetDocument.objects.filter(evaluation=submission.evaluation).select_related("signed")
    return sorted(found, key=lambda one: DocumentKind.values.index(one.kind))


def _document(document: SheetDocument) -> str:
    said = {True: ": setuju dipublikasikan", False: ": tidak setuju dipublikasikan", None: ""}
    return f"{document.get_kind_display()}{said[document.agrees_to_publication]}"


def _papers(documents: list[SheetDocument]) -> FingerprintTable:
    rows = [
        Fingerprint(str(place), one.get_kind_display(), formats.size(one.signed.size), one.signed.sha256)
        for place, one in enumerate(documents, start=1)
        if one.signed
    ]
    return FingerprintTable("Sidik dokumen bertanda tangan", "Dokumen", "Ukuran", rows, "Tidak ada dokumen.")


def _answers(submission: Submission, answers: list[Answer]) -> FingerprintTable:
    hashes = answer_hashes(submission.evaluation)
    rows = [
        Fingerprint(
            number=str(one.indicator.number),
            name=f"{one.indicator.name}: {one.service_name}" if one.service_name else one.indicator.name,
            note=formats.level(one.level),
            sha256=hashes[one.indicator.number],
        )
        for one in answers
    ]
    return FingerprintTable("Sidik setiap jawaban", "Indikator", "Tingkat", rows, "Tidak ada jawaban.")


def _files(submission: Submission) -> FingerprintTable:
    """The evidence at the moment of the submission; a link has no content here and therefore no fingerprint."""
    evidence = evidence_at(submission.evaluation, submission.at).select_related("file", "indicator")
    rows = [
        Fingerprint(
            number=str(one.indicator.number),
            name=one.file.name if one.file else one.url,
            note=formats.size(one.file.size) if one.file else "tautan",
            sha256=one.file.sha256 if one.file else "",
        )
        for one in evidence
    ]
    return FingerprintTable(
        "Sidik setiap data dukung", "Berkas menurut indikator", "Ukuran", rows, "Tidak ada data dukung."
    )
