"""Weights share out a hundred, at every depth."""

from decimal import Decimal

import pytest

from apps.rules.weights import Imbalance, imbalances
from tests.rules.reference import INSTRUMENTS

ROWS = [("a", None, Decimal(60)), ("b", None, Decimal(40)), ("a1", "a", Decimal(35)), ("a2", "a", Decimal(25))]


def test_weights_that_add_up():
    assert imbalances(ROWS) == []


def test_the_whole_is_a_hundred():
    assert imbalances(ROWS[1:2]) == [Imbalance(None, Decimal(100), Decimal(40))]


def test_what_stands_beneath_a_part_shares_out_its_weight():
    assert imbalances(ROWS[:3]) == [Imbalance("a", Decimal(60), Decimal(35))]


@pytest.mark.parametrize("spec", INSTRUMENTS.values(), ids=INSTRUMENTS)
def test_every_shipped_instrument_adds_up(spec):
    assert imbalances((node.key, node.parent, node.weight) for node in spec.nodes.values()) == []
