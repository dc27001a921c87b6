"""What the rooms above add to an institution's archive of a sheet.

    @chapter("follow_up_followupevent")
    def follow_ups(evaluation): return Chapter(...)

A room registers in a `chapters.py` of its own, with the tables whose sealed rows go along. All of it the institution
wrote itself or may read now, and the same state gives the same rows in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from apps.evaluations.models import Evaluation

Row = dict[str, Any]


class Kept(Protocol):
    """A file in the store: a StoredFile, or a Paper."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Paper:
    """A paper that was made here, with the name it leaves under."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Chapter:
    """A folder of the archive: its rows as they stand, and every version of them, each with the file that goes with it.

    `name` is also what is counted. A row gets `anggota` and `sha256` of its file. `versions` is None where rows are
    only added to.
    """

    name: str
    rows: Sequence[tuple[Row, Kept | None]]
    versions: Sequence[tuple[Row, Kept | None]] | None = None


Source = Callable[[Evaluation], Chapter]
CHAPTERS: list[Source] = []
TABLES: set[str] = set()


def chapter(*tables: str) -> Callable[[Source], Source]:
    """Register the decorated function, and the tables of the chain that hold its rows."""

    def register(source: Source) -> Source:
        CHAPTERS.append(source)
        TABLES.update(tables)
        return source

    return register


def chapters_of(evaluation: Evaluation) -> list[Chapter]:
    return sorted((source(evaluation) for source in CHAPTERS), key=lambda one: one.name)
