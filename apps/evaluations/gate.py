"""Closing: the other half of the gate whose first half stands in triggers.py."""

from django.db import connection

from apps.evaluations.triggers import GATE_LOCK


def hold(evaluation_ids: list[int]) -> None:
    """Wait until no save of these evaluations is under way, and let none in until this transaction ends.

    Call it before the rows are checked that are to be closed. Locks are taken in the order of the ids.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s::int[]) AS id ORDER BY id",
            [GATE_LOCK, sorted(evaluation_ids)],
        )
