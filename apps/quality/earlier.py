"""What an institution is held against: its own last published year, or that of whoever it carries on.

Whoever was renamed or moved is whoever it was before. Of several merged predecessors each has its own last year, and
all of them count for levels; for an index none does, since an index of several is not one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from apps.common.sql import rows
from apps.evaluations.past import PastFigure, last_figures
from apps.institutions.models import Institution
from apps.institutions.queries import carried_lines
from apps.periods.models import EvaluationPeriod

LAST = """
    SELECT one.id, period.year FROM evaluations_evaluation one
    JOIN periods_evaluationperiod period ON period.id = one.period_id
    WHERE one.institution_id = {institution} AND one.stage = 'published' AND period.year < %(year)s
      AND (period.simulation_label <> '') = %(is_simulation)s
    ORDER BY period.year DESC, one.id DESC LIMIT 1
"""
# Who has a year of its own stands for those before it, unless one of them was assessed later still.
NEAREST = f"""
    WITH RECURSIVE nearest (start, institution, id, year) AS (
        SELECT start.id, start.id, last.id, last.year FROM unnest(%(institutions)s::bigint[]) AS start (id)
        LEFT JOIN LATERAL ({LAST.format(institution="start.id")}) last ON true
        UNION
        SELECT nearest.start, link.former_id, last.id, last.year FROM nearest
        JOIN institutions_succession link ON link.later_id = nearest.institution
        LEFT JOIN LATERAL ({LAST.format(institution="link.former_id")}) last ON true
        WHERE nearest.year IS NULL OR last.year > nearest.year
    )
    SELECT nearest.start, nearest.id, nearest.year, period.instrument_id,
        CASE WHEN nearest.institution = nearest.start THEN '' ELSE former.name END
    FROM nearest
    JOIN evaluations_evaluation one ON one.id = nearest.id
    JOIN periods_evaluationperiod period ON period.id = one.period_id
    JOIN institutions_institution former ON former.id = nearest.institution
    ORDER BY nearest.start, nearest.year DESC, nearest.institution
"""  # noqa: S608 - our own words
LONGEST_NAME = 100  # of a predecessor, beside what else a remark says


@dataclass(frozen=True)
class EarlierYear:
    """A published evaluation of an earlier year; `predecessor` is empty where it is the institution's own."""

    evaluation: int
    year: int
    instrument: int
    predecessor: str

    def __str__(self) -> str:
        return _against(self.year, self.predecessor)


@dataclass(frozen=True)
class EarlierIndex:
    """The official index of the last earlier year, of the institution or of the one that it carries on whole."""

    figure: PastFigure
    predecessor: str

    def __str__(self) -> str:
        return _against(self.figure.year, self.predecessor)


def earlier_years(period: EvaluationPeriod, institutions: Collection[int]) -> dict[int, list[EarlierYear]]:
    """institution -> the last published year before the period; several only of merged ones. One query."""
    asked = {"institutions": list(institutions), "year": period.year, "is_simulation": period.is_simulation}
    found: dict[int, list[EarlierYear]] = {}
    for start, *earlier in rows(NEAREST, asked):
        found.setdefault(start, []).append(EarlierYear(*earlier))
    return found


def earlier_indices(period: EvaluationPeriod, institutions: Collection[int]) -> dict[int, EarlierIndex]:
    """institution -> the index it is held against. A constant number of queries."""
    lines = carried_lines(institutions)
    figures = last_figures(period, {pk for line in lines.values() for pk in line})
    spoken = {
        start: next(figures[pk] for pk in line if pk in figures)
        for start, line in lines.items()
        if not figures.keys().isdisjoint(line)
    }
    former = {one.institution_id for start, one in spoken.items() if one.institution_id != start}
    names = dict(Institution.objects.filter(pk__in=former).values_list("pk", "name"))
    return {
        start: EarlierIndex(one, "" if one.institution_id == start else names[one.institution_id])
        for start, one in spoken.items()
    }


def _against(year: int, predecessor: str) -> str:
    return f"Terhadap {predecessor[:LONGEST_NAME]} {year}" if predecessor else f"Terhadap {year}"
