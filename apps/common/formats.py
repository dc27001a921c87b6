"""How figures, sizes and times are written in Indonesian, for screen and paper alike."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

ABSENT = "–"
WIB = ZoneInfo("Asia/Jakarta")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
SIZE_UNITS = ("B", "kB", "MB", "GB", "TB")
HUNDREDTH = Decimal("0.01")


class Zoned(Protocol):
    """What has a time zone of its own: a province, an event."""

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT."""

    @property
    def timezone(self) -> str:
        """Its IANA name."""


def figure(value: Decimal | None) -> str:
    """An index with its two places: "4,50"; "–" where there is none, never "0,00"."""
    return ABSENT if value is None else _indonesian(_rounded(value, HUNDREDTH))


def change(value: Decimal | None) -> str:
    """A difference of two indices with its sign: "+0,37", "−0,66", "0,00"."""
    if value is None:
        return ABSENT
    rounded = _rounded(value, HUNDREDTH)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + _indonesian(abs(rounded))


def level(value: Decimal | int | None) -> str:
    """A level as people say it: "3", or "3,25" where the instrument has decimals."""
    if value is None:
        return ABSENT
    exact = Decimal(value)
    return str(int(exact)) if exact == int(exact) else _indonesian(_rounded(exact, HUNDREDTH))


def percent(value: Decimal | int | None) -> str:
    """A share out of 100 without idle zeros: "16,5 %"."""
    if value is None:
        return ABSENT
    digits = f"{Decimal(value):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits.replace('.', ',')} %"


def count(value: int | None) -> str:
    """A whole number with its thousands apart: "29.187"."""
    return ABSENT if value is None else f"{value:,}".replace(",", ".")


def size(octets: int) -> str:
    """Bytes as people read them, one place below ten: "1,2 MB", "25 MB"."""
    if octets < 1000:
        return f"{octets} B"
    amount = Decimal(octets)
    for unit in SIZE_UNITS[1:]:
        amount /= 1000
        shown = _rounded(amount, Decimal("0.1"))
        if shown < 10:
            return f"{_indonesian(shown)} {unit}"
        whole = _rounded(amount, Decimal(1))
        if whole < 1000 or unit == SIZE_UNITS[-1]:
            return f"{whole} {unit}"
    raise AssertionError("the last unit always answers")


def wib(moment: datetime | None) -> str:
    """A moment to the minute, with its zone: "12 Agustus 2026 pukul 23.59 WIB"."""
    return ABSENT if moment is None else f"{_day_and_hour(_at(moment, WIB))} WIB"


def wib_local(moment: datetime | None, place: Zoned | None) -> str:
    """A moment in WIB with the place's own clock beside it, and its own day where that is another one.

    "12 Agustus 2026 pukul 20.00 WIB (21.00 WITA)"
    "12 Agustus 2026 pukul 23.59 WIB (13 Agustus 2026 pukul 00.59 WITA)"
    """
    central = wib(moment)
    if moment is None or place is None or place.zone == "WIB":
        return central
    here = _at(moment, ZoneInfo(place.timezone))
    same_day = here.date() == _at(moment, WIB).date()
    local = f"{here:%H.%M}" if same_day else _day_and_hour(here)
    return f"{central} ({local} {place.zone})"


def date_id(day: date | None) -> str:
    """A day: "12 Agustus 2026"; of a moment, the day in WIB."""
    if day is None:
        return ABSENT
    day = _day(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(day: date | None) -> str:
    """A day where the year is known from around: "12 Agu"."""
    if day is None:
        return ABSENT
    day = _day(day)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def clock(moment: datetime | None) -> str:
    """The second something was saved, in WIB: "10.42.07"."""
    return ABSENT if moment is None else f"{_at(moment, WIB):%H.%M.%S}"


def iso(moment: datetime | None) -> str:
    """A moment for machines, in WIB: the attribute of a `<time>`; nothing where there is none."""
    return "" if moment is None else _at(moment, WIB).isoformat()


def _at(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be written")
    return moment.astimezone(zone)


def _day(day: date) -> date:
    return _at(day, WIB).date() if isinstance(day, datetime) else day


def _day_and_hour(moment: datetime) -> str:
    return f"{date_id(moment.date())} pukul {moment:%H.%M}"


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError(f"a figure is a Decimal, not {type(value).__name__}")
    return value.quantize(step, rounding=ROUND_HALF_UP)


def _indonesian(value: Decimal) -> str:
    return str(value).replace(".", ",")
