"""Computations printed in regulations, reports and newspapers, also those that print something else."""

import json
from pathlib import Path

import pytest

from apps.rules.worksheet import computed
from tests.rules.reference import INSTRUMENTS

CASES = json.loads((Path(__file__).parent / "golden_cases.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_ours_is_the_expected_figure(case):
    answer = computed(INSTRUMENTS[case["instrument"]], json.dumps(case["input"]).encode())

    assert {key: answer[key] for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", [c for c in CASES if c["agrees"]], ids=lambda case: case["id"])
def test_where_the_source_agrees_it_prints_ours(case):
    answer = computed(INSTRUMENTS[case["instrument"]], json.dumps(case["input"]).encode())
    printed = case.get("printed", case["expected"])
    compared = case.get("agrees_on", list(printed))

    assert {key: answer[key] for key in compared} == {key: printed[key] for key in compared}


@pytest.mark.parametrize("case", [c for c in CASES if not c["agrees"]], ids=lambda case: case["id"])
def test_where_the_source_differs_it_prints_another_index(case):
    answer = computed(INSTRUMENTS[case["instrument"]], json.dumps(case["input"]).encode())

    assert answer["index"] != case["printed"]["index"]


def test_the_two_sources_that_differ_are_known():
    assert {case["id"] for case in CASES if not case["agrees"]} == {
        "bandar-lampung-2022",
        "kemenko-perekonomian-2018",
    }


def test_the_exact_index_of_banyuwangi_is_kept():
    case = next(case for case in CASES if case["id"] == "banyuwangi-2023-exact")

    answer = computed(INSTRUMENTS[case["instrument"]], json.dumps(case["input"]).encode())

    assert answer["exact"] == "8997/2000"
