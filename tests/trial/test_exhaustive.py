"""Every index there can be, against a second computation."""

import pytest

from tests.rules.enumeration import disagreements
from tests.rules.reference import INSTRUMENTS


@pytest.mark.trial
def test_every_combination_of_group_sums_comes_out_the_same_twice():
    compared, wrong = disagreements(INSTRUMENTS["spbe-47"])

    assert (compared, wrong) == (77_536_125, 0)


@pytest.mark.trial
def test_every_combination_of_the_older_instrument_comes_out_the_same_twice():
    compared, wrong = disagreements(INSTRUMENTS["spbe-35"])

    assert (compared, wrong) == (69 * 29 * 45, 0)
