"""What stands between a sheet and its submission."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.db.models import QuerySet

from apps.common.sql import rows
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.reopenings import replaced
from apps.institutions.models import Institution
from apps.instruments.queries import shape_of
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, AnswerState, DocumentKind, SheetDocument, Submission
from apps.self_assessment.queries.takeover import IS_UNREVIEWED
from apps.self_assessment.texts import AnswerText

# What an answer's completeness is judged by; an indicator's explanations are long and not among it.
INDICATOR_FIELDS = ("indicator__number", "indicator__names_service")
# What an own index follows from: the institution's levels, and those that other agencies' indices decide.
OWN_VOICES = (Stage.EXTERNAL_INDEX, Stage.SELF_ASSESSMENT)
TAKEN = "SELECT coalesce(sum(size), 0) FROM self_assessment_storedfile WHERE institution_id = %s"
WAITING = "Indikator belum disetujui penanggung jawab"


@dataclass(frozen=True)
class Blocker:
    """Something that must be done first. `numbers` are indicators, `document` a kind, and one of them is empty.

    An indicator is cured on its own page; one that `waits`, in the queue of the penanggung jawab.
    """

    text: str
    numbers: tuple[int, ...] = ()
    document: str = ""
    waits: bool = False

    def __str__(self) -> str:
        return f"{self.text}: {', '.join(map(str, self.numbers))}." if self.numbers else f"{self.text}."


def blockers(evaluation: Evaluation, *, sheet_sha256: str) -> list[Blocker]:
    """Everything that is missing, the indicators first. Two queries. Article: PermenPANRB 59/2020, annex."""
    return blockers_of([evaluation], {evaluation.pk: sheet_sha256})[evaluation.pk]


def blockers_of(evaluations: Sequence[Evaluation], hashes: Mapping[int, str]) -> dict[int, list[Blocker]]:
    """The same for many sheets, by evaluation, in two queries. `hashes` are those of `sheet_hashes`."""
    answers: dict[int, list[Answer]] = {one.pk: [] for one in evaluations}
    for answer in (
        Answer.objects.filter(evaluation__in=answers, indicator__external_index="")
        .select_related("indicator")
        .only(*(field.name for field in fields(AnswerText)), "state", "evaluation_id", *INDICATOR_FIELDS)
        .annotate(is_unreviewed=IS_UNREVIEWED)
        .order_by("indicator__number")
    ):
        answers[answer.evaluation_id].append(answer)
    documents: dict[int, dict[str, SheetDocument]] = {one.pk: {} for one in evaluations}
    for document in SheetDocument.objects.filter(evaluation__in=answers):
        documents[document.evaluation_id][document.kind] = document
    return {
        one.pk: [
            *_answer_blockers(answers[one.pk]),
            *(_document_blockers(documents[one.pk], hashes[one.pk]) if one.is_assessed else ()),
        ]
        for one in evaluations
    }


def current_documents(evaluation: Evaluation) -> dict[str, SheetDocument]:
    """The documents of a sheet by kind."""
    rows = SheetDocument.objects.filter(evaluation=evaluation).select_related("generated", "signed", "signed_by")
    return {row.kind: row for row in rows}


def standing_submissions() -> QuerySet[Submission]:
    """The receipts of sheets that were not opened again since: at most one of a sheet that is closed."""
    return Submission.objects.exclude(replaced(Stage.SELF_ASSESSMENT))


def institution_bytes(institution: Institution) -> int:
    """How much the institution has stored, the same bytes counted once for each name."""
    [[taken]] = rows(TAKEN, [institution.pk])
    return int(taken)


def own_index(evaluation: Evaluation) -> Decimal | None:
    """What the institution itself says it is worth, once its sheet is closed: an own index, never a Result."""
    rows = LedgerLevel.objects.filter(evaluation=evaluation, stage__in=OWN_VOICES)
    levels = dict(rows.order_by("revision").values_list("indicator_id", "level"))
    return shape_of(evaluation.period.instrument).figures(levels).index


def _answer_blockers(answers: Iterable[Answer]) -> list[Blocker]:
    kinds: dict[str, list[int]] = {
        "Indikator belum dijawab": [],
        "Penjelasan belum diisi, indikator": [],
        "Nama layanan belum diisi, indikator": [],
        "Indikator dikembalikan dan belum diperbaiki": [],
        "Belum ditinjau setelah diambil alih dari tahun lalu, indikator": [],
        "Belum diajukan kepada penanggung jawab, indikator": [],
        WAITING: [],
    }
    unanswered, unexplained, unnamed, returned, unreviewed, kept_back, waiting = kinds.values()
    for answer in answers:
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
        elif answer.is_unreviewed:  # type: ignore[attr-defined]
            unreviewed.append(number)
        elif answer.state == AnswerState.WAITING:
            waiting.append(number)
        elif answer.state != AnswerState.APPROVED:
            kept_back.append(number)
    return [Blocker(text, tuple(numbers), waits=text == WAITING) for text, numbers in kinds.items() if numbers]


def _document_blockers(documents: Mapping[str, SheetDocument], sheet_sha256: str) -> list[Blocker]:
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
