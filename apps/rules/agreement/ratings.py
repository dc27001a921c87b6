"""Levels that judges gave, in columns: a country's judgements are counted at once, not one by one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]


class Rating(NamedTuple):
    """One level: of which institution, about which thing there (an indicator), by whom."""

    cluster: int
    unit: int
    rater: int
    level: float


@dataclass(frozen=True)
class Ratings:
    """The columns of many of them, in any order. Cluster and unit together name the thing that was judged."""

    cluster: Whole
    unit: Whole
    rater: Whole
    level: Array

    @classmethod
    def of(cls, ratings: Iterable[Rating]) -> "Ratings":
        columns = np.array(list(ratings), dtype=float).reshape(-1, 4).T
        cluster, unit, rater = columns[:3].astype(np.intp)
        return cls(cluster, unit, rater, columns[3])

    def by_unit(self) -> dict[int, "Ratings"]:
        """Apart for each indicator."""
        return {int(unit): self._where(self.unit == unit) for unit in np.unique(self.unit)}

    def with_any_of(self, raters: Collection[int]) -> "Ratings":
        """Everything said of the things that at least one of these has judged."""
        base = int(self.unit.max(initial=0)) + 1
        things = self.cluster * base + self.unit
        return self._where(np.isin(things, things[np.isin(self.rater, list(raters))]))

    def relabelled(self, group_of: Mapping[int, int]) -> "Ratings":
        """With the group in place of the judge, as in a judge's university; those without one are left out."""
        known = self._where(np.isin(self.rater, list(group_of)))
        return replace(known, rater=np.array([group_of[one] for one in known.rater.tolist()], dtype=np.intp))

    def shaped(self) -> Iterator[tuple[Whole, Whole, Array]]:
        """For every number of judges m from two on: clusters (u,), judges (u, m) and levels (u, m) of u things."""
        order = np.lexsort((self.rater, self.unit, self.cluster))
        cluster, unit = self.cluster[order], self.unit[order]
        begins = np.flatnonzero(np.r_[True, (np.diff(cluster) != 0) | (np.diff(unit) != 0)][: len(order)])
        sizes = np.diff(np.r_[begins, len(order)])
        for size in np.unique(sizes[sizes > 1]).tolist():
            rows = order[begins[sizes == size][:, None] + np.arange(size)]
            yield self.cluster[rows[:, 0]], self.rater[rows], self.level[rows]

    def _where(self, chosen: NDArray[np.bool_]) -> "Ratings":
        return Ratings(self.cluster[chosen], self.unit[chosen], self.rater[chosen], self.level[chosen])
