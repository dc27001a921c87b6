"""Statements written out. Composing one by the ORM costs more than the database takes to answer it, so what every
working page asks is written here and there as SQL, once for each question; and so is what every save writes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Model

M = TypeVar("M", bound=Model)


def rows(sql: str, asked: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of the answer, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def columns(alias: str, model: type[Model], *, without: tuple[str, ...] = ()) -> str:
    """All columns of a model in the order of its fields, to be selected and read by `instances` or `many`."""
    return ", ".join(f'{alias}."{field.column}"' for field in _fields(model, without))


def instances(row: Sequence[Any], *models: type[Model]) -> list[Any]:
    """The rows of several models that stand side by side in one; None where an outer join found nothing."""
    found: list[Any] = []
    for model in models:
        names = _names(model)
        values, row = row[: len(names)], row[len(names) :]
        found.append(None if all(value is None for value in values) else model.from_db(DEFAULT_DB_ALIAS, names, values))
    return [*found, *row]


def many(found: Iterable[Sequence[Any]], model: type[M], *, without: tuple[str, ...] = ()) -> Iterator[M]:
    """The rows of one model; the columns `without` which it was read are read when somebody asks for them."""
    names = _names(model, without)
    return (model.from_db(DEFAULT_DB_ALIAS, names, row) for row in found)


@cache
def _names(model: type[Model], without: tuple[str, ...] = ()) -> list[str]:
    return [field.attname for field in _fields(model, without)]


def _fields(model: type[Model], without: tuple[str, ...]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in without]


def insert(row: Model, *, unless_there: bool = False) -> bool:
    """Write a new row as it stands in memory, which gets its key by that; whether it was written. One statement.

    `unless_there`: not where the database has a row already that it could not stand beside.
    """
    statement, fields = _insertion(type(row), unless_there)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    for [key] in rows(statement, values):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS
        return True
    return False


@cache
def _insertion(model: type[Model], unless_there: bool) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    leaving = "ON CONFLICT DO NOTHING" if unless_there else ""
    table, key = model._meta.db_table, model._meta.pk.column
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places}) {leaving} RETURNING "{key}"'  # noqa: S608
    return statement, fields


def write_next(row: Model, **changes: Any) -> bool:
    """Write these columns as the next `version` of a row, if it still stands at the one that was read; whether it did.

    One statement; the row in memory becomes what was written.
    """
    model = type(row)
    fields: list[Any] = [model._meta.get_field(name) for name in changes]
    values = [value.pk if isinstance(value, Model) else value for value in changes.values()]
    table, said = model._meta.db_table, "".join(f'"{field.column}" = %s, ' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET {said}version = version + 1 WHERE id = %s AND version = %s',  # noqa: S608
            [
                *(field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)),
                row.pk,
                row.version,  # type: ignore[attr-defined]
            ],
        )
        if not cursor.rowcount:
            return False
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1  # type: ignore[attr-defined]
    return True
