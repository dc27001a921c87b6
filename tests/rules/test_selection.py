"""Whom to visit: every rule at its boundary, and a draw that comes out the same for everybody."""

import random
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest

from apps.rules.selection import Case, Earlier, Reason, Rule, Thresholds, draw, reasons_of

FLOORS = {"Baik": Decimal("2.60"), "Sangat Baik": Decimal("3.50")}
NONE = Thresholds(jump=None, gap=None, near_floor=None, award_places=None, drawn_percent=Decimal(0), seed="")
CODES = [f"{number:02}.01" for number in range(1, 88)]


def case(own=None, reviewed=None, before=None, *, is_same=True, code="11.01", category="kabupaten") -> Case:
    def figure(text):
        return None if text is None else Decimal(text)

    earlier = None if before is None else Earlier(2023, Decimal(before), is_same)
    return Case(code, category, figure(own), figure(reviewed), earlier)


def said(one: Case, **limits) -> tuple[Reason, ...]:
    thresholds = replace(NONE, **{name: Decimal(limit) for name, limit in limits.items()})
    return reasons_of({"": one}, floors=FLOORS, thresholds=thresholds)[""]


@pytest.mark.parametrize(("before", "speaks"), [("2.01", False), ("2.00", True), ("1.50", True)])
def test_a_jump_counts_from_its_threshold_on(before, speaks):
    assert bool(said(case(reviewed="3.00", before=before), jump="1.00")) is speaks


def test_a_jump_says_how_far():
    assert said(case(reviewed="3.20", before="2.10"), jump="1.00") == (
        Reason(Rule.JUMP, Decimal("1.10"), Decimal("1.00")),
    )


def test_years_of_another_instrument_are_not_compared():
    assert said(case(reviewed="5.00", before="1.00", is_same=False), jump="1.00") == ()


def test_a_fall_is_no_jump():
    assert said(case(reviewed="1.00", before="5.00"), jump="1.00") == ()


@pytest.mark.parametrize(("own", "speaks"), [("3.99", False), ("4.00", True)])
def test_a_gap_counts_from_its_threshold_on(own, speaks):
    assert bool(said(case(own=own, reviewed="3.00"), gap="1.00")) is speaks


@pytest.mark.parametrize(
    ("reviewed", "floor"),
    [("2.54", ""), ("2.55", "Baik"), ("2.65", "Baik"), ("2.66", ""), ("3.45", "Sangat Baik"), ("3.50", "Sangat Baik")],
)
def test_a_floor_is_near_on_both_sides(reviewed, floor):
    assert [one.name for one in said(case(reviewed=reviewed), near_floor="0.05")] == ([floor] if floor else [])


def test_of_two_floors_as_near_the_higher_is_named():
    assert said(case(reviewed="3.05"), near_floor="1.00")[0].name == "Sangat Baik"


def test_the_best_of_each_category_are_candidates_and_equals_share_a_place():
    figures = {"a": "4.10", "b": "4.10", "c": "4.00", "d": "3.90"}
    cases = {key: case(reviewed=figure, code=key) for key, figure in figures.items()}
    cases["e"] = case(reviewed="1.00", code="e", category="kota")

    found = reasons_of(cases, floors={}, thresholds=replace(NONE, award_places=2))

    assert {key: [one.figure for one in reasons] for key, reasons in found.items()} == {
        "a": [1], "b": [1], "c": [], "d": [], "e": [1],
    }  # fmt: skip


def test_who_rose_most_is_a_candidate_and_who_fell_is_not():
    cases = {
        "a": case(reviewed="3.00", before="2.00", code="a", category="x"),
        "b": case(reviewed="3.00", before="3.50", code="b", category="y"),
        "c": case(reviewed="3.00", before="1.00", is_same=False, code="c", category="z"),
    }

    found = reasons_of(cases, floors={}, thresholds=replace(NONE, award_places=1))

    assert {key: [one.rule for one in reasons] for key, reasons in found.items()} == {
        "a": [Rule.AWARD, Rule.RISE], "b": [Rule.AWARD], "c": [Rule.AWARD],
    }  # fmt: skip


@pytest.mark.parametrize("rule", ["jump", "gap", "near_floor", "award_places"])
def test_nothing_is_said_of_what_is_not_known_yet(rule):
    assert said(case(), **{rule: "0"}) == ()


def test_without_thresholds_nothing_is_said():
    assert said(case(own="5.00", reviewed="2.60", before="1.00")) == ()


@pytest.mark.parametrize("seed", ["2026", "Rapat 12 Agustus", ""])
@pytest.mark.parametrize("percent", ["0", "0.01", "5", "33.3", "100"])
def test_the_same_seed_draws_the_same_in_any_order(seed, percent):
    mixed = CODES[:]
    random.Random(seed).shuffle(mixed)

    assert draw(mixed, percent=Decimal(percent), seed=seed) == draw(CODES, percent=Decimal(percent), seed=seed)


@pytest.mark.parametrize(("percent", "number"), [("0", 0), ("0.01", 1), ("1", 1), ("10", 9), ("50", 44), ("100", 87)])
def test_the_share_is_rounded_up(percent, number):
    assert len(draw(CODES, percent=Decimal(percent), seed="2026")) == number


def test_a_larger_share_keeps_what_a_smaller_one_drew():
    smaller, larger = (draw(CODES, percent=Decimal(percent), seed="2026") for percent in (10, 20))

    assert smaller < larger


def test_another_seed_draws_others():
    assert draw(CODES, percent=Decimal(20), seed="2026") != draw(CODES, percent=Decimal(20), seed="2027")


def test_anybody_can_draw_it_again():
    by_hand = sorted(CODES, key=lambda code: sha256(f"2026:{code}".encode()).hexdigest())[:9]

    assert draw(CODES, percent=Decimal(10), seed="2026") == frozenset(by_hand)


def test_every_institution_is_drawn_about_as_often():
    counts = dict.fromkeys(CODES, 0)
    for seed in range(1000):
        for code in draw(CODES, percent=Decimal(10), seed=str(seed)):
            counts[code] += 1

    assert max(counts.values()) - min(counts.values()) < 80  # about 103 each, deviation about 10


def test_a_drawn_one_says_so_with_the_seed():
    found = reasons_of(
        {"": case()}, floors={}, thresholds=replace(NONE, drawn_percent=Decimal(5), seed="Rapat 12 Agustus")
    )

    assert found[""] == (Reason(Rule.DRAWN, Decimal(5), 0, "Rapat 12 Agustus"),)
