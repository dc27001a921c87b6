"""Values far from all the others. Exact: fractions throughout, so that the same levels always stand out alike.

The modified z-score of Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, ASQC Quality Press:
0.6745 (x - median) / MAD, where MAD is the median of the distances from the median; they recommend to look at what
lies beyond 3.5. Where half of the values or more are equal MAD is zero; then 1.253314 times the mean distance takes
the place of MAD / 0.6745, as IBM SPSS does it. Where all are equal nothing stands out.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Number = TypeVar("Number", Decimal, Fraction)

NORMAL_MAD = Fraction("0.6745")
NORMAL_MEAN_DISTANCE = Fraction("1.253314")


def robust_scores(counts: Mapping[Decimal, int]) -> dict[Decimal, Fraction]:
    """The score of every value, from how often each occurs; exact."""
    if not counts:
        return {}
    middle = median(counts)
    apart = {value: Fraction(value) - middle for value in counts}
    spread = _spread({value: abs(distance) for value, distance in apart.items()}, counts)
    return {value: distance / spread if spread else Fraction(0) for value, distance in apart.items()}


def median(counts: Mapping[Number, int]) -> Fraction:
    """The middle of the values, each taken as often as it occurs; between two the mean of both."""
    total = sum(counts.values())
    middles = {(total - 1) // 2, total // 2}
    found, passed = [], 0
    for value in sorted(counts):
        upto = passed + counts[value]
        found += [Fraction(value) for place in middles if passed <= place < upto]
        passed = upto
    return sum(found, Fraction(0)) / len(found)


def _spread(distances: Mapping[Decimal, Fraction], counts: Mapping[Decimal, int]) -> Fraction:
    often: Counter[Fraction] = Counter()
    for value, distance in distances.items():
        often[distance] += counts[value]
    if deviation := median(often):
        return deviation / NORMAL_MAD
    mean = sum((distance * number for distance, number in often.items()), Fraction(0)) / often.total()
    return NORMAL_MEAN_DISTANCE * mean
