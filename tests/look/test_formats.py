from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.common import formats


@dataclass
class Place:
    zone: str
    timezone: str


WITA = Place("WITA", "Asia/Makassar")
WIT = Place("WIT", "Asia/Jayapura")
EVENING = datetime(2026, 8, 12, 16, 59, 7, tzinfo=UTC)
NOON = datetime(2026, 8, 12, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("4.5"), "4,50"),
        (Decimal("4.50"), "4,50"),
        (Decimal(3), "3,00"),
        (Decimal("4.495"), "4,50"),
        (Decimal("4.4949"), "4,49"),
        (Decimal(0), "0,00"),
        (None, "–"),
    ],
)
def test_figure_has_two_places_and_absence_is_not_zero(value, text):
    assert formats.figure(value) == text


@pytest.mark.parametrize("value", [4.5, "", "4.50"])
def test_figure_refuses_what_is_not_exact(value):
    with pytest.raises(TypeError):
        formats.figure(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.37"), "+0,37"),
        (Decimal("-0.66"), "−0,66"),
        (Decimal("0.00"), "0,00"),
        (Decimal("-0.001"), "0,00"),
        (None, "–"),
    ],
)
def test_change_carries_its_sign(value, text):
    assert formats.change(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (Decimal(3), "3"),
        (Decimal("3.00"), "3"),
        (Decimal("3.25"), "3,25"),
        (Decimal("3.2"), "3,20"),
        (Decimal(10), "10"),
        (None, "–"),
    ],
)
def test_level_shows_decimals_only_where_there_are_some(value, text):
    assert formats.level(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("16.5"), "16,5 %"),
        (Decimal("16.50"), "16,5 %"),
        (Decimal("13.00"), "13 %"),
        (Decimal("2.75"), "2,75 %"),
        (100, "100 %"),
        (Decimal("1E+2"), "100 %"),
        (Decimal(0), "0 %"),
        (None, "–"),
    ],
)
def test_percent_drops_idle_zeros(value, text):
    assert formats.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (621, "621"), (1000, "1.000"), (29187, "29.187"), (77536125, "77.536.125"), (None, "–")],
)
def test_count_sets_thousands_apart(value, text):
    assert formats.count(value) == text


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1,0 kB"),
        (1_249_999, "1,2 MB"),
        (1_250_000, "1,3 MB"),
        (9_949_999, "9,9 MB"),
        (9_950_000, "10 MB"),
        (25_000_000, "25 MB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (170_000_000_000, "170 GB"),
        (5_000_000_000_000_000, "5000 TB"),
    ],
)
def test_size_turns_to_the_next_unit_in_time(octets, text):
    assert formats.size(octets) == text


def test_wib_names_day_hour_and_zone():
    assert formats.wib(EVENING) == "12 Agustus 2026 pukul 23.59 WIB"


def test_wib_of_nothing_is_a_dash():
    assert formats.wib(None) == "–"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        formats.wib(datetime(2026, 8, 12, 23, 59))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "place", "text"),
    [
        (NOON, WITA, "12 Agustus 2026 pukul 12.00 WIB (13.00 WITA)"),
        (NOON, WIT, "12 Agustus 2026 pukul 12.00 WIB (14.00 WIT)"),
        (EVENING, WITA, "12 Agustus 2026 pukul 23.59 WIB (13 Agustus 2026 pukul 00.59 WITA)"),
        (NOON, Place("WIB", "Asia/Pontianak"), "12 Agustus 2026 pukul 12.00 WIB"),
        (NOON, None, "12 Agustus 2026 pukul 12.00 WIB"),
        (None, WITA, "–"),
    ],
)
def test_wib_local_puts_the_local_clock_beside(moment, place, text):
    assert formats.wib_local(moment, place) == text


@pytest.mark.parametrize(
    ("day", "text", "short"),
    [
        (date(2026, 5, 1), "1 Mei 2026", "1 Mei"),
        (date(2024, 1, 11), "11 Januari 2024", "11 Jan"),
        (datetime(2026, 12, 31, 18, 0, tzinfo=UTC), "1 Januari 2027", "1 Jan"),
        (None, "–", "–"),
    ],
)
def test_a_day_is_the_day_in_wib(day, text, short):
    assert (formats.date_id(day), formats.date_short(day)) == (text, short)


def test_clock_shows_the_second_of_a_save():
    assert formats.clock(EVENING) == "23.59.07"
    assert formats.clock(None) == "–"
