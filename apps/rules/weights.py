"""Whether the weights of an instrument add up. Annex of PermenPANRB 59/2020, chapter on the index: they share out 100.

What stands beneath a part shares out exactly the weight of that part, at every depth.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Imbalance(Generic[Key]):
    """A part (None: the whole) beneath which the weights add up to another sum than its own."""

    key: Key | None
    weight: Decimal
    total: Decimal


def imbalances(rows: Iterable[tuple[Key, Key | None, Decimal]]) -> list[Imbalance[Key]]:
    """Where the weights of rows (node, the node above or None, weight) do not add up, from the top down."""
    weights: dict[Key | None, Decimal] = {None: WHOLE}
    totals: dict[Key | None, Decimal] = {}
    for key, parent, weight in rows:
        weights[key] = weight
        totals[parent] = totals.get(parent, Decimal(0)) + weight
    return [Imbalance(key, weights[key], total) for key, total in totals.items() if total != weights[key]]
