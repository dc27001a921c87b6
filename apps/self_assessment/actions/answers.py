"""Writing answers. A save names the version it has read, and is one conditional update."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.common.gate import passing_the_gate
from apps.common.sql import write_next
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment.exceptions import StaleAnswerError
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.texts import AnswerText


@dataclass(frozen=True)
class SheetRow:
    """One line of a whole sheet that is to be written: the version it was read at, and what it says now."""

    indicator_id: int
    version: int
    text: AnswerText


def lay_out_sheets(evaluations: Iterable[Evaluation]) -> int:
    """Make the empty answers of these evaluations, one for each indicator; returns how many were missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO self_assessment_answer
                (evaluation_id, indicator_id, fact, analysis, justification, service_name, state,
                 return_reason, version, updated_at)
            SELECT evaluation.id, indicator.id, '', '', '', '', %s, '', 0, now()
            FROM evaluations_evaluation evaluation
            JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
            JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
            WHERE evaluation.id = ANY(%s)
            ORDER BY evaluation.id, indicator.number
            ON CONFLICT (evaluation_id, indicator_id) DO NOTHING
            """,
            [AnswerState.EMPTY.value, [one.pk for one in evaluations]],
        )
        return cursor.rowcount


def save_answer(
    evaluation: Evaluation,
    indicator: Indicator,
    *,
    version: int,
    by: User,
    level: Decimal | None,
    fact: str = "",
    analysis: str = "",
    justification: str = "",
    service_name: str = "",
    stored: Answer | None = None,
) -> Answer:
    """Write one answer if nobody has written it since `version`; what was approved must be approved again.

    `stored` is the row where the caller has just read it, and becomes what was written.
    Only what differs is written; saying what already stands there changes nothing, whoever said it first.
    Raises StaleAnswerError with both texts, StageClosedError, LevelRefusedError.
    """
    text = AnswerText(level, fact, analysis, justification, service_name)
    answer = stored or _stored(evaluation, indicator)
    if AnswerText.of(answer) == text:
        return answer
    changes: dict[str, Any] = {
        **{name: value for name, value in vars(text).items() if value != getattr(answer, name)},
        "state": AnswerState.EMPTY if text.is_empty else AnswerState.DRAFT,
        "updated_by": by,
        "updated_at": timezone.now(),
    }
    if not text.explains:  # nothing is left of what an earlier year may have lent
        changes |= {"taken_over_from": None, "confirmed_by": None}
    with passing_the_gate(one_statement=True):
        written = answer.version == version and write_next(answer, **changes)
    if not written:
        current = _stored(evaluation, indicator)
        if AnswerText.of(current) == text:
            return current
        raise StaleAnswerError(current, text)
    return answer


def save_sheet(evaluation: Evaluation, rows: Sequence[SheetRow], *, by: User) -> list[int]:
    """Write many answers of one sheet in one statement, as drafts; returns the indicators that were stale.

    A stale row is left as it stands, and the others are written.
    """
    if not rows:
        return []
    columns: list[list[Any]] = [
        [row.indicator_id for row in rows],
        [row.version for row in rows],
        [row.text.level for row in rows],
        *([getattr(row.text, name) for row in rows] for name in ("fact", "analysis", "justification")),
        [row.text.service_name for row in rows],
        [(AnswerState.EMPTY if row.text.is_empty else AnswerState.DRAFT).value for row in rows],
        [row.text.explains for row in rows],
    ]
    with passing_the_gate(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE self_assessment_answer answer
            SET level = said.level, fact = said.fact, analysis = said.analysis,
                justification = said.justification, service_name = said.service_name, state = said.state,
                taken_over_from_id = CASE WHEN said.explains THEN answer.taken_over_from_id END,
                confirmed_by_id = CASE WHEN said.explains THEN answer.confirmed_by_id END,
                version = answer.version + 1, updated_by_id = %s, updated_at = %s
            FROM unnest(%s::bigint[], %s::int[], %s::numeric[], %s::text[], %s::text[], %s::text[],
                        %s::text[], %s::text[], %s::boolean[])
                AS said (indicator_id, version, level, fact, analysis, justification, service_name, state, explains)
            WHERE answer.evaluation_id = %s AND answer.indicator_id = said.indicator_id
              AND answer.version = said.version
            RETURNING answer.indicator_id
            """,
            [by.pk, timezone.now(), *columns, evaluation.pk],
        )
        written = {indicator for (indicator,) in cursor.fetchall()}
    return [row.indicator_id for row in rows if row.indicator_id not in written]


def _stored(evaluation: Evaluation, indicator: Indicator) -> Answer:
    """The answer as it stands, with the one who wrote it."""
    answer = Answer.objects.select_related("updated_by").get(evaluation=evaluation, indicator=indicator)
    answer.indicator, answer.evaluation = indicator, evaluation
    return answer
