"""What of the benchmark can be tested: never its times."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from apps.dashboard.bench import apart, country, table
from apps.dashboard.bench.measures import Limits, Row
from apps.rules.stages import Track
from tests.factories import PeriodFactory

ROW = Row("a page", Limits(statements=12, median_ms=45, size=120_000), statements=12, median_ms=45, size=120_000)


@pytest.fixture
def play():
    instrument = SimpleNamespace(scale_min=Decimal(1), scale_max=Decimal(5))
    return SimpleNamespace(instrument=instrument, questions=[SimpleNamespace(pk=pk) for pk in range(47)])


def evaluation(institution_id: int, track: Track = Track.MONITORING) -> SimpleNamespace:
    return SimpleNamespace(institution_id=institution_id, track=track)


def test_what_is_at_its_limit_is_not_marked():
    assert table.lines([ROW])[-1] == "| a page | 12 (12) | 45.0 (45) |  | 120000 (120000) |  |"


@pytest.mark.parametrize(
    ("over", "cell"),
    [
        ({"statements": 13}, "13 ! (12)"),
        ({"median_ms": 45.2}, "45.2 ! (45)"),
        ({"size": 120_001}, "120001 ! (120000)"),
    ],
)
def test_what_is_beyond_its_limit_is_marked(over, cell):
    (line,) = table.lines([replace(ROW, **over)])[2:]

    assert cell in line.split(" | ")
    assert line.count("!") == 1


def test_a_figure_without_a_limit_stands_alone():
    assert (
        table.lines([Row("a paper", Limits(), cpu_ms=1.25, memory_mb=150.4)])[-1] == "| a paper |  |  | 1.2 |  | 150 |"
    )


def test_every_line_has_as_many_cells_as_the_head():
    assert {line.count("|") for line in table.lines([ROW])} == {table.HEAD.count("|")}


def test_a_database_with_periods_is_left_alone(db):
    PeriodFactory()

    with pytest.raises(CommandError, match="make bench"):
        call_command("bench")


@pytest.mark.parametrize("institution_id", range(1, 12))
def test_levels_lie_on_the_scale_and_differ(play, institution_id):
    script = country._script(evaluation(institution_id), play)

    assert set(script.claimed) == set(range(47))
    assert set(script.claimed.values()) == {Decimal(level) for level in range(1, 6)}
    assert script.settled == script.claimed


def test_only_who_goes_through_every_stage_is_interviewed(play):
    whole, short = (country._script(evaluation(1, track), play) for track in (Track.EVALUATION, Track.MONITORING))

    assert len(whole.clarified) == country.CLARIFIED
    assert all(whole.claimed[pk] > 1 for pk in whole.clarified)  # they are judged one level lower first
    assert short.clarified == frozenset()


def test_the_cost_of_a_paper_is_that_of_making_it_again():
    made = []

    cost = apart.cost_of(lambda: made.append(b"%PDF") or b"%PDF")

    assert (len(made), cost.size) == (1 + apart.ROUNDS, 4)
    assert cost.peak_mb > 0
