"""A first draft of strengths, weaknesses and recommendations: criteria met and not met, and the assessors' own words.

Only what levels and criteria say. A criterion may ask several things at once, so one that is not met is "belum
terpenuhi seluruhnya": which part failed is for an assessor to say. Where criteria are not written, nothing is said.
Every line is one remark of the report.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from apps.common.formats import level as figure
from apps.common.sentences import listed, paragraph, quoted
from apps.evaluations.models import FindingKind


@dataclass(frozen=True)
class Scale:
    """The instrument's levels, and the one it expects of everybody, if it says so."""

    lowest: Decimal
    highest: Decimal
    target: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """Where one indicator stands. `criteria` holds the text of whole levels, as far as they are written; `note` what
    the assessors wrote where they settled the level.
    """

    number: int
    name: str
    level: Decimal
    is_cumulative: bool
    criteria: Mapping[int, str]
    note: str = ""

    @property
    def title(self) -> str:
        return f"indikator {self.number} ({self.name.strip()})"


def draft(kind: FindingKind, standings: Iterable[Standing], scale: Scale) -> str:
    """An opening line, and a line for each indicator of which there is something to say; empty where there is none."""
    found = list(standings)
    lines = [words for one in _concerned(kind, found, scale) if (words := LINES[kind](one, scale))]
    opening = OPENINGS[kind](found, scale) if lines else ""
    return "\n".join(filter(None, [opening, *lines]))


def _concerned(kind: FindingKind, standings: Sequence[Standing], scale: Scale) -> Sequence[Standing]:
    """Those at the target show the strength of a part, those beneath it what is weak and to be done: no indicator is
    told of twice. Where all stand on one side, or no target is set, each is told of.
    """
    if scale.target is None:
        return standings
    concerned = [one for one in standings if _is_good(one, scale) == (kind == FindingKind.STRENGTH)]
    return concerned or standings


def _strength(one: Standing, scale: Scale) -> str:
    """What the reached criterion says. The lowest level is what no evidence gets, and no strength."""
    reached = floor(one.level)
    if reached <= scale.lowest or not (criterion := quoted(one.criteria.get(reached, ""))):
        return ""
    met = f"{one.title} mencapai tingkat {figure(one.level)}: {criterion}"
    return paragraph(met, _note(one) if _is_good(one, scale) else "")


def _weakness(one: Standing, scale: Scale) -> str:
    """Every criterion that is not met up to the aim, and what the assessors wrote about it."""
    unmet = [text for number in _steps(one, scale) if (text := quoted(one.criteria.get(number, "")))]
    if not unmet:
        return ""
    numbers = listed(str(number) for number in _steps(one, scale) if one.criteria.get(number, "").strip())
    missing = f"kriteria tingkat {numbers} pada {one.title} belum terpenuhi seluruhnya: {listed(unmet)}"
    return paragraph(missing, "" if _is_good(one, scale) else _note(one))


def _recommendation(one: Standing, scale: Scale) -> str:
    steps = [number for number in _steps(one, scale) if one.criteria.get(number, "").strip()]
    if not steps:
        return ""
    asked = listed(quoted(one.criteria[number]) for number in steps)
    return paragraph(f"penuhi kriteria tingkat {listed(map(str, steps))} pada {one.title}: {asked}")


LINES: Mapping[FindingKind, Callable[[Standing, Scale], str]] = {
    FindingKind.STRENGTH: _strength,
    FindingKind.WEAKNESS: _weakness,
    FindingKind.RECOMMENDATION: _recommendation,
}


def _reaching(standings: Sequence[Standing], scale: Scale) -> str:
    """Which indicators stand at the target or above it."""
    if scale.target is None:
        return ""
    numbers = [one.number for one in standings if one.level >= scale.target]
    return _opening(standings, numbers, f"mencapai atau melampaui tingkat sasaran {figure(scale.target)}")


def _beneath(standings: Sequence[Standing], scale: Scale) -> str:
    """Which indicators stand beneath the target."""
    if scale.target is None:
        return ""
    numbers = [one.number for one in standings if one.level < scale.target]
    return _opening(standings, numbers, f"masih di bawah tingkat sasaran {figure(scale.target)}")


def _nothing(standings: Sequence[Standing], scale: Scale) -> str:  # noqa: ARG001 - recommendations need no opening
    return ""


OPENINGS: Mapping[FindingKind, Callable[[Sequence[Standing], Scale], str]] = {
    FindingKind.STRENGTH: _reaching,
    FindingKind.WEAKNESS: _beneath,
    FindingKind.RECOMMENDATION: _nothing,
}


def _opening(standings: Sequence[Standing], numbers: Sequence[int], predicate: str) -> str:
    """One sentence over several indicators; a single one speaks for itself."""
    if len(numbers) < 2:
        return ""
    subject = "semua indikator" if len(numbers) == len(standings) else f"indikator {listed(map(str, numbers))}"
    return paragraph(f"{subject} {predicate}")


def _note(one: Standing) -> str:
    return f"catatan asesor: {one.note}" if one.note.strip(" .-–") else ""


def _is_good(one: Standing, scale: Scale) -> bool:
    """Whether what the assessors wrote explains a strength: at the target, or at the top where there is none."""
    return one.level >= (scale.highest if scale.target is None else scale.target)


def _steps(one: Standing, scale: Scale) -> range:
    """The whole levels to be reached next: up to the target where it is ahead, for levels build on one another.

    Where they do not, simply the next one. Above the scale there is nothing to aim at.
    """
    following = floor(one.level) + 1
    aim = following
    if scale.target is not None and one.is_cumulative:
        aim = max(following, floor(scale.target))
    return range(following, min(aim, floor(scale.highest)) + 1)
