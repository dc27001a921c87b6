"""What a code on paper stands for, and what of it everybody may know.

Of papers made before publication only what proves them: kind, institution, period, day and the fingerprint of the
file. No level, no index, nobody's name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from apps.awards.models import Award, AwardCertificate
from apps.awards.queries import announced_awards
from apps.coordination.models import AssignmentLetter, WorkRecap
from apps.decrees.models import Decree
from apps.decrees.queries import correction_of, issued_decrees, made_copies
from apps.evaluations.models import MinutesPaper
from apps.evaluations.reopenings import replaced
from apps.institutions.models import Institution
from apps.interview.models import InterviewSession
from apps.periods.models import EvaluationPeriod
from apps.reports.models import NationalReport, Report
from apps.results.models import Result
from apps.results.queries import current_of, current_publication
from apps.rules.stages import Stage
from apps.self_assessment.models import DocumentKind, ReceiptPaper, ReplacedDocument, SheetDocument, Submission
from apps.self_assessment.queries import paper_code, paper_of
from apps.socialisation.models import CircularCopy
from apps.visitation.models import Visit

CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)+")
LONGEST_CODE = 40
COPY_PRINT = "SHA-256 salinan"
REPLACED = "sudah digantikan"


@dataclass(frozen=True)
class KnownPaper:
    """A paper that is ours. `prints` are pairs of what was hashed and its SHA-256."""

    kind: str
    period: EvaluationPeriod
    prints: tuple[tuple[str, str], ...]
    institution: Institution | None = None
    dated: date | None = None
    decree: Decree | None = None
    result: Result | None = None
    award: Award | None = None
    correction: Decree | None = None
    """The decree that took this one's place."""
    current: Result | None = None
    """The published result that took the place of `result`, where that was corrected."""

    @property
    def has_copy(self) -> bool:
        """Whether a certified copy can be had beside the original."""
        return any(name == COPY_PRINT for name, _ in self.prints)

    @property
    def is_public(self) -> bool:
        """Whether its figures are published, so that its period may be opened."""
        return self.decree is not None or self.result is not None


def paper_behind(code: str) -> KnownPaper | None:
    """The paper that carries this code; None where it is not ours or not yet out."""
    code = code.strip().upper()
    if len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        return None
    return next((paper for look_up in LOOK_UPS if (paper := look_up(code))), None)


def paper_with(sha256: str) -> KnownPaper | None:
    """The paper whose file has this SHA-256; None where it is not ours, was changed by a byte, or is not yet out."""
    for code in codes_of_file(sha256):
        paper = paper_behind(code)
        if paper and sha256 in {known for _, known in paper.prints}:
            return paper
    return None


def codes_of_file(sha256: str) -> Iterator[str]:
    """The codes of papers that name this file. Whether a paper may be told of, its code decides."""
    for found in (
        Decree.objects.filter(Q(issued_sha256=sha256) | Q(copies__sha256=sha256)).values_list("code", flat=True),
        Report.objects.filter(sha256=sha256).values_list("code", flat=True),
        Submission.objects.filter(paper__file__sha256=sha256).values_list("code", flat=True),
        InterviewSession.objects.filter(minutes_sha256=sha256).values_list("minutes_code", flat=True),
        Visit.objects.filter(minutes_sha256=sha256).values_list("minutes_code", flat=True),
        AssignmentLetter.objects.filter(sha256=sha256).values_list("code", flat=True),
        WorkRecap.objects.filter(sha256=sha256).values_list("code", flat=True),
        AwardCertificate.objects.filter(sha256=sha256).values_list("award__code", flat=True),
        CircularCopy.objects.filter(sha256=sha256).values_list("code", flat=True),
    ):
        yield from found.distinct()
    for model in (SheetDocument, ReplacedDocument):
        documents = model._default_manager.filter(Q(generated__sha256=sha256) | Q(signed__sha256=sha256))
        for kind, sheet_sha256 in documents.values_list("kind", "sheet_sha256"):
            yield paper_code(DocumentKind(kind), sheet_sha256)


def _decree(code: str) -> KnownPaper | None:
    decree = issued_decrees().filter(code=code).first()
    if decree is None:
        return None
    return KnownPaper(
        kind="Keputusan Menteri",
        period=decree.run.period,
        prints=(
            ("SHA-256 berkas", decree.issued_sha256),
            *((COPY_PRINT, copy.sha256) for copy in made_copies(decree)),
            ("Sidik isi", decree.run.content_sha256),
        ),
        dated=decree.dated,
        decree=decree,
        correction=correction_of(decree),
    )


def _report(code: str) -> KnownPaper | None:
    """A report of a published result. What was made before publication was a draft and proves nothing."""
    report = (
        Report.objects.filter(
            code=code, asked_at__gte=F("result__run__publication__at"), rendered_at__gte=F("asked_at")
        )
        .select_related(
            "result__run__publication",
            "result__evaluation__institution",
            "result__evaluation__period",
            "result__predikat",
        )
        .first()
    )
    if report is None:
        return None
    current = current_of(report.result)
    return KnownPaper(
        kind=f"Laporan hasil, {REPLACED}" if current else "Laporan hasil",
        period=report.result.evaluation.period,
        prints=(("SHA-256 berkas", report.sha256),),
        institution=report.result.evaluation.institution,
        dated=_day(report.rendered_at),
        result=report.result,
        current=current,
    )


def _nation(code: str) -> KnownPaper | None:
    """The report on the nation of a published period."""
    report = (
        NationalReport.objects.filter(
            code=code, asked_at__gte=F("run__publication__at"), rendered_at__gte=F("asked_at")
        )
        .select_related("run__period", "run__publication")
        .first()
    )
    if report is None:
        return None
    is_current = current_publication(report.run.period) == report.run.publication
    return KnownPaper(
        kind="Profil nasional" if is_current else f"Profil nasional, {REPLACED}",
        period=report.run.period,
        prints=(("SHA-256 berkas", report.sha256),),
        dated=_day(report.rendered_at),
    )


def _sheet_paper(code: str) -> KnownPaper | None:
    found = paper_of(code)
    if found is None:
        return None
    evaluation = found.evaluation
    dated: datetime | None
    if isinstance(found, Submission):
        kind, dated, prints = "Tanda terima penilaian mandiri", found.at, _prints_of_receipt(found)
        kind = f"{kind}, {REPLACED}" if found.is_replaced else kind  # type: ignore[attr-defined]
    else:
        kind, dated, prints = found.get_kind_display(), found.signed_at, _prints_of_document(found)
        kind = kind if isinstance(found, SheetDocument) else f"{kind}, {REPLACED}"
    return KnownPaper(kind, evaluation.period, prints, evaluation.institution, _day(dated))


def _prints_of_document(found: SheetDocument | ReplacedDocument) -> tuple[tuple[str, str], ...]:
    """Its own files; after a reopening in which the sheet stayed as it was, those that were replaced as well."""
    same = {"kind": found.kind, "sheet_sha256": found.sheet_sha256, "evaluation": found.evaluation_id}
    former = ReplacedDocument.objects.filter(**same).select_related("generated", "signed")
    prints = [("", found), *((f", {REPLACED}", one) for one in former if one != found)]
    return tuple(
        (f"{name}{mark}", file.sha256)
        for mark, one in prints
        for name, file in (("SHA-256 berkas", one.generated), ("SHA-256 berkas bertanda tangan", one.signed))
        if file
    )


def _prints_of_receipt(receipt: Submission) -> tuple[tuple[str, str], ...]:
    """What the receipt says of its content; once its paper is made, the file and the checkpoint it carries as well."""
    sheet = (("Sidik lembar", receipt.sheet_sha256),)
    paper: ReceiptPaper | None = getattr(receipt, "paper", None)
    if paper is None:
        return sheet
    seal = paper.seal
    return (
        ("SHA-256 berkas", paper.file.sha256),
        *sheet,
        (f"Sidik segel riwayat nomor {seal.number}", seal.digest),
        ("Kunci publik segel", seal.public_key),
    )


def _interview_minutes(code: str) -> KnownPaper | None:
    session = InterviewSession.objects.filter(minutes_code=code).exclude(minutes_sha256="").first()
    if session is None:
        return None
    return _minutes("Berita Acara Interviu", Stage.INTERVIEW, session, _day(session.held_at or session.starts_at))


def _visit_minutes(code: str) -> KnownPaper | None:
    visit = Visit.objects.filter(minutes_code=code).exclude(minutes_sha256="").first()
    if visit is None:
        return None
    return _minutes("Berita Acara Visitasi", Stage.VISITATION, visit, visit.ends_on or visit.starts_on)


def _minutes(kind: str, stage: Stage, held: InterviewSession | Visit, dated: date | None) -> KnownPaper:
    """As last made; where the stage was opened again since, it says so until they are made anew."""
    evaluation = held.evaluation
    papers = MinutesPaper.objects.filter(evaluation=evaluation, stage=stage, file_sha256=held.minutes_sha256)
    if papers.filter(replaced(stage)).exists():
        kind = f"{kind}, {REPLACED}"
    return KnownPaper(
        kind, evaluation.period, (("SHA-256 berkas", held.minutes_sha256),), evaluation.institution, dated
    )


def _letter(code: str) -> KnownPaper | None:
    letter = AssignmentLetter.objects.filter(code=code).exclude(sha256="").select_related("period").first()
    if letter is None:
        return None
    kind = f"Surat tugas asesor, {REPLACED}" if hasattr(letter, "replaced_by") else "Surat tugas asesor"
    prints = (("SHA-256 berkas", letter.sha256),)
    return KnownPaper(kind, letter.period, prints, dated=letter.dated)


def _recap(code: str) -> KnownPaper | None:
    recap = WorkRecap.objects.filter(code=code).exclude(sha256="").select_related("period").first()
    if recap is None:
        return None
    prints = (("SHA-256 berkas", recap.sha256),)
    return KnownPaper("Rekapitulasi pekerjaan asesor", recap.period, prints, dated=_day(recap.asked_at))


def _certificate(code: str) -> KnownPaper | None:
    """The certificate of an award that was announced; before that it proves nothing."""
    award = announced_awards().filter(code=code).first()
    if award is None:
        return None
    return KnownPaper(
        kind="Piagam penghargaan",
        period=award.category.list.period,
        prints=(("SHA-256 berkas", award.certificate.sha256),),
        institution=award.result.evaluation.institution,
        dated=award.category.list.dated,
        result=award.result,
        award=award,
        current=current_of(award.result),
    )


def _circular(code: str) -> KnownPaper | None:
    """A letter to an institution or an assessor; whom it is to stays on the paper where that is a person."""
    made = CircularCopy.objects.filter(code=code).exclude(sha256="").select_related("circular__period", "institution")
    copy = made.first()
    if copy is None:
        return None
    prints = (("SHA-256 berkas", copy.sha256),)
    return KnownPaper("Surat pemberitahuan", copy.circular.period, prints, copy.institution, dated=copy.circular.dated)


def _day(moment: datetime | None) -> date | None:
    return moment and timezone.localdate(moment)


LOOK_UPS: tuple[Callable[[str], KnownPaper | None], ...] = (
    _decree,
    _report,
    _nation,
    _sheet_paper,
    _interview_minutes,
    _visit_minutes,
    _letter,
    _recap,
    _certificate,
    _circular,
)
