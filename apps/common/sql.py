"""Reading by a statement written out. Composing one by the ORM costs more than the database takes to answer it,
so what every working page asks is written here and there as SQL, once for each question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def rows(sql: str, asked: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of the answer, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
