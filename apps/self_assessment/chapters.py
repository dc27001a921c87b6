"""What the rooms above add to an institution's archive of a sheet.

    @chapter
    def follow_ups(evaluation): return Chapter(...)

A room registers in a `chapters.py` of its own. Its rows are the institution's own, and the same state gives the same
rows in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import StoredFile

Row = dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """A folder of the archive: its rows, each with the file that goes with it. `name` is also what is counted.

    A row gets `anggota` and `sha256` of its file.
    """

    name: str
    rows: Sequence[tuple[Row, StoredFile | None]]


CHAPTERS: list[Callable[[Evaluation], Chapter]] = []


def chapter(source: Callable[[Evaluation], Chapter]) -> Callable[[Evaluation], Chapter]:
    """Register the decorated function."""
    CHAPTERS.append(source)
    return source


def chapters_of(evaluation: Evaluation) -> list[Chapter]:
    return sorted((source(evaluation) for source in CHAPTERS), key=lambda one: one.name)
