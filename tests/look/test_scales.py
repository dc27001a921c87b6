from decimal import Decimal

import pytest

from apps.common.scales import band_step, level_step


@pytest.mark.parametrize(
    ("levels", "minimum", "maximum", "steps"),
    [
        ((1, 2, 3, 4, 5), 1, 5, (1, 2, 3, 4, 5)),
        ((0, 1, 2, 3), 0, 3, (1, 2, 4, 5)),
        ((1, 2, 3), 1, 3, (1, 3, 5)),
        ((0, 5, 10), 0, 10, (1, 3, 5)),
    ],
)
def test_a_scale_of_any_length_runs_from_the_first_step_to_the_last(levels, minimum, maximum, steps):
    assert tuple(level_step(level, minimum, maximum) for level in levels) == steps


def test_a_decimal_level_takes_the_colour_of_the_level_it_has_reached():
    assert level_step(Decimal("3.99"), 1, 5) == 3
    assert level_step(Decimal("4.00"), 1, 5) == 4


def test_no_level_has_no_colour():
    assert level_step(None, 1, 5) == 0


@pytest.mark.parametrize("level", [0, 6, Decimal("5.01")])
def test_a_level_outside_the_scale_is_refused(level):
    with pytest.raises(ValueError, match="outside"):
        level_step(level, 1, 5)


@pytest.mark.parametrize(
    ("of", "steps"), [(1, [5]), (2, [1, 5]), (4, [1, 2, 4, 5]), (5, [1, 2, 3, 4, 5]), (6, [1, 2, 3, 3, 4, 5])]
)
def test_bands_keep_their_order_in_colour(of, steps):
    assert [band_step(position, of) for position in range(1, of + 1)] == steps


@pytest.mark.parametrize("position", [0, 6])
def test_a_band_that_is_not_there_is_refused(position):
    with pytest.raises(ValueError, match="no band"):
        band_step(position, 5)
