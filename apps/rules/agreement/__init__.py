"""How far independent judges agree, and who judges stricter than the others. Here NumPy and floats are at home.

Nothing here changes a level: these are figures about judgements, never figures of a decree. Every function names its
formula and the publication it comes from; tests/rules/test_agreement.py recomputes the examples printed there.
"""

from apps.rules.agreement.bootstrap import Interval, intervals
from apps.rules.agreement.counts import Coefficients, Counts
from apps.rules.agreement.kappa import krippendorff_alpha, quadratic_kappa
from apps.rules.agreement.outliers import OUTLYING, deviations, robust_z
from apps.rules.agreement.ratings import Rating, Ratings
from apps.rules.agreement.reliability import icc_1k, icc_2k
from apps.rules.agreement.severity import Severity, severities

__all__ = [
    "OUTLYING",
    "Coefficients",
    "Counts",
    "Interval",
    "Rating",
    "Ratings",
    "Severity",
    "deviations",
    "icc_1k",
    "icc_2k",
    "intervals",
    "krippendorff_alpha",
    "quadratic_kappa",
    "robust_z",
    "severities",
]
