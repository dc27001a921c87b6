"""The index at every depth: the weighted mean of the indicators beneath, exact until it is stated.

The annex of PermenPANRB 59/2020 gives the means of an aspect, of a domain and of the whole; they are one
formula at different depths, so there is one here. Sums are kept in whole numbers where the levels are whole,
which makes a country of institutions a matter of milliseconds.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Exact = int | Decimal | Fraction


@dataclass(frozen=True)
class WeightTree(Generic[Key]):
    """Which nodes stand beneath which, and how much each weighs. The key None is the whole instrument.

    `shares` are the weights brought to whole numbers; `groups` are the sets of siblings, the deepest first.
    """

    shares: Mapping[Key | None, int]
    groups: tuple[tuple[Key | None, tuple[Key, ...]], ...]


def weight_tree(rows: Iterable[tuple[Key, Key | None, Decimal]]) -> WeightTree[Key]:
    """A tree of rows (node, the node above or None, weight), of any depth and in any order."""
    weights: dict[Key, Fraction] = {}
    above: dict[Key, Key | None] = {}
    for key, parent, weight in rows:
        weights[key] = Fraction(weight)
        above[key] = parent

    children: dict[Key | None, list[Key]] = {}
    for key, parent in above.items():
        children.setdefault(parent, []).append(key)

    unit = reduce(lcm, (weight.denominator for weight in weights.values()), 1)
    shares: dict[Key | None, int] = {key: int(weight * unit) for key, weight in weights.items()}
    shares[None] = sum(shares[key] for key in children.get(None, ()))

    groups: list[tuple[Key | None, tuple[Key, ...]]] = []
    waiting: list[Key | None] = [None]
    while waiting:
        parent = waiting.pop()
        if parent in children:
            groups.append((parent, tuple(children[parent])))
            waiting.extend(children[parent])
    return WeightTree(shares=shares, groups=tuple(reversed(groups)))


def indices(tree: WeightTree[Key], values: Mapping[Key, Exact]) -> dict[Key | None, Fraction]:
    """The index of every node above the given ones whose children are all known; the whole is under None.

    `values` may be levels of indicators or figures of parts. Where something is missing there is no index.
    """
    totals: dict[Key | None, int | Fraction] = {
        key: tree.shares[key] * _whole_where_possible(value) for key, value in values.items()
    }
    found: dict[Key | None, Fraction] = {}
    for parent, children in tree.groups:
        if parent in totals or not all(child in totals for child in children):
            continue
        total = sum(totals[child] for child in children)
        totals[parent] = total
        found[parent] = Fraction(total, tree.shares[parent])
    return found


def stated(value: Fraction) -> Decimal:
    """The figure as it is printed: two places, half up. This is the only rounding there is."""
    hundredths = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    return Decimal(hundredths).scaleb(-2)


def _whole_where_possible(value: Exact) -> int | Fraction:
    numerator, denominator = value.as_integer_ratio()
    return numerator if denominator == 1 else Fraction(numerator, denominator)
