"""A first draft of strengths, weaknesses and recommendations, from the criteria met and not met.

Only what levels and criteria say. A criterion may ask several things at once, so one that is not met is "belum
terpenuhi seluruhnya": which part failed is for an assessor to say. Where a criterion is not written, nothing is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from apps.evaluations.models import FindingKind


@dataclass(frozen=True)
class Scale:
    """The instrument's levels, and the one it expects of everybody, if it says so."""

    lowest: Decimal
    highest: Decimal
    target: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """Where one indicator stands. `criteria` holds the text of whole levels, as far as they are written."""

    number: int
    name: str
    level: Decimal
    is_cumulative: bool
    criteria: Mapping[int, str]


def draft(kind: FindingKind, standings: Iterable[Standing], scale: Scale) -> str:
    """A line for each indicator of which there is something to say; empty where there is nothing."""
    says = {
        FindingKind.STRENGTH: _strength,
        FindingKind.WEAKNESS: _weakness,
        FindingKind.RECOMMENDATION: _recommendation,
    }[kind]
    return "\n".join(words for one in standings if (words := says(one, scale)))


def _strength(one: Standing, scale: Scale) -> str:
    """What the reached criterion says. The lowest level is what no evidence gets, and no strength."""
    reached = floor(one.level)
    if reached <= scale.lowest or reached not in one.criteria:
        return ""
    return f"Indikator {one.number}, {one.name}, mencapai tingkat {reached}: {_quoted(one.criteria[reached])}"


def _weakness(one: Standing, scale: Scale) -> str:
    aim = _aim(one, scale)
    if aim not in one.criteria:
        return ""
    return (
        f"Kriteria tingkat {aim} pada indikator {one.number}, {one.name}, belum terpenuhi seluruhnya: "
        f"{_quoted(one.criteria[aim])}"
    )


def _recommendation(one: Standing, scale: Scale) -> str:
    aim = _aim(one, scale)
    if aim not in one.criteria:
        return ""
    return f"Penuhi kriteria tingkat {aim} pada indikator {one.number}, {one.name}: {_quoted(one.criteria[aim])}"


def _aim(one: Standing, scale: Scale) -> int:
    """The level to be reached next: the target where it is still ahead, for it asks all that lies below it.

    Where levels do not build on one another, simply the next one. Above the scale there is nothing to aim at, and
    no criterion.
    """
    following = floor(one.level) + 1
    if scale.target is None or not one.is_cumulative:
        return following
    return max(following, floor(scale.target))


def _quoted(criterion: str) -> str:
    return f"“{criterion.strip().rstrip('.')}.”"
