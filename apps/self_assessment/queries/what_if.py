"""What the figures would be if some levels were others. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.instruments.models import Indicator, Part
from apps.instruments.queries import Shape
from apps.self_assessment.queries.sheet import Provisional, provisional_of


@dataclass(frozen=True)
class PartChange:
    part: Part
    depth: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class LevelChange:
    indicator: Indicator
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True)
class Supposition:
    """The figures as they are and as they would be. `levels`: those that would be others."""

    before: Provisional
    after: Provisional
    parts: list[PartChange]
    levels: list[LevelChange]

    @property
    def change(self) -> Decimal:
        return self.after.index - self.before.index

    @property
    def rises(self) -> bool:
        """Whether another predikat would be reached, up or down."""
        return self.before.predikat != self.after.predikat


def suppose(shape: Shape, levels: Mapping[int, Decimal | None], supposed: Mapping[int, Decimal]) -> Supposition:
    """`levels` as they stand and `supposed` ones, both by indicator (primary keys)."""
    before, after = provisional_of(shape, levels), provisional_of(shape, {**levels, **supposed})
    return Supposition(
        before,
        after,
        [PartChange(row.part, row.depth, before.parts[row.part.pk], after.parts[row.part.pk]) for row in shape.rows],
        [
            LevelChange(one, levels.get(one.pk), supposed[one.pk])
            for one in shape.indicators
            if one.pk in supposed and supposed[one.pk] != levels.get(one.pk)
        ],
    )
