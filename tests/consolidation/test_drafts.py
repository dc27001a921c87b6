"""The words of a first draft, to the letter."""

import re
from decimal import Decimal
from itertools import product

import pytest

from apps.consolidation.drafts import Scale, Standing, draft
from apps.evaluations.models import FindingKind

CRITERIA = {level: f"Kebijakan tahap {level} ditetapkan." for level in range(1, 6)}
SCALE = Scale(Decimal(1), Decimal(5), target=Decimal(3))


def one(level, criteria=CRITERIA, *, number=7, is_cumulative: bool = True, note: str = "") -> Standing:
    return Standing(number, "Kebijakan Data", Decimal(level), is_cumulative, criteria, note)


def said(kind: FindingKind, *standings: Standing, scale: Scale = SCALE) -> str:
    return draft(kind, standings, scale)


def test_a_strength_quotes_the_criterion_that_is_met():
    assert said(FindingKind.STRENGTH, one(4)) == (
        "Indikator 7 (Kebijakan Data) mencapai tingkat 4: “Kebijakan tahap 4 ditetapkan.”"
    )


def test_the_lowest_level_is_no_strength():
    assert said(FindingKind.STRENGTH, one(1), one(1)) == ""


def test_a_weakness_never_says_which_half_failed():
    assert said(FindingKind.WEAKNESS, one(3)) == (
        "Kriteria tingkat 4 pada indikator 7 (Kebijakan Data) belum terpenuhi seluruhnya: "
        "“Kebijakan tahap 4 ditetapkan.”"
    )


def test_every_criterion_up_to_the_target_is_named():
    assert said(FindingKind.WEAKNESS, one(1)) == (
        "Kriteria tingkat 2 dan 3 pada indikator 7 (Kebijakan Data) belum terpenuhi seluruhnya: "
        "“Kebijakan tahap 2 ditetapkan.” dan “Kebijakan tahap 3 ditetapkan.”"
    )


@pytest.mark.parametrize(
    ("level", "steps"), [("1", [2, 3]), ("2", [3]), ("3", [4]), ("4", [5]), ("2.75", [3]), ("3.5", [4])]
)
def test_a_recommendation_aims_at_the_target_and_then_at_the_next_level(level, steps):
    words = said(FindingKind.RECOMMENDATION, one(level))

    assert [int(step) for step in re.findall(r"tahap (\d)", words)] == steps


def test_a_recommendation_is_one_sentence():
    assert said(FindingKind.RECOMMENDATION, one(3)) == (
        "Penuhi kriteria tingkat 4 pada indikator 7 (Kebijakan Data): “Kebijakan tahap 4 ditetapkan.”"
    )


def test_where_levels_do_not_build_on_one_another_the_next_one_is_the_aim():
    assert re.findall(r"tahap (\d)", said(FindingKind.RECOMMENDATION, one(1, is_cumulative=False))) == ["2"]


def test_a_decimal_level_is_written_with_a_comma():
    assert said(FindingKind.STRENGTH, one("3.25")).startswith("Indikator 7 (Kebijakan Data) mencapai tingkat 3,25: ")


@pytest.mark.parametrize("kind", [FindingKind.WEAKNESS, FindingKind.RECOMMENDATION])
def test_at_the_highest_level_nothing_is_left(kind):
    assert said(kind, one(5)) == ""


@pytest.mark.parametrize("kind", list(FindingKind))
@pytest.mark.parametrize("criteria", [{}, {4: " "}])
def test_without_criteria_nothing_is_said(kind, criteria):
    assert said(kind, one("2.75", criteria, note="Sudah baik"), one("3.75", criteria)) == ""


def test_what_the_assessors_wrote_stands_with_the_strength_at_the_target_and_with_the_weakness_beneath_it():
    good, poor = (
        one(3, note="peraturan bupati sudah   lengkap"),
        one(2, number=8, note="Belum ada reviu.\nAkan disusun"),
    )

    assert said(FindingKind.STRENGTH, good) == (
        "Indikator 7 (Kebijakan Data) mencapai tingkat 3: “Kebijakan tahap 3 ditetapkan.” "
        "Catatan asesor: peraturan bupati sudah lengkap."
    )
    assert said(FindingKind.WEAKNESS, poor) == (
        "Kriteria tingkat 3 pada indikator 8 (Kebijakan Data) belum terpenuhi seluruhnya: "
        "“Kebijakan tahap 3 ditetapkan.” Catatan asesor: Belum ada reviu. Akan disusun."
    )
    assert "Catatan asesor" not in said(FindingKind.WEAKNESS, good) + said(FindingKind.STRENGTH, poor)


@pytest.mark.parametrize("note", ["", "-", " – ", "..."])
def test_a_note_that_says_nothing_is_left_out(note):
    assert "Catatan" not in said(FindingKind.WEAKNESS, one(2, note=note))


def test_several_indicators_are_summed_up_first():
    standings = [one(3, number=1), one(2, number=2), one(4, number=3), one(1, number=4), one(5, number=5)]

    strength, weakness = (said(kind, *standings).splitlines() for kind in (FindingKind.STRENGTH, FindingKind.WEAKNESS))

    assert strength[0] == "Indikator 1, 3, dan 5 mencapai atau melampaui tingkat sasaran 3."
    assert weakness[0] == "Indikator 2 dan 4 masih di bawah tingkat sasaran 3."
    assert (len(strength), len(weakness)) == (4, 3)


def told_of(kind: FindingKind, *levels: int, scale: Scale = SCALE) -> list[int]:
    words = said(kind, *(one(level, number=number) for number, level in enumerate(levels, 1)), scale=scale)
    return [int(number) for number in re.findall(r"indikator (\d+) \(", words, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("levels", "strong", "weak"),
    [
        ([3, 2, 4], [1, 3], [2]),
        ([3, 4, 4], [1, 2, 3], [1, 2, 3]),  # nothing beneath the target: what remains up to the next level
        ([2, 2, 1], [1, 2], [1, 2, 3]),  # nothing at the target: what is there all the same
    ],
)
def test_an_indicator_is_a_strength_at_the_target_and_weak_beneath_it(levels, strong, weak):
    told = [told_of(kind, *levels) for kind in FindingKind]

    assert told == [{FindingKind.STRENGTH: strong}.get(kind, weak) for kind in FindingKind]


def test_without_a_target_every_indicator_is_both():
    scale = Scale(Decimal(1), Decimal(5))

    assert [told_of(kind, 2, 4, scale=scale) for kind in FindingKind] == [[1, 2]] * 3


def test_all_are_called_all():
    assert said(FindingKind.WEAKNESS, one(1), one(2)).splitlines()[0] == (
        "Semua indikator masih di bawah tingkat sasaran 3."
    )


def test_without_a_target_nothing_is_measured_against_one():
    scale = Scale(Decimal(1), Decimal(5))

    assert (
        said(FindingKind.STRENGTH, one(3), one(3), scale=scale).splitlines()
        == ["Indikator 7 (Kebijakan Data) mencapai tingkat 3: “Kebijakan tahap 3 ditetapkan.”"] * 2
    )


NOTES = ["", "baik", "Baik.", "dan dan", "  a ,b ", "“kutipan”", "dua\nbaris"]


@pytest.mark.parametrize("kind", list(FindingKind))
@pytest.mark.parametrize(("level", "note"), list(product(["1", "2", "2.5", "3", "4", "5"], NOTES)))
def test_every_line_is_a_sound_sentence(kind, level, note):
    for line in said(kind, one(level, note=note), one(level, number=8)).splitlines():
        assert line[0].isupper()
        assert line.endswith((".", ".”"))
        assert not re.search(r"\b(\w{2,})\s+\1\b", line, re.IGNORECASE)
        assert not re.search(r"\s[,.;:]|,,|\.\.|  |\.”\.", line)
