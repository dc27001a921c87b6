import csv
from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from apps.rules.predikat import predikat_of
from tests.rules.reference import FIXTURES, INSTRUMENTS

KINDS = {"resmi", "mandiri"}
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def rows(name):
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INSTITUTIONS = rows("institutions.csv")
RESULTS = rows("results.csv")
BY_YEAR = {year: instrument for instrument in INSTRUMENTS.values() for year in instrument.years}


def test_the_register_is_complete():
    assert Counter(row["category"] for row in INSTITUTIONS) == {
        "provinsi": 38,
        "kabupaten": 415,
        "kota": 93,
        "kementerian": 35,
        "lpnk": 28,
        "lembaga_lain": 26,
    }


@pytest.mark.parametrize("key", ["code", "name"])
def test_an_institution_stands_there_once(key):
    assert Counter(Counter(row[key] for row in INSTITUTIONS).values()) == {1: len(INSTITUTIONS)}


def test_a_successor_is_in_the_register():
    codes = {row["code"] for row in INSTITUTIONS}

    assert {row["successor"] for row in INSTITUTIONS} - {""} <= codes


def test_a_region_stands_in_a_known_province_with_its_time_zone():
    provinces = rows("provinces.csv")

    assert len(provinces) == 38
    assert {row["province"] for row in INSTITUTIONS} - {""} == {row["name"] for row in provinces}
    assert {row["zone"]: row["timezone"] for row in provinces} == ZONES
    assert [ZoneInfo(zone).key for zone in ZONES.values()] == list(ZONES.values())


def test_a_published_result_belongs_to_an_institution_of_the_register_or_to_a_mean():
    register = {(row["name"], row["category"]) for row in INSTITUTIONS}

    strangers = {(row["institution"], row["category"]) for row in RESULTS} - register

    assert {category for _, category in strangers} == {"agregat"}


def test_an_institution_has_one_figure_of_a_kind_in_a_year():
    counts = Counter((row["institution"], row["year"], row["kind"]) for row in RESULTS)

    assert set(counts.values()) == {1}
    assert {row["kind"] for row in RESULTS} == KINDS


@pytest.mark.parametrize("row", RESULTS, ids=lambda row: f"{row['institution']} {row['year']}")
def test_printed_figure_predikat_and_domains_fit_the_instrument_of_the_year(row):
    instrument = BY_YEAR[int(row["year"])]
    domains = {part.number for part in instrument.parts if part.kind == "domain"}
    named = "" if row["kind"] == "mandiri" else predikat_of(Decimal(row["index"]), instrument.bands).name

    assert Decimal(row["printed"].replace(",", ".")) == Decimal(row["index"])
    assert row["predikat"] == named
    assert {n for n in range(1, 5) if row[f"domain{n}"]} <= domains
    assert row["source"]


def test_no_year_belongs_to_two_instruments():
    years = [year for instrument in INSTRUMENTS.values() for year in instrument.years]

    assert len(set(years)) == len(years)


def test_the_institution_names_its_own_three_services():
    named = {i.number for i in INSTRUMENTS["spbe-47"].indicators if i.names_service}

    assert named == {45, 46, 47}


def test_one_indicator_does_not_build_on_the_levels_below():
    assert [i.number for i in INSTRUMENTS["spbe-47"].indicators if not i.cumulative] == [3]


def test_only_the_instrument_with_a_national_target_has_one():
    targets = {code: instrument.target for code, instrument in INSTRUMENTS.items() if instrument.target}

    assert [(code, target.level, target.index) for code, target in targets.items()] == [
        ("spbe-47", Decimal(3), Decimal("2.60"))
    ]
