"""Signs that an answer is not ready although nothing forbids handing it in. They warn; they decide nothing.

An assessor lowers a level that nothing proves. So a claim without evidence, an explanation that points at none of
the evidence beside it, and a level far above the year before are shown to those who hand in.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

# How many levels above the year before are far: most criteria take more than a year for one level.
FAR = Decimal(2)

WORDS_OF_PLACES = "halaman|hlm|hal|pasal|ayat|bab|lampiran|butir|huruf|slide|menit"
PLACE = re.compile(rf"\b(?:{WORDS_OF_PLACES})\b\.?\s*(?:ke-?\s*)?(?:\d+|[ivxlc]+\b|[a-z]\b)", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")


def is_claim(level: Decimal | None, lowest: Decimal) -> bool:
    """Whether a level asks for proof: the lowest of the scale is also what no evidence gets."""
    return level is not None and level > lowest


def is_far_above(level: Decimal | None, earlier: Decimal | None) -> bool:
    """Whether a level lies so far above the one of the year before that an assessor will ask."""
    return level is not None and earlier is not None and level - earlier >= FAR


def cites(fact: str, evidence: Iterable[str]) -> bool:
    """Whether Fakta points at the evidence. `evidence`: whatever each piece is called.

    It does if it names a place ("halaman 4", "Pasal 7"), a piece by its name, or a number that stands in the name
    of a piece ("12" of "Perbup 12 Tahun 2024.pdf"); a year alone is no number of a document. Nobody can tell by rule
    whether the place is the right one; that is for people.
    """
    if PLACE.search(fact):
        return True
    said, numbers = plain(fact), numbers_in(fact)
    return any(f" {plain(name)} " in f" {said} " or numbers & numbers_in(name) for name in evidence if plain(name))


def plain(words: str) -> str:
    """Letters and digits only, in small letters, one space apart: file names and prose write the rest differently."""
    return " ".join(re.findall(r"[^\W_]+", words.lower()))


def numbers_in(words: str) -> set[int]:
    """The numbers of a text without years."""
    return {int(found) for found in re.findall(r"\d{1,9}", words) if not YEAR.fullmatch(found)}
