"""What a closed stage said enters the ledger by one statement."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from apps.rules.stages import Stage

LEDGER_COLUMNS = ("evaluation_id", "indicator_id", "level", "reason", "decided_by_id", "at")


@transaction.atomic
def close_into_ledger(stage: Stage, rows: QuerySet[Any, Any]) -> int:
    """Append what `rows` say, as the next revision of this stage; returns how many levels were written.

    `rows` is a values_list of evaluation, indicator, level, reason, person and time, in this order.
    """
    try:
        sql, params = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO evaluations_ledgerlevel
                (evaluation_id, indicator_id, level, reason, decided_by_id, at, stage, revision)
            SELECT spoken.*, %s, 1 + COALESCE((
                SELECT max(earlier.revision) FROM evaluations_ledgerlevel earlier
                WHERE earlier.evaluation_id = spoken.evaluation_id
                  AND earlier.indicator_id = spoken.indicator_id AND earlier.stage = %s), 0)
            FROM ({sql}) AS spoken ({", ".join(LEDGER_COLUMNS)})
            """,  # noqa: S608 - the inner statement is the ORM's own
            [stage.value, stage.value, *params],
        )
        return cursor.rowcount
