"""An instrument read whole, by statements written out."""

import pytest

from apps.instruments.queries import shape_of
from tests.factories import small_instrument
from tests.self_assessment.support import statements

pytestmark = pytest.mark.django_db


def test_a_shape_costs_three_statements_and_reads_a_text_when_somebody_asks() -> None:
    instrument = small_instrument()

    with statements() as made:
        shape = shape_of(instrument)
    with statements() as asked:
        question = shape.indicators[0].question

    assert (len(made), len(asked)) == (3, 1)
    assert question == instrument.indicators.get(number=1).question
    assert [*shape.parts] == [*instrument.parts.all()]
    assert [*shape.indicators] == [*instrument.indicators.all()]
    assert [*shape.bands] == [*instrument.bands.all()]


def test_a_tree_is_that_of_the_weights_as_they_stand() -> None:
    """Equal weights share a tree in a process; others never do."""
    instrument = small_instrument()
    before = shape_of(instrument)
    first = before.indicators[0]
    instrument.indicators.filter(pk=first.pk).update(weight=first.weight + 1)

    after = shape_of(instrument)

    assert shape_of(instrument).tree is after.tree
    assert after.tree.shares != before.tree.shares
