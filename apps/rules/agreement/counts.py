"""Judgements boiled down, institution by institution, to the sums from which every coefficient follows.

Resampling institutions then is one matrix product: a draw only says how often each institution counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from apps.rules.agreement.ratings import Array, Ratings, Whole


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
    left: Whole
    right: Whole
    table: Array
    anova: Array
    judges: int
    units: int

    @classmethod
    def of(cls, ratings: Ratings) -> "Counts":
        """Units that fewer than two have judged say nothing of agreement and are left out."""
        shapes = list(ratings.shaped())
        clusters = np.unique(np.concatenate([cluster for cluster, _, _ in shapes] or [ratings.cluster[:0]]))
        values = np.unique(np.concatenate([levels.ravel() for _, _, levels in shapes] or [ratings.level[:0]]))
        judges = max(shapes, key=lambda shape: len(shape[0]))[1].shape[1] if shapes else 2
        rows, cells, weights = [], [], []
        anova = np.zeros((len(clusters), 4))
        for cluster, _, levels in shapes:
            row, size = np.searchsorted(clusters, cluster), levels.shape[1]
            codes = np.sort(np.searchsorted(values, levels), axis=1)
            for first, second in combinations(range(size), 2):
                rows.append(row)
                cells.append(codes[:, first] * len(values) + codes[:, second])
                weights.append(np.full(len(row), 2 / (size - 1)))
            if size == judges:
                anova = _one_way(row, levels, len(clusters))
        pairs, column = np.unique(np.concatenate(cells or [clusters[:0]]), return_inverse=True)
        table = np.zeros((len(clusters), len(pairs)))
        if rows:
            np.add.at(table, (np.concatenate(rows), column), np.concatenate(weights))
        left, right = np.divmod(pairs, max(len(values), 1))
        return cls(values, left, right, table, anova, judges, sum(len(cluster) for cluster, _, _ in shapes))

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


def _one_way(row: Whole, levels: Array, clusters: int) -> Array:
    means = levels.mean(axis=1)
    within = ((levels - means[:, None]) ** 2).sum(axis=1)
    columns: Iterable[Array] = (np.ones(len(row)), means, means**2, within)
    return np.stack([np.bincount(row, weights=column, minlength=clusters) for column in columns], axis=1)
