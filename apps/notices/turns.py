"""Work of the clock that only one hand does at a time."""

from enum import IntEnum

from django.db import connection

CLOCK_LOCK = 7310  # first key of the advisory locks below


class Turn(IntEnum):
    DIGESTS = 1
    REMINDERS = 2


def take(turn: Turn) -> bool:
    """Whether it is ours until this transaction ends. A second clock goes away with nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [CLOCK_LOCK, turn.value])
        return bool(cursor.fetchone()[0])
