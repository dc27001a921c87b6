"""Judgements boiled down, institution by institution, to the sums from which every coefficient follows.

Resampling institutions then is one matrix product: a draw only says how often each institution counts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Rating(NamedTuple):
    """One level: of which institution, about which thing (an indicator there), by whom."""

    cluster: int
    unit: int
    rater: int
    level: float


@dataclass(frozen=True)
class Coefficients:
    """What a set of judgements says of its judges; None where a coefficient is not defined.

    same: share of the pairs with equal levels; kappa: symmetrised, quadratic weights; alpha: Krippendorff, ordinal;
    icc: ICC(1,k) of the mean of the k judges that most units have.
    """

    same: float | None
    kappa: float | None
    alpha: float | None
    icc: float | None


@dataclass(frozen=True)
class Counts:
    """`table[c, p]`: how often, in cluster c, two judges of a unit gave the values left[p] and right[p].

    Both orders are counted together, and each judge of a unit of m as 1/(m-1), so that a unit weighs as many
    judgements as it has (Krippendorff's coincidences). `anova[c]`: number of the units that k judges have judged, sum
    and sum of squares of their means, sum of squares inside them.
    """

    values: Array
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    table: Array
    anova: Array
    judges: int
    units: int

    @classmethod
    def of(cls, ratings: Iterable[Rating]) -> "Counts":
        """Units that fewer than two have judged say nothing of agreement and are left out."""
        judged: dict[tuple[int, int], list[float]] = defaultdict(list)
        for one in ratings:
            judged[one.cluster, one.unit].append(one.level)
        return cls.of_units((cluster, levels) for (cluster, _), levels in judged.items() if len(levels) > 1)

    @classmethod
    def of_units(cls, units: Iterable[tuple[int, list[float]]]) -> "Counts":
        units = list(units)
        clusters = {cluster: place for place, cluster in enumerate(sorted({cluster for cluster, _ in units}))}
        values = np.unique([level for _, levels in units for level in levels]).astype(float)
        place = {value: number for number, value in enumerate(values.tolist())}
        judges = _usual([len(levels) for _, levels in units])
        cells: dict[tuple[int, tuple[int, int]], float] = defaultdict(float)
        anova = np.zeros((len(clusters), 4))
        for cluster, levels in units:
            row = clusters[cluster]
            for first, second in combinations(sorted(place[level] for level in levels), 2):
                cells[row, (first, second)] += 2 / (len(levels) - 1)
            if len(levels) == judges:
                mean = sum(levels) / judges
                anova[row] += (1, mean, mean * mean, sum((level - mean) ** 2 for level in levels))
        pairs = {pair: number for number, pair in enumerate(sorted({pair for _, pair in cells}))}
        table = np.zeros((len(clusters), len(pairs)))
        for (row, pair), often in cells.items():
            table[row, pairs[pair]] = often
        columns = np.array(list(pairs), dtype=np.intp).reshape(-1, 2)
        return cls(values, columns[:, 0], columns[:, 1], table, anova, judges, len(units))

    @property
    def clusters(self) -> int:
        return len(self.table)

    def figures(self) -> Coefficients:
        """The coefficients of the judgements as they are."""
        found = self.weighed(np.ones((1, self.clusters)))
        return Coefficients(*(None if np.isnan(row[0]) else float(row[0]) for row in found))

    def weighed(self, weights: Array) -> Array:
        """The same with each cluster counted `weights[draw, cluster]` times: (4, draws), nan where not defined."""
        with np.errstate(divide="ignore", invalid="ignore"):
            table = weights @ self.table
            total = table.sum(axis=1)
            margins = self._margins(table)
            same = (table * (self.left == self.right)).sum(axis=1) / total
            kappa = 1 - self._observed(table, self.values) / _expected(margins, self.values) * total
            ranks = np.cumsum(margins, axis=1) - margins / 2
            alpha = 1 - (total - 1) * self._observed(table, ranks) / _expected(margins, ranks)
            found = np.vstack([same, kappa, alpha, self._icc(weights)])
        return np.where(np.isfinite(found), found, np.nan)

    def _margins(self, table: Array) -> Array:
        margins = np.zeros((len(table), len(self.values)))
        for column, (first, second) in enumerate(zip(self.left, self.right, strict=True)):
            margins[:, first] += table[:, column] / 2
            margins[:, second] += table[:, column] / 2
        return margins

    def _observed(self, table: Array, scale: Array) -> Array:
        """Sum of o(c,k) times the squared distance on the scale; one scale, or one for each draw."""
        return (table * (scale[..., self.left] - scale[..., self.right]) ** 2).sum(axis=1)

    def _icc(self, weights: Array) -> Array:
        """(BMS - WMS) / BMS: see reliability.icc_1k."""
        units, means, squares, within = (weights @ self.anova).T
        between = self.judges * (squares - means**2 / units) / (units - 1)
        return 1 - within / (units * (self.judges - 1)) / between


def _expected(margins: Array, scale: Array) -> Array:
    """Sum of n_c n_k times the squared distance on the scale: 2 (n sum n_c s_c^2 - (sum n_c s_c)^2), nan for none."""
    total = margins.sum(axis=1)
    spread = 2 * (total * (margins * scale**2).sum(axis=1) - ((margins * scale).sum(axis=1)) ** 2)
    return np.where(spread > 1e-9 * total**2, spread, np.nan)


def _usual(sizes: list[int]) -> int:
    """The size that most have, the smaller of equals; 2 where there is none."""
    return max(sorted(set(sizes)), key=sizes.count, default=2)
