"""The robust z-score, exact, with the cases in which its spread is zero."""

from decimal import Decimal
from fractions import Fraction

import pytest

from apps.rules.agreement import robust_z
from apps.rules.outliers import median, robust_scores


def counted(*levels: str) -> dict[Decimal, int]:
    return {Decimal(one): levels.count(one) for one in levels}


@pytest.mark.parametrize(
    ("levels", "middle"),
    [(("3",), 3), (("1", "4"), Fraction(5, 2)), (("1", "2", "2", "5"), 2), (("1", "2", "9"), 2), (("1", "1.5"), 1.25)],
)
def test_the_median_stands_in_the_middle(levels, middle):
    assert median(counted(*levels)) == middle


def test_the_score_is_the_distance_in_deviations():
    """1 2 3 4 5: the median is 3, the distances are 2 1 0 1 2, their median is 1."""
    scores = robust_scores(counted("1", "2", "3", "4", "5"))

    assert scores == {
        Decimal(1): Fraction("-1.349"),
        Decimal(2): Fraction("-0.6745"),
        Decimal(3): 0,
        Decimal(4): Fraction("0.6745"),
        Decimal(5): Fraction("1.349"),
    }


def test_where_more_than_half_are_equal_the_mean_distance_takes_the_place():
    """Nine times 3 and once 5: MAD is 0, the mean distance 2/10."""
    scores = robust_scores(counted(*["3"] * 9, "5"))

    assert scores == {Decimal(3): 0, Decimal(5): Fraction(2) / (Fraction("1.253314") * Fraction(1, 5))}


def test_where_all_are_equal_nothing_stands_out():
    assert robust_scores(counted("3", "3")) == {Decimal(3): 0}


def test_nothing_has_no_score():
    assert robust_scores({}) == {}


def test_it_is_the_score_that_figures_of_agreement_use():
    values = ["1.00", "1.25", "2.00", "2.75", "4.50", "5.00", "2.00"]

    exact = robust_scores(counted(*values))

    assert [float(exact[Decimal(one)]) for one in values] == pytest.approx(robust_z([float(one) for one in values]))
