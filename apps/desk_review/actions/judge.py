"""Writing judgements. A save names the version it has read, and is one conditional update."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import level as shown
from apps.common.gate import passing_the_gate
from apps.desk_review.exceptions import ReasonMissingError, StaleJudgementError
from apps.desk_review.models import Judgement
from apps.desk_review.queries import judgements_of
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
            WHERE evaluation.id = ANY(%s)
            ORDER BY evaluation.id, seat.user_id, indicator.number
            ON CONFLICT (evaluation_id, indicator_id, assessor_id) DO NOTHING
            """,
            [[one.pk for one in evaluations]],
        )
        return cursor.rowcount


def save_judgement(
    judgement: Judgement, *, level: Decimal, reason: str, question: str, version: int, claimed: Decimal | None
) -> datetime:
    """Write one judgement of its own assessor, if it still stands at `version`; returns when.

    `claimed` is the institution's level, as judgements_of gives it: it stands in the ledger and cannot move.
    Raises ReasonMissingError, StaleJudgementError, StageClosedError, LevelRefusedError, DomainError when locked.
    """
    if level != claimed and not reason.strip():
        raise ReasonMissingError(
            f"Tingkat {shown(level)} berbeda dari tingkat instansi ({shown(claimed)}): tuliskan alasannya."
        )
    moment = timezone.now()
    with passing_the_gate():
        written = Judgement.objects.filter(pk=judgement.pk, version=version).update(
            level=level,
            reason=reason.strip(),
            question=question.strip(),
            updated_at=moment,
            version=F("version") + 1,
        )
    if not written:
        raise StaleJudgementError(judgements_of(judgement.evaluation, judgement.assessor).get(pk=judgement.pk))
    return moment


def save_judgements(evaluation: Evaluation, assessor: User, rows: Sequence[JudgementRow]) -> int:
    """Write a whole sheet of one assessor in one statement, whether it was laid out or not.

    Missing reasons are found when the sheet is locked. Raises what the database refuses, as a DomainError.
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
