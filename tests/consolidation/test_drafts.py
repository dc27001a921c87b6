"""The words of a first draft."""

from decimal import Decimal

import pytest

from apps.consolidation.drafts import Scale, Standing, draft
from apps.evaluations.models import FindingKind

CRITERIA = {level: f"Kebijakan tahap {level} ditetapkan." for level in range(1, 6)}
SCALE = Scale(Decimal(1), Decimal(5), target=Decimal(3))


def one(level, criteria=CRITERIA, *, is_cumulative: bool = True) -> Standing:
    return Standing(7, "Kebijakan Data", Decimal(level), is_cumulative, criteria)


def said(kind: FindingKind, *standings: Standing) -> str:
    return draft(kind, standings, SCALE)


def test_a_strength_quotes_the_criterion_that_is_met():
    assert said(FindingKind.STRENGTH, one(4)) == (
        "Indikator 7, Kebijakan Data, mencapai tingkat 4: “Kebijakan tahap 4 ditetapkan.”"
    )


def test_the_lowest_level_is_no_strength():
    assert said(FindingKind.STRENGTH, one(1), one(1)) == ""


def test_a_weakness_never_says_which_half_failed():
    assert said(FindingKind.WEAKNESS, one(3)) == (
        "Kriteria tingkat 4 pada indikator 7, Kebijakan Data, belum terpenuhi seluruhnya: "
        "“Kebijakan tahap 4 ditetapkan.”"
    )


@pytest.mark.parametrize(("level", "aim"), [("1", 3), ("2", 3), ("3", 4), ("4", 5), ("2.75", 3), ("3.5", 4)])
def test_a_recommendation_aims_at_the_target_and_then_at_the_next_level(level, aim):
    assert said(FindingKind.RECOMMENDATION, one(level)) == (
        f"Penuhi kriteria tingkat {aim} pada indikator 7, Kebijakan Data: “Kebijakan tahap {aim} ditetapkan.”"
    )


def test_where_levels_do_not_build_on_one_another_the_next_one_is_the_aim():
    assert "tingkat 2 " in said(FindingKind.RECOMMENDATION, one(1, is_cumulative=False))


@pytest.mark.parametrize("kind", [FindingKind.WEAKNESS, FindingKind.RECOMMENDATION])
def test_at_the_highest_level_nothing_is_left(kind):
    assert said(kind, one(5)) == ""


@pytest.mark.parametrize("kind", list(FindingKind))
def test_without_criteria_nothing_is_said(kind):
    assert said(kind, one("2.75", {})) == ""
