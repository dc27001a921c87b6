"""Reading by a statement written out. Composing one by the ORM costs more than the database takes to answer it,
so what every working page asks is written here and there as SQL, once for each question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model


def rows(sql: str, asked: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of the answer, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def columns(alias: str, model: type[Model]) -> str:
    """All columns of a model in the order of its fields, to be selected and read by `instances`."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def instances(row: Sequence[Any], *models: type[Model]) -> list[Any]:
    """The rows of several models that stand side by side in one; None where an outer join found nothing."""
    found: list[Any] = []
    for model in models:
        names = [field.attname for field in model._meta.concrete_fields]
        values, row = row[: len(names)], row[len(names) :]
        found.append(None if all(value is None for value in values) else model.from_db(DEFAULT_DB_ALIAS, names, values))
    return [*found, *row]
