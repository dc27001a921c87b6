"""What interview and visit have in common: marks, and words on marked indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import passing_the_gate
from apps.evaluations.actions.ledger import close_into_ledger
from apps.evaluations.agenda import silent_marks
from apps.evaluations.exceptions import StaleWordError
from apps.evaluations.models import Evaluation, Mark, MarkedWord
from apps.instruments.models import Indicator
from apps.rules.stages import LABELS, Stage


@dataclass(frozen=True)
class Word:
    """What is to be written on an indicator: read at `version`, 0 if nothing stood there."""

    indicator_id: int
    version: int
    level: Decimal | None = None
    """None keeps the level of the earlier stage."""
    reason: str = ""


def mark(evaluation: Evaluation, stage: Stage, questions: Mapping[int, str], *, by: User) -> int:
    """Mark indicators (by primary key) for a stage, each with its question; returns how many are new."""
    if any(not question.strip() for question in questions.values()):
        raise InputRefusedError("Setiap indikator yang ditandai memerlukan pertanyaan. Belum ada yang ditandai.")
    indicators = Indicator.objects.filter(
        pk__in=questions, instrument=evaluation.period.instrument_id, external_index=""
    )
    before = evaluation.marks.count()
    with passing_the_gate():
        Mark.objects.bulk_create(
            [
                Mark(evaluation=evaluation, indicator=one, stage=stage, question=questions[one.pk].strip(), by=by)
                for one in indicators
            ],
            ignore_conflicts=True,
        )
    return evaluation.marks.count() - before


def save_words(model: type[MarkedWord], evaluation: Evaluation, words: Sequence[Word], *, by: User) -> list[int]:
    """Write many words of one evaluation in one statement; returns the indicators that somebody else wrote first.

    A stale row is left as it stands, the others are written. Raises StageClosedError, LevelRefusedError, and
    DomainError for an indicator without a mark or a level without a reason: then nothing is written.
    """
    if not words:
        return []
    if any(word.level is not None and not word.reason.strip() for word in words):
        raise InputRefusedError("Tingkat baru memerlukan alasan. Belum ada yang disimpan.")
    table = model._meta.db_table
    anew = "".join(
        f", {column} = CASE WHEN stored.level IS DISTINCT FROM EXCLUDED.level THEN %s ELSE stored.{column} END"
        for column in model.RESET_WITH_LEVEL
    )
    with passing_the_gate(), connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} AS stored
                (evaluation_id, indicator_id, level, reason, version, updated_by_id, updated_at)
            SELECT %s, said.indicator_id, said.level, said.reason, said.version + 1, %s, %s
            FROM unnest(%s::bigint[], %s::int[], %s::numeric[], %s::text[])
                AS said (indicator_id, version, level, reason)
            WHERE said.version = 0 OR EXISTS (
                SELECT 1 FROM {table} earlier
                WHERE earlier.evaluation_id = %s AND earlier.indicator_id = said.indicator_id
            )
            ON CONFLICT (evaluation_id, indicator_id) DO UPDATE
            SET level = EXCLUDED.level, reason = EXCLUDED.reason, version = EXCLUDED.version,
                updated_by_id = EXCLUDED.updated_by_id, updated_at = EXCLUDED.updated_at{anew}
            WHERE stored.version = EXCLUDED.version - 1
            RETURNING indicator_id
            """,  # noqa: S608 - names of our own tables and columns
            [
                evaluation.pk,
                by.pk,
                timezone.now(),
                [word.indicator_id for word in words],
                [word.version for word in words],
                [word.level for word in words],
                [word.reason.strip() for word in words],
                evaluation.pk,
                *model.RESET_WITH_LEVEL.values(),
            ],
        )
        written = {indicator for (indicator,) in cursor.fetchall()}
    return [word.indicator_id for word in words if word.indicator_id not in written]


def save_word(model: type[MarkedWord], evaluation: Evaluation, word: Word, *, by: User) -> None:
    """Write one word; StaleWordError with both texts if somebody wrote since `word.version`."""
    if save_words(model, evaluation, [word], by=by):
        rows = model._default_manager.select_related("updated_by", "indicator")
        stored = rows.filter(evaluation=evaluation, indicator=word.indicator_id).first()
        if stored is None:
            raise InputRefusedError("Formulir ini tidak sesuai dengan yang tersimpan. Muat ulang halaman ini.")
        raise StaleWordError(stored)


@transaction.atomic
def close_words(model: type[MarkedWord], stage: Stage, evaluations: Sequence[Evaluation]) -> int:
    """Put what was said with a level into the ledger; DomainError if a marked indicator was passed over.

    Call it while the gate of these evaluations is held.
    """
    silent = silent_marks(evaluations, stage, model)
    if numbers := list(silent.values_list("evaluation__institution__name", "indicator__number")[:10]):
        raise DomainError(
            f"{LABELS[stage]} belum dapat ditutup. Indikator yang ditandai tetapi belum dicatat hasilnya: "
            + "; ".join(f"{institution}, indikator {number}" for institution, number in numbers)
            + "."
        )
    spoken = model._default_manager.filter(evaluation__in=evaluations, level__isnull=False)
    return close_into_ledger(
        stage,
        spoken.values_list("evaluation_id", "indicator_id", "level", "reason", "updated_by_id", "updated_at"),
    )
