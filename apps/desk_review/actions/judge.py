"""Writing judgements. A save names the version it has read, and is one conditional update."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import level as shown
from apps.common.gate import passing_the_gate
from apps.common.sql import write_next
from apps.desk_review.exceptions import ReasonMissingError, StaleJudgementError
from apps.desk_review.models import Judgement
from apps.desk_review.queries import judgements_of, own_words
from apps.desk_review.texts import EvidenceWord, JudgementText
from apps.evaluations.models import Evaluation


@dataclass(frozen=True)
class JudgementRow:
    """One line of a whole sheet of judgements."""

    indicator_id: int
    level: Decimal
    reason: str = ""
    question: str = ""


def lay_out_judgements(evaluations: Iterable[Evaluation]) -> int:
    """Make the empty judgements of everybody in the teams; returns how many were missing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO desk_review_judgement
                (evaluation_id, indicator_id, assessor_id, reason, question, version, updated_at)
            SELECT evaluation.id, indicator.id, seat.user_id, '', '', 0, now()
            FROM evaluations_evaluation evaluation
            JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
            JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
            JOIN evaluations_teammember seat ON seat.team_id = evaluation.team_id
            WHERE evaluation.id = ANY(%s) AND indicator.external_index = ''
            ORDER BY evaluation.id, seat.user_id, indicator.number
            ON CONFLICT (evaluation_id, indicator_id, assessor_id) DO NOTHING
            """,
            [[one.pk for one in evaluations]],
        )
        return cursor.rowcount


def save_judgement(
    judgement: Judgement,
    *,
    level: Decimal | None,
    reason: str,
    question: str,
    version: int,
    claimed: Decimal | None,
    evidence: Mapping[int, EvidenceWord] | None = None,
) -> Judgement:
    """Write one judgement of its own assessor, if it still stands at `version`; returns it as it was written.

    `claimed` is the institution's level, as judgements_of gives it: it stands in the ledger and cannot move.
    `evidence` says what is said of pieces of evidence; those it leaves out stand as they are. Saying what already
    stands there changes nothing. Without a level it is a draft, which cannot be locked.
    Raises ReasonMissingError, StaleJudgementError, StageClosedError, LevelRefusedError, DomainError when locked.
    """
    if level is not None and level != claimed and not reason.strip():
        raise ReasonMissingError(
            f"Tingkat {shown(level)} berbeda dari tingkat instansi ({shown(claimed)}): tuliskan alasannya."
        )
    text = JudgementText(level, reason.strip(), question.strip(), evidence or {})
    changed = _unsaid(judgement, text)
    if not changed and JudgementText.of(judgement).judged == text.judged:
        return judgement
    moment = timezone.now()
    with passing_the_gate(one_statement=not changed):
        written = judgement.version == version and write_next(
            judgement, level=level, reason=text.reason, question=text.question, updated_at=moment
        )
        if written and changed:
            _say_of_evidence(judgement, changed)
    if not written:
        mine = judgements_of(judgement.evaluation, judgement.assessor)
        stored = mine.select_related("indicator").get(pk=judgement.pk)
        if JudgementText.of(stored).judged == text.judged and not _unsaid(stored, text):
            return stored
        raise StaleJudgementError(stored, text)
    return judgement


def _unsaid(judgement: Judgement, text: JudgementText) -> dict[int, EvidenceWord]:
    """What is new of what is said of the evidence. One query, none where nothing is said."""
    if not text.evidence:
        return {}
    stored = own_words(judgement)
    return {pk: word for pk, word in text.evidence.items() if word != stored.get(pk, EvidenceWord())}


def _say_of_evidence(judgement: Judgement, words: Mapping[int, EvidenceWord]) -> None:
    """Write what is said of standing evidence of this very indicator; whatever else is named is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO desk_review_evidenceverdict
                (evaluation_id, evidence_id, assessor_id, verdict, note, version, updated_at)
            SELECT evidence.evaluation_id, evidence.id, %s, said.verdict, said.note, 1, %s
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS said (evidence_id, verdict, note)
            JOIN self_assessment_evidence evidence ON evidence.id = said.evidence_id
            WHERE evidence.evaluation_id = %s AND evidence.indicator_id = %s AND evidence.withdrawn_at IS NULL
            ORDER BY evidence.id
            ON CONFLICT (evidence_id, assessor_id) DO UPDATE
                SET verdict = excluded.verdict, note = excluded.note, updated_at = excluded.updated_at,
                    version = desk_review_evidenceverdict.version + 1
            """,
            [
                judgement.assessor_id,
                judgement.updated_at,
                list(words),
                [word.verdict for word in words.values()],
                [word.note for word in words.values()],
                judgement.evaluation_id,
                judgement.indicator_id,
            ],
        )


def save_judgements(evaluation: Evaluation, assessor: User, rows: Sequence[JudgementRow]) -> int:
    """Write a whole sheet of one assessor in one statement, whether it was laid out or not.

    Raises what the database refuses, as a DomainError: a level off the scale, or one that differs without a reason.
    """
    with passing_the_gate(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO desk_review_judgement
                (evaluation_id, assessor_id, indicator_id, level, reason, question, version, updated_at)
            SELECT %s, %s, said.*, 1, now()
            FROM unnest(%s::bigint[], %s::numeric[], %s::text[], %s::text[]) AS said
            ON CONFLICT (evaluation_id, indicator_id, assessor_id) DO UPDATE
                SET level = excluded.level, reason = excluded.reason, question = excluded.question,
                    version = desk_review_judgement.version + 1, updated_at = now()
            """,
            [
                evaluation.pk,
                assessor.pk,
                [row.indicator_id for row in rows],
                [row.level for row in rows],
                [row.reason for row in rows],
                [row.question for row in rows],
            ],
        )
        return cursor.rowcount
