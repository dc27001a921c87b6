"""Every index a whole-number instrument can give, computed twice.

Indicators of equal weight are interchangeable, so a sheet is as good as the sums of its groups of equal
weight. One side is ours: for every weighted total there is, a real sheet goes through `indices`, `stated`
and `predikat_of`. The other side knows nothing of these: 64-bit integers over the weights in the file.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product

import numpy as np

from apps.rules.index import indices, stated
from apps.rules.instrument import IndicatorSpec, InstrumentSpec, NodeKey
from apps.rules.predikat import predikat_of
from tests.rules.reference import FIXTURES

Outcome = tuple[int, int]
"""The stated index in hundredths, and the place of its predikat among the bands, lowest first."""


def equal_groups(instrument: InstrumentSpec) -> list[list[IndicatorSpec]]:
    """The indicators of each weight."""
    groups: dict[Decimal, list[IndicatorSpec]] = {}
    for indicator in instrument.indicators:
        groups.setdefault(indicator.weight, []).append(indicator)
    return list(groups.values())


def sums_of(instrument: InstrumentSpec, group: list[IndicatorSpec]) -> range:
    """The sums that the levels of a group can have."""
    steps = instrument.scale.steps
    return range(len(group) * steps[0], len(group) * steps[-1] + 1)


def outcomes_by_total(instrument: InstrumentSpec) -> dict[int, Outcome]:
    """Ours: what the rules make of a sheet, for every weighted total that a sheet can have."""
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for group in equal_groups(instrument):
        share = instrument.tree.shares[group[0].key]
        reached = {
            total + share * chosen: (*sums, chosen)
            for total, sums in reached.items()
            for chosen in sums_of(instrument, group)
        }
    return {total: outcome(instrument, sums) for total, sums in reached.items()}


def outcome(instrument: InstrumentSpec, sums: Iterable[int]) -> Outcome:
    """Ours for one sheet with these group sums."""
    levels: dict[NodeKey, Decimal] = {}
    for group, chosen in zip(equal_groups(instrument), sums, strict=True):
        base, more = divmod(chosen, len(group))
        levels |= {indicator.key: Decimal(base + (i < more)) for i, indicator in enumerate(group)}
    figure = stated(indices(instrument.tree, levels)[None])
    rising = instrument.bands[::-1]
    return int(figure * 100), rising.index(predikat_of(figure, rising))


def disagreements(instrument: InstrumentSpec, firsts: Iterable[tuple[int, int]] | None = None) -> tuple[int, int]:
    """How many combinations of group sums were compared, and how many came out differently.

    `firsts` names the sums of the first two groups to look at; without it, every one is.
    """
    groups = equal_groups(instrument)
    ranges = [sums_of(instrument, group) for group in groups]
    shares = [instrument.tree.shares[group[0].key] for group in groups]
    ours = outcomes_by_total(instrument)
    figure_of = np.zeros(max(ours) + 1, dtype=np.int64)
    band_of = np.zeros(max(ours) + 1, dtype=np.int64)
    for total, (figure, band) in ours.items():
        figure_of[total], band_of[total] = figure, band

    weights, floors = _independent(instrument.code)
    rest_of_ours = _all_sums(ranges[2:], shares[2:])
    rest_of_theirs = _all_sums(ranges[2:], weights[2:])
    compared = wrong = 0
    for first, second in firsts if firsts is not None else product(*ranges[:2]):
        totals = rest_of_ours + first * shares[0] + second * shares[1]
        hundredths = rest_of_theirs + first * weights[0] + second * weights[1]
        figures = (hundredths + 50) // 100
        bands = np.searchsorted(floors, figures, side="right") - 1
        compared += totals.size
        wrong += int(np.count_nonzero((figure_of[totals] != figures) | (band_of[totals] != bands)))
    return compared, wrong


def _independent(code: str) -> tuple[list[int], np.ndarray]:
    """Weights in hundredths of a percent and floors in hundredths, straight from the file's text."""
    data = json.loads((FIXTURES / "instruments" / f"{code}.json").read_text())
    weights = dict.fromkeys(int(row["weight"].replace(".", "")) for row in data["indicators"])
    floors = [int(band["floor"].replace(".", "")) for band in reversed(data["predikat"])]
    return list(weights), np.array(floors)


def _all_sums(ranges: list[range], weights: list[int]) -> np.ndarray:
    sums: np.ndarray = np.zeros(1, dtype=np.int64)
    for span, weight in zip(ranges, weights, strict=True):
        sums = np.add.outer(sums, np.array(span, dtype=np.int64) * weight).ravel()
    return sums


def seeded_firsts(instrument: InstrumentSpec, *, count: int, seed: int) -> Iterator[tuple[int, int]]:
    """A seeded choice of the sums of the first two groups."""
    every = list(product(*(sums_of(instrument, group) for group in equal_groups(instrument)[:2])))
    chosen = np.random.default_rng(seed).choice(len(every), size=count, replace=False)
    return (every[place] for place in chosen)
