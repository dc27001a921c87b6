"""Reading an instrument in the order it is printed, and as a tree of weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from apps.common.sql import columns, many, rows
from apps.instruments.models import Criterion, Indicator, Instrument, Part, PredikatBand
from apps.rules.index import WeightTree, indices, stated, weight_tree
from apps.rules.predikat import predikat_of

# A node of the tree: a part or an indicator, by its primary key. None is the whole.
Key = tuple[str, int]


# Every sheet of a country weighs alike, and a tree says nothing but what it was made of.
_tree = lru_cache(16)(weight_tree)


@dataclass(frozen=True)
class Row:
    """A part with its depth (0 at the top), in the order in which the instrument is printed."""

    part: Part
    depth: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Figures:
    """What follows from a set of levels. Exact; `index` is None while an indicator is missing."""

    exact: Fraction | None
    parts: Mapping[int, Fraction]
    bands: tuple[PredikatBand, ...]

    @property
    def complete(self) -> Fraction:
        """The exact index; ValueError while an indicator is missing."""
        if self.exact is None:
            raise ValueError("an indicator has no level")
        return self.exact

    @property
    def index(self) -> Decimal | None:
        return None if self.exact is None else stated(self.exact)

    @property
    def predikat(self) -> PredikatBand | None:
        return None if self.index is None else predikat_of(self.index, self.bands)


@dataclass(frozen=True)
class Shape:
    """An instrument read whole: three queries, whatever its depth and size."""

    instrument: Instrument
    parts: tuple[Part, ...]
    indicators: tuple[Indicator, ...]
    bands: tuple[PredikatBand, ...]

    @cached_property
    def tree(self) -> WeightTree[Key]:
        rows = [
            (("part", part.pk), ("part", part.parent_id) if part.parent_id else None, part.weight)
            for part in self.parts
        ]
        rows += [(("indicator", one.pk), ("part", one.part_id), one.weight) for one in self.indicators]
        return _tree(tuple(rows))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The parts depth first, each with the indicators directly beneath it."""
        children: dict[int | None, list[Part]] = {}
        for part in sorted(self.parts, key=lambda part: part.number):
            children.setdefault(part.parent_id, []).append(part)
        beneath: dict[int, list[Indicator]] = {}
        for indicator in self.indicators:
            beneath.setdefault(indicator.part_id, []).append(indicator)

        def walk(parent: int | None, depth: int) -> list[Row]:
            found = []
            for part in children.get(parent, []):
                found.append(Row(part, depth, tuple(beneath.get(part.pk, []))))
                found += walk(part.pk, depth + 1)
            return found

        return tuple(walk(None, 0))

    @cached_property
    def asked(self) -> tuple[Indicator, ...]:
        """What the institution answers and assessors judge: everything but what another agency's index decides."""
        return tuple(one for one in self.indicators if not one.is_external)

    @cached_property
    def leaves(self) -> tuple[Part, ...]:
        """The lowest parts, those that hold indicators: the axes of a radar."""
        return tuple(row.part for row in self.rows if row.indicators)

    def figures(self, levels: Mapping[int, Decimal]) -> Figures:
        """Index at every depth from levels by indicator (primary keys)."""
        found = indices(self.tree, {("indicator", pk): level for pk, level in levels.items()})
        parts = {key[1]: value for key, value in found.items() if key is not None}
        return Figures(found.get(None), parts, self.bands)


# What an indicator explains on its own page, at length, is no part of the shape.
TEXTS = ("question", "explanation", "note", "aliases")

# Written out: before almost everything that is said of an instrument there are these three.
PARTS = f"""
    SELECT {columns("part", Part)} FROM instruments_part part WHERE instrument_id = %s ORDER BY kind, number
"""  # noqa: S608 - our own words
INDICATORS = f"""
    SELECT {columns("indicator", Indicator, without=TEXTS)}
    FROM instruments_indicator indicator WHERE instrument_id = %s ORDER BY number
"""  # noqa: S608
BANDS = f"""
    SELECT {columns("band", PredikatBand)}
    FROM instruments_predikatband band WHERE instrument_id = %s ORDER BY floor DESC
"""  # noqa: S608


def shape_of(instrument: Instrument) -> Shape:
    """The whole of an instrument but its texts. Three queries."""
    asked = [instrument.pk]
    return Shape(
        instrument=instrument,
        parts=tuple(many(rows(PARTS, asked), Part)),
        indicators=tuple(many(rows(INDICATORS, asked), Indicator, without=TEXTS)),
        bands=tuple(many(rows(BANDS, asked), PredikatBand)),
    )


def has_criteria(instrument: Instrument) -> bool:
    """Whether any criterion is written. One query."""
    return Criterion.objects.filter(indicator__instrument=instrument).exists()


@dataclass(frozen=True)
class Step:
    """A whole level of the scale for one indicator: its name, what it asks, what could prove it.

    Texts are empty where the instrument has none yet.
    """

    level: int
    name: str
    text: str
    evidence: str


STEPS = """
    SELECT named.level, named.name, coalesce(criterion.text, ''), coalesce(criterion.evidence, '')
    FROM instruments_levelname named
    LEFT JOIN instruments_criterion criterion
      ON criterion.indicator_id = %(indicator)s AND criterion.level = named.level
    WHERE named.instrument_id = %(instrument)s AND named.capability = %(capability)s
"""


class Sibling(NamedTuple):
    """An indicator as a link names it."""

    number: int
    name: str


def siblings_of(indicator: Indicator) -> list[Sibling]:
    """All indicators of an instrument in order, for going from one to the next. One query."""
    in_order = "SELECT number, name FROM instruments_indicator WHERE instrument_id = %s ORDER BY number"
    return [Sibling(*row) for row in rows(in_order, [indicator.instrument_id])]


def steps_of(instrument: Instrument, indicator: Indicator) -> tuple[Step, ...]:
    """The whole levels of the scale for this indicator, lowest first. One query."""
    asked = {"instrument": instrument.pk, "indicator": indicator.pk, "capability": indicator.capability}
    steps = {step[0]: Step(*step) for step in rows(STEPS, asked)}
    levels = range(int(instrument.scale_min), int(instrument.scale_max) + 1)
    return tuple(steps.get(level, Step(level, "", "", "")) for level in levels)
