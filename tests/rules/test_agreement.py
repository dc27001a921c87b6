"""Coefficients of agreement, against examples that are printed elsewhere and against a second way of computing."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from apps.rules.agreement import (
    OUTLYING,
    Counts,
    Rating,
    Ratings,
    deviations,
    icc_1k,
    icc_2k,
    intervals,
    krippendorff_alpha,
    quadratic_kappa,
    robust_z,
    severities,
)

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 4 observers, 12 units, data missing.
OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]
MISSING = [
    [int(mark) for mark in unit if mark != "."] for unit in zip(*(one.split() for one in OBSERVERS), strict=True)
]

# The same, section A: 2 observers, 10 units, two values.
MEG = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
OWEN = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

# Shrout & Fleiss (1979), table 2: 6 targets, 4 judges; coefficients of table 4.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Data set "anxiety" of the R package irr, judges 2 and 3; its categories are 1, 2, 3, 4 and 6, so 6 is the fifth.
SECOND = [3, 5, 4, 5, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
THIRD = [2, 1, 4, 4, 3, 2, 1, 5, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]


def a_country(institutions: int = 40, indicators: int = 6, seed: int = 1) -> list[Rating]:
    """Eight judges in changing pairs, each with a leaning of their own."""
    chance = Random(seed)
    pairs = list(combinations(range(8), 2))
    return [
        Rating(institution, indicator, judge, min(5, max(1, truth + chance.choice([-1, 0, 0, 0, 1]) + (judge == 7))))
        for institution in range(institutions)
        for indicator in range(indicators)
        for truth in [chance.randint(1, 5)]
        for judge in pairs[institution % len(pairs)]
    ]


def test_quadratic_kappa_is_that_of_the_package_irr():
    kappa = quadratic_kappa(zip(SECOND, THIRD, strict=True), symmetrised=False)

    assert kappa == pytest.approx(0.2520325, abs=5e-8)


def test_cohens_kappa_by_its_own_definition_over_all_cells():
    expected = np.mean([(one - other) ** 2 for one in SECOND for other in THIRD])
    observed = np.mean([(one - other) ** 2 for one, other in zip(SECOND, THIRD, strict=True)])

    kappa = quadratic_kappa(zip(SECOND, THIRD, strict=True), symmetrised=False)

    assert kappa == pytest.approx(1 - observed / expected)


def test_a_symmetrised_kappa_does_not_ask_who_is_first():
    pairs = list(zip(SECOND, THIRD, strict=True))
    turned = [(other, one) if place % 2 else (one, other) for place, (one, other) in enumerate(pairs)]

    assert quadratic_kappa(turned) == pytest.approx(quadratic_kappa(pairs))
    assert quadratic_kappa(turned, symmetrised=False) != pytest.approx(quadratic_kappa(pairs, symmetrised=False))


def test_a_symmetrised_kappa_counts_every_pair_in_both_orders():
    pairs = list(zip(SECOND, THIRD, strict=True))
    both = pairs + [(other, one) for one, other in pairs]

    assert quadratic_kappa(pairs) == pytest.approx(quadratic_kappa(both, symmetrised=False))


@pytest.mark.parametrize("pairs", [[], [(3, 3), (3, 3)]])
def test_kappa_of_nothing_or_of_one_level_is_not_defined(pairs):
    assert quadratic_kappa(pairs) is None


def test_ordinal_alpha_is_the_published_one():
    assert krippendorff_alpha(MISSING) == pytest.approx(0.815, abs=5e-4)


def test_alpha_of_two_values_is_the_published_one():
    assert krippendorff_alpha(list(zip(MEG, OWEN, strict=True))) == pytest.approx(0.095, abs=5e-4)


def test_alpha_by_the_definition_over_all_pairs():
    """Krippendorff (2011): every pair of values inside its unit against every pair of all pairable values."""
    units = [unit for unit in MISSING if len(unit) > 1]
    values = [value for unit in units for value in unit]

    def apart(one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2

    n = len(values)
    observed = sum(2 * apart(*pair) / (len(unit) - 1) for unit in units for pair in combinations(unit, 2)) / n
    expected = sum(2 * apart(*pair) for pair in combinations(values, 2)) / (n * (n - 1))

    assert krippendorff_alpha(MISSING) == pytest.approx(1 - observed / expected)


@pytest.mark.parametrize("units", [[], [[1], [2]], [[3, 3], [3, 3]]])
def test_alpha_of_nothing_judged_twice_or_of_one_level_is_not_defined(units):
    assert krippendorff_alpha(units) is None


def test_intraclass_correlations_are_those_of_shrout_and_fleiss():
    assert icc_1k(TARGETS) == pytest.approx(0.44, abs=5e-3)
    assert icc_2k(TARGETS) == pytest.approx(0.62, abs=5e-3)


def test_intraclass_correlations_from_the_printed_mean_squares():
    """Table 3 of the same: BMS 11.24, WMS 6.26, JMS 32.49, EMS 1.02."""
    assert icc_1k(TARGETS) == pytest.approx((11.24 - 6.26) / 11.24, abs=1e-3)
    assert icc_2k(TARGETS) == pytest.approx((11.24 - 1.02) / (11.24 + (32.49 - 1.02) / 6), abs=1e-3)


@pytest.mark.parametrize("targets", [[], [[1, 2]], [[1], [2]]])
def test_a_correlation_needs_two_things_and_two_judges(targets):
    assert (icc_1k(targets), icc_2k(targets)) == (None, None)


def test_a_correlation_refuses_gaps():
    with pytest.raises(ValueError, match="every judge"):
        icc_2k([[1, 2], [1]])


def test_counts_give_the_coefficients_of_the_plain_functions():
    ratings = a_country()
    units: dict[tuple[int, int], list[float]] = {}
    for one in ratings:
        units.setdefault((one.cluster, one.unit), []).append(one.level)
    pairs = [(one, other) for one, other in units.values()]

    found = Counts.of(Ratings.of(ratings)).figures()

    assert found.same == pytest.approx(sum(one == other for one, other in pairs) / len(pairs))
    assert found.kappa == pytest.approx(quadratic_kappa(pairs))
    assert found.alpha == pytest.approx(krippendorff_alpha(pairs))
    assert found.icc == pytest.approx(icc_1k(pairs))


def test_a_unit_of_three_counts_its_pairs_as_three_judgements():
    ratings = [Rating(0, thing, judge, level) for thing, unit in enumerate(MISSING) for judge, level in enumerate(unit)]

    found = Counts.of(Ratings.of(ratings))

    assert (round(found.table.sum(), 9), found.units) == (40, 11)  # 40 pairable values in 11 units: Krippendorff (2011)


def test_ratings_apart_for_each_indicator_and_for_those_who_judged():
    ratings = Ratings.of([Rating(0, 1, 7, 4), Rating(0, 1, 8, 3), Rating(0, 2, 8, 5), Rating(1, 1, 9, 2)])

    assert {unit: part.level.tolist() for unit, part in ratings.by_unit().items()} == {1: [4, 3, 2], 2: [5]}
    assert ratings.with_any_of({7}).level.tolist() == [4, 3]
    assert ratings.relabelled({7: 70, 8: 70}).rater.tolist() == [70, 70, 70]


def test_drawing_institutions_is_repeating_them():
    ratings = a_country(institutions=3)
    weights = np.array([[2.0, 0.0, 1.0]])
    repeated = [one for one in ratings if one.cluster != 1]
    repeated += [one._replace(cluster=9) for one in ratings if one.cluster == 0]

    drawn = Counts.of(Ratings.of(ratings)).weighed(weights)

    assert drawn == pytest.approx(Counts.of(Ratings.of(repeated)).weighed(np.ones((1, 3))))


def test_intervals_hold_the_figure_and_come_again_with_their_seed():
    counts = Counts.of(Ratings.of(a_country()))
    figures = counts.figures()

    found = intervals(counts, draws=300, seed=(7, 1))

    assert all(
        one is not None and one.low < figure < one.high
        for one, figure in zip(found, vars(figures).values(), strict=True)
    )
    assert intervals(counts, draws=300, seed=(7, 1)) == found
    assert intervals(counts, draws=300, seed=(7, 2)) != found


def test_few_institutions_have_no_interval():
    assert intervals(Counts.of(Ratings.of(a_country(institutions=9))), draws=50, seed=(1,)) == [None] * 4


def test_severity_of_a_balanced_design_is_the_mean_difference():
    """All judge everything: the least-squares effect is each judge's mean less the grand mean."""
    ratings = [
        Rating(0, thing, judge, level) for thing, levels in enumerate(TARGETS) for judge, level in enumerate(levels)
    ]
    means = np.mean(TARGETS, axis=0)

    found = severities(Ratings.of(ratings))

    assert [one.level for one in found] == pytest.approx(list(means - means.mean()))


def test_severity_is_that_of_least_squares_with_a_parameter_for_everything():
    ratings = a_country()
    things = sorted({(one.cluster, one.unit) for one in ratings})
    design = np.zeros((len(ratings), len(things) + 8))
    for row, one in enumerate(ratings):
        design[row, things.index((one.cluster, one.unit))] = 1
        design[row, len(things) + one.rater] = 1
    solved = np.linalg.lstsq(design, np.array([one.level for one in ratings]), rcond=None)[0][len(things) :]

    found = severities(Ratings.of(ratings))

    assert [one.level for one in found] == pytest.approx(list(solved - solved.mean()))
    assert max(found, key=lambda one: one.level).rater == 7


def test_severity_names_those_who_cannot_be_compared():
    """Judges 1, 2 and 3 are linked by a chain; 8 and 9 know only each other; 5 judges alone."""
    ratings = [Rating(0, 0, 1, 4), Rating(0, 0, 2, 3), Rating(1, 0, 2, 3), Rating(1, 0, 3, 1)]
    ratings += [Rating(2, 0, 8, 5), Rating(2, 0, 9, 4), Rating(3, 0, 5, 2)]

    found = severities(Ratings.of(ratings))

    assert [(one.rater, one.component, one.units) for one in found] == [
        (1, 1, 1), (2, 1, 2), (3, 1, 1), (8, 2, 1), (9, 2, 1),
    ]  # fmt: skip
    assert [one.level for one in found] == pytest.approx([4 / 3, 1 / 3, -5 / 3, 0.5, -0.5])


def test_severity_has_an_interval_that_comes_again_with_its_seed():
    found = severities(Ratings.of(a_country()), draws=100, seed=(3,))

    assert all(one.interval is not None and one.interval.low < one.level < one.interval.high for one in found)
    assert severities(Ratings.of(a_country()), draws=100, seed=(3,)) == found


def test_nobody_judged_anything_with_somebody_else():
    assert severities(Ratings.of([Rating(0, 0, 1, 4), Rating(1, 0, 2, 4)])) == []


def test_robust_z_by_hand():
    """Median 3, distances 2 1 0 1 97, their median 1."""
    assert robust_z([1, 2, 3, 4, 100]) == pytest.approx([-1.349, -0.6745, 0, 0.6745, 65.4265])


def test_robust_z_where_most_are_equal_uses_the_mean_distance():
    assert robust_z([0, 0, 0, 4]) == pytest.approx([0, 0, 0, 4 / 1.253314])
    assert robust_z([2, 2]) == [0, 0]
    assert robust_z([]) == []
    assert robust_z([0, 0, 0, 0, 0, 9])[-1] > OUTLYING


def test_a_deviation_is_from_the_mean_of_the_others():
    ratings = [Rating(0, 1, 7, 4), Rating(0, 1, 8, 3), Rating(0, 1, 9, 1), Rating(0, 2, 7, 2), Rating(0, 2, 8, 2)]

    assert deviations(Ratings.of(ratings)) == {7: (1.0, 2), 8: (0.25, 2), 9: (-2.5, 1)}
