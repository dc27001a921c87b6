"""Bringing in what another agency's index says: on record with its source, and in the ledger at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Case, CharField, F, Func, TextField, Value, When
from django.db.models.functions import Concat

from apps.accounts.models import User
from apps.common.formats import MONTHS
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions.ledger import close_into_ledger
from apps.evaluations.external import standing_values
from apps.evaluations.models import ExternalValue
from apps.rules.stages import Stage


@dataclass(frozen=True, slots=True)
class ExternalRow:
    """One level with where it comes from; `value` as the source prints it."""

    evaluation_id: int
    indicator_id: int
    value: str
    level: Decimal
    source: str
    dated: date


@transaction.atomic
def bring_external(rows: Sequence[ExternalRow], *, by: User) -> int:
    """Put values on record and into the ledger, all or none; returns how many were new.

    What already stands so is left out. Raises DomainError for an indicator that no index decides, a level off the
    scale, and an evaluation that is accepted already.
    """
    gate.hold([row.evaluation_id for row in rows])
    standing = {
        (one.evaluation_id, one.indicator_id): ExternalRow(
            one.evaluation_id, one.indicator_id, one.value, one.level, one.source, one.dated
        )
        for one in standing_values([row.evaluation_id for row in rows])
    }
    news = [row for row in rows if standing.get((row.evaluation_id, row.indicator_id)) != row]
    if not news:
        return 0
    with passing_the_gate():
        written = _write(news, by)
        return close_into_ledger(
            Stage.EXTERNAL_INDEX,
            ExternalValue.objects.filter(pk__in=written).values_list(
                "evaluation_id", "indicator_id", "level", _said(), "by_id", "at"
            ),
        )


def _write(rows: Sequence[ExternalRow], by: User) -> list[int]:
    """The rows as the next revisions, in one statement; their primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO evaluations_externalvalue
                (evaluation_id, indicator_id, value, level, source, dated, revision, by_id, at)
            SELECT said.*, 1 + COALESCE((
                SELECT max(earlier.revision) FROM evaluations_externalvalue earlier
                WHERE earlier.evaluation_id = said.evaluation_id AND earlier.indicator_id = said.indicator_id), 0),
                %s::bigint, clock_timestamp()
            FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::numeric[], %s::text[], %s::date[])
                AS said (evaluation_id, indicator_id, value, level, source, dated)
            RETURNING id
            """,
            [
                by.pk,
                [row.evaluation_id for row in rows],
                [row.indicator_id for row in rows],
                [row.value for row in rows],
                [row.level for row in rows],
                [row.source for row in rows],
                [row.dated for row in rows],
            ],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _said() -> Concat:
    """The reason in the ledger."""
    day, year = (
        Func(F("dated"), Value(form), function="to_char", output_field=CharField()) for form in ("FMDD", "YYYY")
    )
    month = Case(*[When(dated__month=number, then=Value(name)) for number, name in enumerate(MONTHS, start=1)])
    words = [Value("Nilai "), "value", Value(" menurut "), "source", Value(", ")]
    return Concat(*words, day, Value(" "), month, Value(" "), year, Value("."), output_field=TextField())
