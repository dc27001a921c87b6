"""Whom to visit: what speaks for an institution, by thresholds that a period sets, and a draw that anybody can repeat.

No text of the regulation names these rules; it leaves the choice to the ministry. They propose, the ministry chooses.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from math import ceil
from typing import TypeVar

from apps.rules.ranking import ranks

Key = TypeVar("Key", bound=Hashable)


class Rule(StrEnum):
    """The rules in the order in which their reasons are printed."""

    JUMP = "jump"
    GAP = "gap"
    FLOOR = "floor"
    AWARD = "award"
    RISE = "rise"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Thresholds:
    """What a period sets. None (or 0 drawn) leaves a rule out."""

    jump: Decimal | None
    gap: Decimal | None
    near_floor: Decimal | None
    award_places: int | None
    drawn_percent: Decimal
    seed: str


@dataclass(frozen=True)
class Earlier:
    """The stated index of the last earlier year; `is_same`: by the instrument of now, so that the two compare."""

    year: int
    figure: Decimal
    is_same: bool


@dataclass(frozen=True)
class Case:
    """One institution as the rules see it. A figure is stated, and None while that stage has not spoken."""

    code: str
    """Lasting and public: the draw goes by it."""
    category: str
    own: Decimal | None = None
    reviewed: Decimal | None = None
    earlier: Earlier | None = None

    @property
    def gap(self) -> Decimal | None:
        """How much higher the institution rates itself than the assessors do."""
        return None if self.own is None or self.reviewed is None else self.own - self.reviewed

    @property
    def rise(self) -> Decimal | None:
        """How far the reviewed index stands above the earlier year's; None where the two do not compare."""
        if self.reviewed is None or self.earlier is None or not self.earlier.is_same:
            return None
        return self.reviewed - self.earlier.figure


@dataclass(frozen=True)
class Reason:
    """Why a rule speaks for a visit.

    `figure` is what was measured (a difference, a distance, a place, a percentage), `limit` the threshold it met;
    `name` says which floor or seed.
    """

    rule: Rule
    figure: Decimal | int
    limit: Decimal | int
    name: str = ""


def nearest(floors: Mapping[str, Decimal], index: Decimal) -> tuple[str, Decimal] | None:
    """The floor (name, figure) nearest to an index; of two as near, the higher one. None without floors."""
    return min(floors.items(), key=lambda one: (abs(index - one[1]), -one[1]), default=None)


def reasons_of(
    cases: Mapping[Key, Case], *, floors: Mapping[str, Decimal], thresholds: Thresholds
) -> dict[Key, tuple[Reason, ...]]:
    """What speaks for a visit of each; an empty tuple where nothing does.

    `floors`: name and floor of every predikat but the lowest. Places and the draw are taken among all of `cases`.
    """
    drawn = draw((case.code for case in cases.values()), percent=thresholds.drawn_percent, seed=thresholds.seed)
    awards, rises = _places(cases), _rise_places(cases)

    def reasons(key: Key, case: Case) -> Iterable[Reason | None]:
        yield _at_least(Rule.JUMP, case.rise, thresholds.jump)
        yield _at_least(Rule.GAP, case.gap, thresholds.gap)
        yield _near(case.reviewed, floors, thresholds.near_floor)
        yield _among(Rule.AWARD, awards.get(key), thresholds.award_places)
        yield _among(Rule.RISE, rises.get(key), thresholds.award_places)
        yield Reason(Rule.DRAWN, thresholds.drawn_percent, 0, thresholds.seed) if case.code in drawn else None

    return {key: tuple(filter(None, reasons(key, case))) for key, case in cases.items()}


def draw(codes: Iterable[str], *, percent: Decimal, seed: str) -> frozenset[str]:
    """That share of the codes, rounded up. The same seed and codes give the same draw, in whichever order.

    Each code is drawn by SHA-256 of "seed:code", the smallest first: anybody can compute it again.
    """
    pool = sorted(set(codes), key=lambda code: (sha256(f"{seed}:{code}".encode()).hexdigest(), code))
    return frozenset(pool[: ceil(len(pool) * percent / 100)])


def _at_least(rule: Rule, figure: Decimal | None, limit: Decimal | None) -> Reason | None:
    return None if figure is None or limit is None or figure < limit else Reason(rule, figure, limit)


def _near(index: Decimal | None, floors: Mapping[str, Decimal], limit: Decimal | None) -> Reason | None:
    """The index lies close to a floor, on either side."""
    found = None if index is None or limit is None else nearest(floors, index)
    if found is None or index is None or limit is None or abs(index - found[1]) > limit:
        return None
    return Reason(Rule.FLOOR, index - found[1], limit, found[0])


def _among(rule: Rule, place: int | None, places: int | None) -> Reason | None:
    return None if place is None or places is None or place > places else Reason(rule, place, places)


def _places(cases: Mapping[Key, Case]) -> dict[Key, int]:
    """The place of each within its own category, by the reviewed index."""
    found: dict[Key, int] = {}
    for category in {case.category for case in cases.values()}:
        among = {key: case.reviewed for key, case in cases.items() if case.category == category}
        found |= ranks(_known(among))
    return found


def _rise_places(cases: Mapping[Key, Case]) -> dict[Key, int]:
    """The place of each among those that rose."""
    risen = _known({key: case.rise for key, case in cases.items()})
    return ranks({key: rise for key, rise in risen.items() if rise > 0})


def _known(figures: Mapping[Key, Decimal | None]) -> dict[Key, Decimal]:
    return {key: figure for key, figure in figures.items() if figure is not None}
