"""Published figures of earlier years, from the rooms that keep them: those lie above, so they come here by themselves.

A room names its figures in a module `past.py`, which is read when the application starts.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.periods.models import EvaluationPeriod


@dataclass(frozen=True)
class PastFigure:
    """The stated official index of an institution in a year, by one instrument (primary keys)."""

    institution_id: int
    year: int
    index: Decimal
    instrument_id: int


Source = Callable[[EvaluationPeriod, Collection[int]], Iterator[PastFigure]]
SOURCES: list[Source] = []


def past_source(source: Source) -> Source:
    """Register where figures before a period come from. It leaves simulations out beside an official period."""
    SOURCES.append(source)
    return source


def figures_in(period: EvaluationPeriod, institution_ids: Collection[int], year: int) -> dict[int, PastFigure]:
    """institution -> its official figure of one year. What was computed here comes before what was loaded."""
    found = [figure for source in SOURCES for figure in source(period, institution_ids) if figure.year == year]
    return {one.institution_id: one for one in reversed(found)}


def last_figures(period: EvaluationPeriod, institution_ids: Collection[int]) -> dict[int, PastFigure]:
    """institution -> its official figure of the latest year before the period's. One query a source."""
    found = (figure for source in SOURCES for figure in source(period, institution_ids))
    return {one.institution_id: one for one in sorted(found, key=lambda one: one.year)}
