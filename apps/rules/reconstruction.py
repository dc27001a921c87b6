"""Levels that lead exactly to published figures. Not what was judged, only what could have been.

A published index says nothing of the indicators. Where a rehearsal needs them, whole levels are searched
whose computed figures equal the published ones. Indicators of equal weight under the same published figures
are interchangeable, so the search runs over the sums of such groups: first the sums nearest to the figures,
then ever farther ones. A sum is then spread evenly, with a step up and a step down here and there, as real
sheets have. The same figures always give the same levels.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from apps.rules.index import indices, stated
from apps.rules.instrument import IndicatorSpec, InstrumentSpec, NodeKey

HALF_A_STEP = Fraction(1, 200)
"""How far an exact index may lie below its stated figure."""


class ReconstructionError(ValueError):
    """No sheet of whole levels leads to the figures."""


@dataclass(frozen=True)
class _Group:
    """Indicators of one weight under the same published figures; `wanted` is the sum that fits these best."""

    indicators: tuple[IndicatorSpec, ...]
    share: int
    under: frozenset[NodeKey | None]
    wanted: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class _Bound:
    """The weighted sums, `low` included and `high` not, that are stated as the figure of a node."""

    node: NodeKey | None
    low: int
    high: int


def reconstruct(
    instrument: InstrumentSpec, index: Decimal, parts: Mapping[NodeKey, Decimal] | None = None
) -> dict[int, Decimal]:
    """A whole level for each indicator's number, so that index and parts come out as the figures given."""
    figures: dict[NodeKey | None, Decimal] = {None: index}
    for node, figure in (parts or {}).items():
        figures[node] = figure
    groups = _groups(instrument, figures)
    bounds = [_bound(instrument, node, figure) for node, figure in figures.items()]

    for reach in range(max(group.highest - group.lowest for group in groups) + 1):
        for sums in _sums(groups, bounds, reach):
            levels = _spread(instrument, groups, sums)
            _verify(instrument, levels, figures)
            return levels
    raise ReconstructionError(f"Tidak ada susunan tingkat bulat yang menghasilkan {index} pada {instrument.code}.")


def _groups(instrument: InstrumentSpec, figures: Mapping[NodeKey | None, Decimal]) -> list[_Group]:
    above: dict[int, list[NodeKey | None]] = {indicator.number: [] for indicator in instrument.indicators}
    for node in figures:
        for indicator in instrument.indicators_under(node):
            above[indicator.number].append(node)
    members: dict[tuple[frozenset[NodeKey | None], Decimal], list[IndicatorSpec]] = {}
    for indicator in instrument.indicators:
        members.setdefault((frozenset(above[indicator.number]), indicator.weight), []).append(indicator)

    steps = instrument.scale.steps
    groups = []
    for (under, _), indicators in members.items():
        nearest = min(under, key=lambda node: len(instrument.indicators_under(node)))
        size = len(indicators)
        groups.append(
            _Group(
                indicators=tuple(indicators),
                share=instrument.tree.shares[indicators[0].key],
                under=under,
                wanted=round(size * figures[nearest]),
                lowest=size * steps[0],
                highest=size * steps[-1],
            )
        )
    return groups


def _bound(instrument: InstrumentSpec, node: NodeKey | None, figure: Decimal) -> _Bound:
    share = instrument.tree.shares[node]
    edges = (share * (Fraction(figure) - HALF_A_STEP), share * (Fraction(figure) + HALF_A_STEP))
    low, high = (ceil(edge) for edge in edges)
    return _Bound(node, low, high)


def _sums(groups: list[_Group], bounds: list[_Bound], reach: int) -> Iterator[tuple[int, ...]]:
    """Every choice of group sums within the bounds, none farther than `reach` from what fits best."""
    if not groups:
        if all(bound.low <= 0 < bound.high for bound in bounds):
            yield ()
        return
    group, *others = groups
    for chosen in _nearest_first(group, reach):
        left = [
            _Bound(bound.node, bound.low - group.share * chosen, bound.high - group.share * chosen)
            if bound.node in group.under
            else bound
            for bound in bounds
        ]
        if all(_reachable(bound, others, reach) for bound in left):
            for rest in _sums(others, left, reach):
                yield (chosen, *rest)


def _nearest_first(group: _Group, reach: int) -> list[int]:
    near = range(max(group.lowest, group.wanted - reach), min(group.highest, group.wanted + reach) + 1)
    return sorted(near, key=lambda chosen: abs(chosen - group.wanted))


def _reachable(bound: _Bound, groups: list[_Group], reach: int) -> bool:
    mine = [group for group in groups if bound.node in group.under]
    least = sum(group.share * max(group.lowest, group.wanted - reach) for group in mine)
    most = sum(group.share * min(group.highest, group.wanted + reach) for group in mine)
    return least < bound.high and most >= bound.low


def _spread(instrument: InstrumentSpec, groups: list[_Group], sums: tuple[int, ...]) -> dict[int, Decimal]:
    lowest, highest = instrument.scale.steps[0], instrument.scale.steps[-1]
    levels: dict[int, Decimal] = {}
    for group, chosen in zip(groups, sums, strict=True):
        size = len(group.indicators)
        spread = [(place + 1) * chosen // size - place * chosen // size for place in range(size)]
        for up, down in zip(range(0, size, 3), range(1, size, 3), strict=False):
            if spread[up] < highest and spread[down] > lowest:
                spread[up] += 1
                spread[down] -= 1
        levels |= {indicator.number: Decimal(level) for indicator, level in zip(group.indicators, spread, strict=True)}
    return dict(sorted(levels.items()))


def _verify(
    instrument: InstrumentSpec, levels: Mapping[int, Decimal], figures: Mapping[NodeKey | None, Decimal]
) -> None:
    """Ask the real computation whether the levels lead to the figures."""
    computed = indices(instrument.tree, {i.key: levels[i.number] for i in instrument.indicators})
    for node, figure in figures.items():
        if stated(computed[node]) != figure:
            raise ReconstructionError(f"{node}: {stated(computed[node])}, seharusnya {figure}.")
