"""Who stands where, and who rose most. Equal stated figures share a rank, and the next ranks are skipped."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class YearFigure(Generic[Key]):
    """The stated index of an institution in a year; not official where it is the institution's own figure."""

    institution: Key
    year: int
    instrument: str
    figure: Decimal
    official: bool


@dataclass(frozen=True)
class Improvement(Generic[Key]):
    """How far an institution rose between two years of one instrument."""

    rank: int
    institution: Key
    before: Decimal
    after: Decimal

    @property
    def gain(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class Place(Generic[Key]):
    """Where somebody stands; shared where others have the very same figure."""

    key: Key
    place: int
    is_shared: bool


def ranks(figures: Mapping[Key, Decimal]) -> dict[Key, int]:
    """The rank of each by its stated figure, highest first: 1, 2, 2, 4."""
    first_place: dict[Decimal, int] = {}
    for place, figure in enumerate(sorted(figures.values(), reverse=True), start=1):
        first_place.setdefault(figure, place)
    return {key: first_place[figure] for key, figure in figures.items()}


def first_places(figures: Mapping[Key, Decimal], *, upto: int) -> list[Place[Key]]:
    """Who stands on the places down to `upto`, best first. Who shares a place shares it, however many there are."""
    found = ranks(figures)
    held = Counter(found.values())
    first = [Place(key, place, held[place] > 1) for key, place in found.items() if place <= upto]
    return sorted(first, key=lambda one: one.place)


def largest_improvements(figures: Iterable[YearFigure[Key]], *, before: int, after: int) -> list[Improvement[Key]]:
    """Those who rose from the one year to the other, the largest gain first.

    Only pairs that can be compared count: both figures official, both by the same instrument. Equals keep the
    order they came in.
    """
    official = [figure for figure in figures if figure.official]
    earlier = {(row.institution, row.instrument): row.figure for row in official if row.year == before}
    later = {(row.institution, row.instrument): row.figure for row in official if row.year == after}
    pairs = {
        institution: (earlier[institution, instrument], figure)
        for (institution, instrument), figure in later.items()
        if (institution, instrument) in earlier and figure > earlier[institution, instrument]
    }

    places = ranks({institution: last - first for institution, (first, last) in pairs.items()})
    risen = [Improvement(places[institution], institution, *pair) for institution, pair in pairs.items()]
    return sorted(risen, key=lambda improvement: improvement.rank)
