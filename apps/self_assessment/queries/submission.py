"""What stands between a sheet and its submission."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Institution
from apps.instruments.queries import shape_of
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, AnswerState, DocumentKind, SheetDocument, StoredFile
from apps.self_assessment.texts import AnswerText


@dataclass(frozen=True)
class Blocker:
    """Something that must be done first. `numbers` are indicators, `document` a kind, and one of them is empty."""

    text: str
    numbers: tuple[int, ...] = ()
    document: str = ""

    def __str__(self) -> str:
        return f"{self.text}: {', '.join(map(str, self.numbers))}." if self.numbers else f"{self.text}."


def blockers(evaluation: Evaluation, *, sheet_sha256: str) -> list[Blocker]:
    """Everything that is missing, the indicators first. Two queries. Article: PermenPANRB 59/2020, annex."""
    return [*_answer_blockers(evaluation), *_document_blockers(evaluation, sheet_sha256)]


def current_documents(evaluation: Evaluation) -> dict[str, SheetDocument]:
    """The documents of a sheet by kind."""
    rows = SheetDocument.objects.filter(evaluation=evaluation).select_related("generated", "signed", "signed_by")
    return {row.kind: row for row in rows}


def institution_bytes(institution: Institution) -> int:
    """How much the institution has stored, the same bytes counted once for each name."""
    return StoredFile.objects.filter(institution=institution).aggregate(total=Sum("size"))["total"] or 0


def own_index(evaluation: Evaluation) -> Decimal | None:
    """What the institution itself says it is worth, once its sheet is closed: an own index, never a Result."""
    rows = LedgerLevel.objects.filter(evaluation=evaluation, stage=Stage.SELF_ASSESSMENT)
    levels = dict(rows.order_by("revision").values_list("indicator_id", "level"))
    return shape_of(evaluation.period.instrument).figures(levels).index


def _answer_blockers(evaluation: Evaluation) -> list[Blocker]:
    kinds: dict[str, list[int]] = {
        "Indikator belum dijawab": [],
        "Penjelasan belum diisi, indikator": [],
        "Nama layanan belum diisi, indikator": [],
        "Indikator dikembalikan dan belum diperbaiki": [],
        "Indikator belum disetujui penanggung jawab": [],
    }
    unanswered, unexplained, unnamed, returned, unapproved = kinds.values()
    for answer in (
        Answer.objects.filter(evaluation=evaluation).select_related("indicator").order_by("indicator__number")
    ):
        number = answer.indicator.number
        missing = AnswerText.of(answer).missing(answer.indicator)
        if "tingkat" in missing:
            unanswered.append(number)
        elif "penjelasan" in missing:
            unexplained.append(number)
        elif "nama layanan" in missing:
            unnamed.append(number)
        elif answer.state == AnswerState.RETURNED:
            returned.append(number)
        elif answer.state != AnswerState.APPROVED:
            unapproved.append(number)
    return [Blocker(text, tuple(numbers)) for text, numbers in kinds.items() if numbers]


def _document_blockers(evaluation: Evaluation, sheet_sha256: str) -> list[Blocker]:
    if not evaluation.is_assessed:
        return []
    documents = current_documents(evaluation)
    found = []
    for kind in DocumentKind:
        document = documents.get(kind)
        if document is None:
            text = "belum dibuat"
        elif document.sheet_sha256 != sheet_sha256:
            text = "tidak lagi cocok dengan isi lembar; buat dan tanda tangani lagi"
        elif document.signed_id is None:
            text = "belum diunggah dalam bentuk bertanda tangan"
        elif kind == DocumentKind.CONSENT and document.agrees_to_publication is None:
            text = "belum menyebut setuju atau tidak setuju"
        else:
            continue
        found.append(Blocker(f"{kind.label} {text}", document=kind.value))
    return found
