import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.rules.index import indices, stated, weight_tree
from tests.rules.enumeration import disagreements, equal_groups, seeded_firsts
from tests.rules.reference import INSTRUMENTS

instruments = st.sampled_from(list(INSTRUMENTS.values()))
four_deep = weight_tree(
    [
        ("a", None, Decimal("60")),
        ("b", None, Decimal("40")),
        ("a1", "a", Decimal("60")),
        ("b1", "b", Decimal("40")),
        ("a1x", "a1", Decimal("20")),
        ("a1y", "a1", Decimal("40")),
        ("b1x", "b1", Decimal("40")),
        ("1", "a1x", Decimal("20")),
        ("2", "a1y", Decimal("10")),
        ("3", "a1y", Decimal("30")),
        ("4", "b1x", Decimal("40")),
    ]
)


@st.composite
def sheets(draw):
    """An instrument and a level for each of its indicators."""
    instrument = draw(instruments)
    unit = 10**instrument.scale.digits
    lowest, highest = int(instrument.scale.minimum) * unit, int(instrument.scale.maximum) * unit
    levels = {indicator.key: Decimal(draw(st.integers(lowest, highest))) / unit for indicator in instrument.indicators}
    return instrument, levels


@given(sheets())
def test_every_index_lies_within_the_scale(sheet):
    instrument, levels = sheet

    found = indices(instrument.tree, levels)

    assert set(found) == {None, *(part.key for part in instrument.parts)}
    assert all(instrument.scale.minimum <= value <= instrument.scale.maximum for value in found.values())


@given(sheets())
def test_at_every_depth_it_is_the_weighted_mean_of_the_indicators_beneath(sheet):
    instrument, levels = sheet

    found = indices(instrument.tree, levels)

    for node, value in found.items():
        beneath = instrument.indicators_under(node)
        total = sum(Fraction(i.weight) * Fraction(levels[i.key]) for i in beneath)
        assert value == total / sum(Fraction(i.weight) for i in beneath)


@given(sheets())
def test_it_is_the_same_from_the_figures_of_any_depth(sheet):
    instrument, levels = sheet
    found = indices(instrument.tree, levels)

    for kind in instrument.hierarchy[:-1]:
        figures = {part.key: found[part.key] for part in instrument.parts if part.kind == kind}
        assert indices(instrument.tree, figures)[None] == found[None]


@given(sheets(), st.data())
def test_a_higher_level_lifts_what_stands_above_it_and_nothing_else(sheet, data):
    instrument, levels = sheet
    raised = data.draw(st.sampled_from(instrument.indicators))
    before = indices(instrument.tree, levels | {raised.key: instrument.scale.minimum})

    after = indices(instrument.tree, levels | {raised.key: instrument.scale.maximum})

    lifted = {node for node in before if after[node] > before[node]}
    assert lifted == {node for node in before if raised in instrument.indicators_under(node)}
    assert all(after[node] == before[node] for node in before.keys() - lifted)


@given(sheets(), st.randoms())
def test_equal_weights_may_change_places(sheet, random):
    instrument, levels = sheet
    shuffled = dict(levels)
    for group in equal_groups(instrument):
        moved = [levels[indicator.key] for indicator in group]
        random.shuffle(moved)
        shuffled |= {indicator.key: level for indicator, level in zip(group, moved, strict=True)}

    assert indices(instrument.tree, shuffled)[None] == indices(instrument.tree, levels)[None]


def test_a_tree_may_be_of_any_depth():
    levels = {"1": Decimal(1), "2": Decimal(2), "3": Decimal(4), "4": Decimal("2.5")}

    assert indices(four_deep, levels) == {
        "a1x": Fraction(1),
        "a1y": Fraction(7, 2),
        "a1": Fraction(8, 3),
        "a": Fraction(8, 3),
        "b1x": Fraction(5, 2),
        "b1": Fraction(5, 2),
        "b": Fraction(5, 2),
        None: Fraction(13, 5),
    }


def test_where_something_is_missing_there_is_no_index():
    assert indices(four_deep, {"2": Decimal(2), "3": Decimal(4)}) == {"a1y": Fraction(7, 2)}


def test_a_node_that_is_not_in_the_instrument_is_an_error():
    with pytest.raises(KeyError):
        indices(four_deep, {"5": Decimal(1)})


@pytest.mark.parametrize(
    ("exact", "figure"),
    [
        (Fraction(8997, 2000), "4.50"),
        (Fraction(4195, 1000), "4.20"),
        (Fraction(41949, 10000), "4.19"),
        (Fraction(1005, 1000), "1.01"),
        (Fraction(27, 7), "3.86"),
        (Fraction(3), "3.00"),
        (Fraction(5), "5.00"),
    ],
)
def test_a_figure_has_two_places_rounded_half_up(exact, figure):
    assert str(stated(exact)) == figure


@given(st.integers(100, 499))
def test_every_tie_goes_up(hundredths):
    tie = Fraction(2 * hundredths + 1, 200)

    assert stated(tie) == Decimal(hundredths + 1) / 100
    assert stated(tie - Fraction(1, 10**30)) == Decimal(hundredths) / 100


def test_binary_floats_would_print_another_figure():
    instrument = INSTRUMENTS["spbe-47"]
    levels = {i.key: Decimal(2 if i.number <= 15 else 1) for i in instrument.indicators}

    figure = stated(indices(instrument.tree, levels)[None])
    by_floats = sum(float(i.weight) * float(levels[i.key]) for i in instrument.indicators) / 100

    assert figure == Decimal("1.26")
    assert round(by_floats, 2) == math.floor(by_floats * 100 + 0.5) / 100 == 1.25


def test_a_seeded_part_of_every_index_there_can_be_comes_out_the_same_twice():
    instrument = INSTRUMENTS["spbe-47"]

    compared, wrong = disagreements(instrument, seeded_firsts(instrument, count=20, seed=2026))

    assert (compared, wrong) == (20 * 45 * 41 * 25, 0)
