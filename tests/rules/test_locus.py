"""Lokus by rules and by draw: who is placed where, and that a draw can be repeated."""

from decimal import Decimal

import pytest

from apps.rules.locus import Candidate, Condition, Rule, Stratum, Trait, draw, faults_of, place, read_rules
from apps.rules.stages import Track
from tests.rules.reference import FIXTURES

OF_2022 = read_rules(FIXTURES / "locus" / "2022.json").rules
EVERY = tuple(Trait)


def candidate(code="1", index=None, *, has_applied=False, category="kota", region="Bali"):
    return Candidate(
        code, category, region, None if index is None else Decimal(index), None if index is None else 2021, has_applied
    )


@pytest.mark.parametrize(
    ("one", "track", "reason"),
    [
        (candidate(), Track.EVALUATION, "Evaluasi: belum punya indeks"),
        (candidate(has_applied=True), Track.EVALUATION, "Evaluasi: belum punya indeks"),
        (candidate(index="2.59"), Track.MONITORING, "Pemantauan wajib. Indeks 2021: 2,59"),
        (candidate(index="2.60"), Track.NOT_ASSESSED, "Indeks 2021: 2,60, tetap berlaku"),
        (candidate(index="2.60", has_applied=True), Track.MONITORING, "Pemantauan tambahan. Indeks 2021: 2,60"),
    ],
)
def test_the_rules_of_2022(one, track, reason):
    [placed] = place({"x": one}, OF_2022).values()

    assert (placed.track, placed.reason) == (track, reason)


def test_a_rule_says_itself():
    assert [one.sentence for one in OF_2022] == [
        "Belum punya indeks: evaluasi.",
        "Indeks terakhir di bawah 2,60: pemantauan (pemantauan wajib).",
        "Mengajukan permohonan: pemantauan (pemantauan tambahan).",
        "Selebihnya: tidak dinilai.",
    ]


@pytest.mark.parametrize(
    "rules",
    [
        OF_2022[:-1],
        OF_2022[::-1],
        (),
        (Rule("x", Condition.INDEX_BELOW, Track.MONITORING), OF_2022[-1]),
        (Rule("x", Condition.NO_INDEX, Track.MONITORING, Decimal(1)), OF_2022[-1]),
    ],
)
def test_rules_that_leave_somebody_out_are_refused(rules):
    assert faults_of(rules)
    with pytest.raises(ValueError, match=r"Aturan terakhir|Batas indeks"):
        place({}, rules)


def country():
    """Sixty kota and thirty kabupaten, each in two regions."""
    return [
        candidate(f"{category}{number}", category=category, region=("Bali", "Papua")[number % 2])
        for category, size in (("kota", 60), ("kabupaten", 30))
        for number in range(size)
    ]


def test_the_same_seed_gives_the_same_list_in_whichever_order():
    one = draw(country(), size=10, traits=EVERY, seed="Rapat 4 Maret")

    assert draw(country()[::-1], size=10, traits=list(EVERY)[::-1], seed="Rapat 4 Maret") == one


def test_another_seed_gives_another_list():
    assert draw(country(), size=10, traits=EVERY, seed="1") != draw(country(), size=10, traits=EVERY, seed="2")


def test_every_stratum_is_drawn_in_proportion():
    found = draw(country(), size=9, traits=[Trait.CATEGORY], seed="1")

    assert found.strata == (Stratum(("kabupaten",), 30, 3), Stratum(("kota",), 60, 6))
    assert sum(code.startswith("kota") for code in found.codes) == 6


@pytest.mark.parametrize("size", [0, 1, 7, 50, 90, 200])
def test_exactly_so_many_are_drawn(size):
    found = draw(country(), size=size, traits=EVERY, seed="1")

    assert len(found.codes) == sum(one.drawn for one in found.strata) == min(size, 90)
    assert all(0 <= one.drawn <= one.size for one in found.strata)


def test_strata_tell_the_year_of_the_last_assessment():
    found = draw([candidate("1"), candidate("2", "3.00")], size=2, traits=[Trait.LAST_ASSESSED], seed="1")

    assert [one.traits for one in found.strata] == [("2021",), ("belum pernah",)]


def test_nobody_to_draw_from():
    assert draw([], size=3, traits=EVERY, seed="1").codes == frozenset()
