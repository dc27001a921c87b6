"""The signs of an answer that is not ready."""

from decimal import Decimal

import pytest

from apps.rules.readiness import cites, is_claim, is_far_above


@pytest.mark.parametrize(("level", "claims"), [(None, False), (1, False), (Decimal("1.01"), True), (2, True)])
def test_only_what_is_above_the_lowest_level_asks_for_proof(level, claims):
    assert is_claim(level and Decimal(level), Decimal(1)) is claims


@pytest.mark.parametrize(
    ("level", "earlier", "far"),
    [(4, 2, True), (5, 2, True), (3, 2, False), (2, 4, False), ("3.99", 2, False), (None, 2, False), (4, None, False)],
)
def test_two_levels_above_the_year_before_are_far(level, earlier, far):
    given = [None if one is None else Decimal(one) for one in (level, earlier)]

    assert is_far_above(*given) is far


@pytest.mark.parametrize(
    "fact",
    [
        "Lihat halaman 4.",
        "diatur dalam Pasal 7 ayat (2)",
        "Hal. 12",
        "BAB IV",
        "peraturan_bupati 12 tahun 2024 sudah berlaku",
        "Perbup No. 12 sudah terbit",
        "tata kelola SPBE sudah ditetapkan",
    ],
)
def test_a_place_a_name_or_a_number_points_at_the_evidence(fact):
    assert cites(fact, ["Peraturan Bupati_12-Tahun 2024", "Tata Kelola SPBE"])


@pytest.mark.parametrize(
    "fact",
    [
        "",
        "Sudah ada peraturan.",
        "Peraturan tahun 2024 sudah ada.",
        "Perbup 112 sudah ada",
        "halaman muka sudah rapi",
        "pasaraya 7",
    ],
)
def test_words_without_place_name_or_number_point_at_nothing(fact):
    assert not cites(fact, ["Peraturan Bupati_12-Tahun 2024", ""])
