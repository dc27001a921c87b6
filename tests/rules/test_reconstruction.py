from decimal import Decimal
from fractions import Fraction

import pytest

from apps.rules.index import indices, stated
from apps.rules.reconstruction import ReconstructionError, reconstruct
from tests.rules.reference import INSTRUMENTS

BANYUWANGI = {
    ("domain", 1): Decimal("4.70"),
    ("domain", 2): Decimal("4.20"),
    ("domain", 3): Decimal("3.91"),
    ("domain", 4): Decimal("4.82"),
}


def by_key(levels):
    return {("indicator", number): level for number, level in levels.items()}


def test_banyuwangi_has_the_only_sums_that_fit():
    instrument = INSTRUMENTS["spbe-47"]

    levels = reconstruct(instrument, Decimal("4.50"), BANYUWANGI)

    found = indices(instrument.tree, by_key(levels))
    sums = {
        node: sum(levels[indicator.number] for indicator in instrument.indicators_under(node))
        for node in [("domain", 1), ("domain", 2), ("domain", 3), ("aspect", 7), ("aspect", 8)]
    }
    assert list(sums.values()) == [47, 42, 43, 47, 30]
    assert found[None] == Fraction("4.4985")
    assert {node: stated(found[node]) for node in BANYUWANGI} == BANYUWANGI


@pytest.mark.parametrize("code", ["spbe-35", "spbe-47"])
@pytest.mark.parametrize("index", ["1.00", "1.01", "2.11", "2.55", "3.02", "4.07", "4.21", "4.99", "5.00"])
def test_every_index_can_be_reached_by_whole_levels_within_the_scale(code, index):
    instrument = INSTRUMENTS[code]

    levels = reconstruct(instrument, Decimal(index))

    assert list(levels) == [indicator.number for indicator in instrument.indicators]
    assert set(levels.values()) <= {Decimal(step) for step in instrument.scale.steps}
    assert stated(indices(instrument.tree, by_key(levels))[None]) == Decimal(index)


def test_the_levels_stay_near_the_index():
    levels = reconstruct(INSTRUMENTS["spbe-47"], Decimal("2.77"))

    assert all(abs(level - Decimal("2.77")) < 2 for level in levels.values())
    assert len(set(levels.values())) > 2


def test_the_same_figures_give_the_same_levels():
    instrument = INSTRUMENTS["spbe-47"]

    assert reconstruct(instrument, Decimal("3.80")) == reconstruct(instrument, Decimal("3.80"))


def test_figures_that_contradict_each_other_are_refused():
    with pytest.raises(ReconstructionError):
        reconstruct(INSTRUMENTS["spbe-47"], Decimal("4.90"), BANYUWANGI)


def test_an_index_beyond_the_scale_is_refused():
    with pytest.raises(ReconstructionError):
        reconstruct(INSTRUMENTS["spbe-47"], Decimal("5.01"))
