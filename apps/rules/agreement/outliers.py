"""Values far from all the others, measured by the median so that the far ones do not hide themselves."""

from collections.abc import Sequence

import numpy as np

from apps.rules.agreement.ratings import Ratings

OUTLYING = 3.5  # the bound that Iglewicz & Hoaglin recommend


def robust_z(values: Sequence[float]) -> list[float]:
    """The modified z-score: 0.6745 (x - median) / MAD, MAD the median of the distances from the median.

    Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, ASQC Quality Press. Where half of the values or more
    are equal MAD is zero, and 1.253314 times the mean distance takes the place of MAD / 0.6745; all equal: zeros.
    """
    if not len(values):
        return []
    known = np.array(values, dtype=float)
    apart = known - np.median(known)
    spread = float(np.median(np.abs(apart))) / 0.6745
    if spread < 1e-12:
        spread = 1.253314 * float(np.mean(np.abs(apart)))
    return [float(one) for one in (apart / spread if spread > 0 else apart)]


def deviations(ratings: Ratings) -> dict[int, tuple[float, int]]:
    """For each judge the mean of (own level - mean of the others on the same thing), and over how many things."""
    total: dict[int, list[float]] = {}
    for _, raters, levels in ratings.shaped():
        others = (levels.sum(axis=1, keepdims=True) - levels) / (levels.shape[1] - 1)
        for rater, apart in zip(raters.ravel().tolist(), (levels - others).ravel().tolist(), strict=True):
            total.setdefault(rater, []).append(apart)
    return {rater: (sum(found) / len(found), len(found)) for rater, found in sorted(total.items())}
