"""What every paper shares: clean words, the mark that proves it, pictures from the settings."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeVar

import segno

Sheet = TypeVar("Sheet")

EMBLEM = "lambang"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Proof:
    """How a reader checks a paper: the code, the page it leads to, and what was sealed."""

    code: str
    url: str
    content_hash: str
    """SHA-256 of what the paper says, in hexadecimal; "" while nothing is sealed."""


@dataclass(frozen=True)
class BandRange:
    """The indices a predikat covers. Both ends are stated figures and belong to it."""

    predikat: str
    floor: Decimal
    ceiling: Decimal
    is_lowest: bool = False


def band_ranges(bands: Sequence[tuple[str, Decimal]], top: Decimal) -> tuple[BandRange, ...]:
    """Predikat and floor, from the highest down, with the last stated figure beneath the next floor."""
    ceilings = [top, *(floor - HUNDREDTH for _, floor in bands)]
    return tuple(
        BandRange(predikat, floor, ceiling, is_lowest=place == len(bands) - 1)
        for place, ((predikat, floor), ceiling) in enumerate(zip(bands, ceilings, strict=False))
    )


def tidied(sheet: Sheet) -> Sheet:
    """The same sheet with clean words: one line each, without control or direction characters.

    A name with a line break or a right-to-left override would let one row speak for another.
    """
    return _tidy(sheet)


def pictures(address: str, emblem: bytes | None = None) -> Mapping[str, bytes]:
    """What the templates ask for by name: the QR code of the address, and the emblem where one is configured.

    The QR code is a bitmap of one bit a dot: a PDF holds it once for all pages, a drawing once for each.
    """
    code = BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(code, kind="png", scale=8, border=0)
    return {"qr": code.getvalue()} | ({} if emblem is None else {EMBLEM: emblem})


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, tuple | list):
        return tuple(_tidy(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _tidy(getattr(value, field.name)) for field in fields(value)})
    return value


def _plain(text: str) -> str:
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs"})
