"""Agreement of judges who gave the same thing a level, beyond what chance would give."""

from collections.abc import Iterable, Sequence

import numpy as np

from apps.rules.agreement.counts import Counts
from apps.rules.agreement.ratings import Rating, Ratings


def quadratic_kappa(pairs: Iterable[tuple[float, float]], *, symmetrised: bool = True) -> float | None:
    """Weighted kappa of pairs of levels, disagreement weighed by the square of the difference.

    kappa = 1 - sum o(c,k)(c-k)^2 / sum e(c,k)(c-k)^2: observed against expected disagreement. Cohen (1968), Weighted
    kappa, Psychological Bulletin 70(4), 213-220; squares after Fleiss & Cohen (1973), Educational and Psychological
    Measurement 33(3), 613-619. Symmetrised, every pair counts in both orders, since nobody is the first judge: both
    judges then share one margin (Scott 1955, Public Opinion Quarterly 19(3), 321-325). None where all levels are equal.
    """
    levels = np.array(list(pairs), dtype=float).reshape(-1, 2)
    if not len(levels):
        return None
    observed = float(np.mean((levels[:, 0] - levels[:, 1]) ** 2))
    # E(x-y)^2 of independent x and y is var x + var y + (mean x - mean y)^2.
    if symmetrised:
        expected = 2 * float(np.var(levels))
    else:
        expected = float(np.sum(np.var(levels, axis=0)) + (levels[:, 0].mean() - levels[:, 1].mean()) ** 2)
    return 1 - observed / expected if expected else None


def krippendorff_alpha(units: Iterable[Sequence[float]]) -> float | None:
    """Krippendorff's alpha for ordinal levels; a unit is the levels that its judges gave, missing ones left out.

    alpha = 1 - D_observed / D_expected over the coincidences o(c,k), with the ordinal difference
    (n_c/2 + n_between + n_k/2)^2. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of
    Pennsylvania, section E. None where it is not defined: nothing judged twice, or one level throughout.
    """
    ratings = [
        Rating(0, number, judge, level) for number, levels in enumerate(units) for judge, level in enumerate(levels)
    ]
    return Counts.of(Ratings.of(ratings)).figures().alpha
