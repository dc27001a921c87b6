"""Who gives higher or lower levels than the others for the very same things."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from apps.rules.agreement.bootstrap import LEAST_CLUSTERS, Interval, percentile_interval
from apps.rules.agreement.ratings import Array, Ratings, Whole

CHUNK = 100  # draws solved at once: a matrix of all judges each


@dataclass(frozen=True)
class Severity:
    """How many levels this judge gives above (+, lenient) or below (-, severe) the mean of their `component`.

    A component holds those who are linked through things judged together, numbered from 1, the largest first. Figures
    of different components cannot be compared: nobody has judged the same thing as both. units: things judged with
    somebody else; interval: None for fewer than ten institutions.
    """

    rater: int
    level: float
    interval: Interval | None
    component: int
    units: int


def severities(ratings: Ratings, *, draws: int = 0, seed: tuple[int, ...] = (0,)) -> list[Severity]:
    """Least squares over the connected design: level = thing + judge + rest, judges of a component summing to zero.

    The things drop out: each unit of m judges adds I - 11'/m to the normal equations, a Laplacian that has one
    solution in every connected component. Searle (1971), Linear Models, chapter 7 (two-way crossed, unbalanced);
    components after Weeks & Williams (1964), A note on the determination of connectedness, Technometrics 6(3),
    319-324. Intervals by the Bayesian bootstrap over institutions (Rubin 1981, Annals of Statistics 9(1), 130-134):
    it gives every institution a weight above zero, so no draw tears the design apart. Judges who share nothing with
    anybody are left out.
    """
    design = _Design.of(ratings)
    if not design.raters:
        return []
    labels = _components(len(design.raters), design.pairs)
    point = design.solved(np.ones((1, design.clusters)), labels)[0]
    drawn = None
    if draws and design.clusters >= LEAST_CLUSTERS:
        weights = np.random.default_rng(seed).dirichlet(np.ones(design.clusters), size=draws) * design.clusters
        drawn = design.solved(weights, labels)
    return [
        Severity(
            rater=rater,
            level=float(point[place]),
            interval=percentile_interval(drawn[:, place]) if drawn is not None else None,
            component=int(labels[place]) + 1,
            units=design.units[place],
        )
        for place, rater in enumerate(design.raters)
    ]


@dataclass(frozen=True)
class _Design:
    """By cluster and pair of judges: how much they are linked, and the sum of their differences, each by 1/m."""

    raters: list[int]
    units: list[int]
    pairs: Whole
    linked: Array
    apart: Array

    @classmethod
    def of(cls, ratings: Ratings) -> "_Design":
        met: list[Array] = []  # rows of cluster, thing, judge, other, 1/m, difference/m
        things = 0
        for cluster, raters, levels in ratings.shaped():
            size = raters.shape[1]
            for one, other in combinations(range(size), 2):  # shaped() gives judges in their order
                apart = (levels[:, one] - levels[:, other]) / size
                thing, share = things + np.arange(len(cluster)), np.full(len(cluster), 1 / size)
                met.append(np.stack([cluster, thing, raters[:, one], raters[:, other], share, apart], axis=1))
            things += len(cluster)
        rows = np.concatenate(met) if met else np.zeros((0, 6))
        rows = rows[rows[:, 2] != rows[:, 3]]
        cluster, thing, one, other = rows[:, :4].astype(np.intp).T
        raters = np.unique(np.r_[one, other])
        first, second = np.searchsorted(raters, one), np.searchsorted(raters, other)
        clusters, row = np.unique(cluster, return_inverse=True)
        pairs, column = np.unique(first * max(len(raters), 1) + second, return_inverse=True)
        linked, differing = np.zeros((2, len(clusters), len(pairs)))
        np.add.at(linked, (row, column), rows[:, 4])
        np.add.at(differing, (row, column), rows[:, 5])
        judged = np.unique(np.r_[first, second] * max(things, 1) + np.r_[thing, thing]) // max(things, 1)
        units = np.bincount(judged, minlength=len(raters))
        ends = np.stack(np.divmod(pairs, max(len(raters), 1)), axis=1)
        return cls(raters.tolist(), units.tolist(), ends, linked, differing)

    @property
    def clusters(self) -> int:
        return len(self.linked)

    def solved(self, weights: Array, labels: Whole) -> Array:
        """(draws, judges): the effects, summing to zero in every component."""
        size = len(self.raters)
        first, second = self.pairs.T
        rows = np.arange(len(self.pairs))
        one, other = np.zeros((2, len(self.pairs), size))
        one[rows, first] = other[rows, second] = 1
        # Adding one everywhere inside a component fixes its mean at zero and makes the equations regular.
        together = (labels[:, None] == labels[None, :]).astype(float)
        found = [
            self._solved(chunk, together, one + other, one - other)
            for chunk in np.array_split(weights, max(len(weights) // CHUNK, 1))
        ]
        return np.concatenate(found)

    def _solved(self, weights: Array, together: Array, ends: Array, signs: Array) -> Array:
        first, second = self.pairs.T
        every = np.arange(len(together))
        link = weights @ self.linked
        laplacian = np.repeat(together[None], len(weights), axis=0)
        laplacian[:, first, second] -= link
        laplacian[:, second, first] -= link
        laplacian[:, every, every] += link @ ends
        right = (weights @ self.apart) @ signs
        return np.asarray(np.linalg.solve(laplacian, right[..., None])[..., 0], dtype=np.float64)


def _components(size: int, pairs: Whole) -> Whole:
    """The component of each judge, the largest 0, equals in the order of their first judge."""
    root = list(range(size))

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in pairs.tolist():
        root[max(top(one), top(other))] = min(top(one), top(other))
    tops = [top(one) for one in range(size)]
    order = {one: place for place, one in enumerate(sorted(set(tops), key=lambda one: (-tops.count(one), one)))}
    return np.array([order[one] for one in tops], dtype=np.intp)
