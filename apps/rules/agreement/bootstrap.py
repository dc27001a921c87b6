"""How far a coefficient could have come out otherwise: institutions drawn again, with a seed that is on record."""

from typing import NamedTuple

import numpy as np

from apps.rules.agreement.counts import Coefficients, Counts
from apps.rules.agreement.ratings import Array

# Fewer institutions than this say nothing of how institutions differ.
LEAST_CLUSTERS = 10
TAIL = 2.5  # percent below and above: an interval of 95 %


class Interval(NamedTuple):
    low: float
    high: float


def intervals(counts: Counts, *, draws: int, seed: tuple[int, ...]) -> list[Interval | None]:
    """95 % percentile intervals in the order of Coefficients' fields; the same seed gives the same ones.

    Cluster bootstrap: whole institutions are drawn with replacement, since judgements inside one hang together. Efron
    (1979), Bootstrap methods, Annals of Statistics 7(1), 1-26; clusters after Davison & Hinkley (1997), Bootstrap
    Methods and their Application, section 3.8. None without draws, for fewer than ten
    institutions, or where draws are not defined.
    """
    if not draws or counts.clusters < LEAST_CLUSTERS:
        return [None] * len(Coefficients.__dataclass_fields__)
    return [percentile_interval(row) for row in counts.weighed(_drawn(counts.clusters, draws, seed))]


def percentile_interval(drawn: Array) -> Interval | None:
    """None where one draw in twenty has no figure: what is left would not stand for all."""
    known = drawn[~np.isnan(drawn)]
    if len(known) < 0.95 * len(drawn):
        return None
    low, high = np.percentile(known, [TAIL, 100 - TAIL])
    return Interval(float(low), float(high))


def _drawn(clusters: int, draws: int, seed: tuple[int, ...]) -> Array:
    """(draws, clusters): how often each was drawn, as many a draw as there are."""
    chosen = np.random.default_rng(seed).integers(clusters, size=(draws, clusters))
    places = (chosen + clusters * np.arange(draws)[:, None]).ravel()
    return np.bincount(places, minlength=draws * clusters).reshape(draws, clusters).astype(float)
