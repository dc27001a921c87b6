"""What the rooms above add to an institution's archive of a sheet.

    @chapter("follow_up_followupevent")
    def follow_ups(evaluation): return Chapter(...)

A room registers in a `chapters.py` of its own, with the tables whose sealed rows go along. All of it is the
institution's own, and the same state gives the same rows in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import StoredFile

Row = dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """A folder of the archive: its rows as they stand, and every version of them, each with the file that goes with it.

    `name` is also what is counted. A row gets `anggota` and `sha256` of its file.
    """

    name: str
    rows: Sequence[tuple[Row, StoredFile | None]]
    versions: Sequence[tuple[Row, StoredFile | None]]


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
