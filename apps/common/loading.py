"""Bringing tables in line with files: what is new is added, what differs is changed, what is gone is removed.

A row that is as it should be is not written at all, so that a second run touches nothing.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db.models import Model, ProtectedError, QuerySet

from apps.common.exceptions import DomainError, InputRefusedError

M = TypeVar("M", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Changes:
    """How many rows of one kind were created, changed, left alone and removed."""

    kind: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def touched(self) -> bool:
        return bool(self.created or self.changed or self.removed)

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.kind,
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.created} baru, {self.changed} berubah, {self.unchanged} tetap, {self.removed} dihapus"
        )


@dataclass(frozen=True)
class Row:
    """One line of a CSV file, which can say where it stands when something is wrong with it."""

    source: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refused(self, column: str, reason: str) -> InputRefusedError:
        return InputRefusedError(f"{self.source}: baris {self.line}, kolom {column}: {reason}")

    def read(self, column: str, reader: Callable[[str], Any], kind: str) -> Any:
        """The value of a column as `reader` understands it; None where it is empty."""
        if not (text := self[column]):
            return None
        try:
            return reader(text)
        except (ValueError, ArithmeticError) as error:
            raise self.refused(column, f"{text!r} bukan {kind}") from error


def read_table(path: Path, columns: Collection[str]) -> list[Row]:
    """The lines of a CSV file whose header names at least `columns`; refused whole if one does not fit it."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = next(lines, [])
            if missing := [column for column in columns if column not in header]:
                raise InputRefusedError(f"{path.name}: baris 1: kolom {', '.join(missing)} tidak ada")
            rows = []
            for values in lines:
                if len(values) != len(header):
                    raise InputRefusedError(
                        f"{path.name}: baris {lines.line_num}: {len(values)} kolom, seharusnya {len(header)}"
                    )
                rows.append(Row(path.name, lines.line_num, dict(zip(header, values, strict=True))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefusedError(f"{path.name}: tidak dapat dibaca sebagai CSV ({error})") from error
    return rows


def refuse_doubles(rows: Iterable[Row], *columns: str) -> None:
    """Refuse a file in which two lines agree in these columns."""
    seen: dict[Key, int] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in seen:
            raise row.refused(columns[0], f"{', '.join(map(repr, key))} sudah tercantum pada baris {seen[key]}")
        seen[key] = row.line


def bring_in_line(
    kind: str,
    present: QuerySet[M],
    key: Sequence[str],
    wanted: Iterable[M],
    fields: Sequence[str],
    *,
    keep_others: bool = False,
) -> Changes:
    """Make `present` consist of `wanted`: rows are matched by `key`, and compared in `fields`.

    Both name columns as attributes (`province_id`). At most three statements, each only if there is need.
    With `keep_others`, rows that are not wanted stay: people or work may hang on them.
    """
    there = {_key_of(one, key): one for one in present}
    create: list[M] = []
    change: list[M] = []
    unchanged = 0
    for one in wanted:
        old = there.pop(_key_of(one, key), None)
        if old is None:
            create.append(one)
        elif any(getattr(old, field) != getattr(one, field) for field in fields):
            for field in fields:
                setattr(old, field, getattr(one, field))
            change.append(old)
        else:
            unchanged += 1
    gone = [] if keep_others else list(there.values())
    rows = present.model._default_manager
    if gone:
        _remove(kind, rows.filter(pk__in=[one.pk for one in gone]))
    for one in (*create, *change):
        _check(kind, one, key)
    if change:
        rows.bulk_update(change, fields, batch_size=500)
    if create:
        rows.bulk_create(create, batch_size=1000)
    return Changes(kind, len(create), len(change), unchanged, len(gone))


def _check(kind: str, one: Model, key: Sequence[str]) -> None:
    """Refuse what does not fit its column; a bulk statement would round it or break off in the middle."""
    given = [field for field in one._meta.fields if getattr(one, field.attname) not in EMPTY_VALUES]
    fitting = {field.name for field in given if not field.is_relation}
    try:
        one.clean_fields(exclude={field.name for field in one._meta.fields} - fitting)
    except ValidationError as error:
        reasons = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        name = ", ".join(str(part) for part in _key_of(one, key))
        raise InputRefusedError(f"{kind} {name}: {reasons}") from error


def _remove(kind: str, rows: QuerySet[Any]) -> None:
    try:
        rows.delete()
    except ProtectedError as error:
        raise DomainError(f"{kind}: baris yang tidak tercantum lagi masih dipakai: {rows.first()}") from error


def _key_of(one: Model, key: Sequence[str]) -> Key:
    return tuple(getattr(one, field) for field in key)
