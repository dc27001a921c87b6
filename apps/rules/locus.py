"""Who takes part in a year and in which track: rules in an order that the ministry sets, and a stratified draw.

PermenPANRB 59/2020 (annex) knows the two tracks, evaluasi and pemantauan, and leaves the choice of institutions to
the ministry; so the rules are data. Those of 2022 come with the application as an example.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from apps.rules.stages import LABELS, Track

Key = TypeVar("Key", bound=Hashable)
NEVER = "belum pernah"
CENTRE = "instansi pusat"


class Condition(StrEnum):
    """What a rule asks of an institution."""

    NO_INDEX = "no_index"
    INDEX_BELOW = "index_below"
    APPLIED = "applied"
    OTHERWISE = "otherwise"


CONDITIONS: Mapping[Condition, str] = {
    Condition.NO_INDEX: "belum punya indeks",
    Condition.INDEX_BELOW: "indeks terakhir di bawah batas",
    Condition.APPLIED: "mengajukan permohonan",
    Condition.OTHERWISE: "selebihnya",
}


@dataclass(frozen=True)
class Rule:
    """One rule. `name` is what its track is called then ("pemantauan wajib"); `limit` only of INDEX_BELOW."""

    name: str
    condition: Condition
    track: Track
    limit: Decimal | None = None

    @property
    def sentence(self) -> str:
        asked = CONDITIONS[self.condition]
        if self.limit is not None:
            asked = f"indeks terakhir di bawah {_printed(self.limit)}"
        name = "" if self.name.casefold() == LABELS[self.track].casefold() else f" ({self.name})"
        return f"{asked[0].upper()}{asked[1:]}: {LABELS[self.track].lower()}{name}."


@dataclass(frozen=True)
class RuleSet:
    """The rules of a year as a file gives them, with where they come from."""

    name: str
    source: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Candidate:
    """An institution as the rules see it. `code` is lasting and public: the draw goes by it.

    `index` and `year` are the last official ones, None where there is none; `region` is empty for the centre.
    """

    code: str
    category: str
    region: str = ""
    index: Decimal | None = None
    year: int | None = None
    has_applied: bool = False


@dataclass(frozen=True)
class Placement:
    """Into which track a rule puts an institution, and what is printed beside it."""

    track: Track
    reason: str
    rule: Rule


def faults_of(rules: Iterable[Rule]) -> list[str]:
    """What keeps these rules from placing everybody, in sentences."""
    rules = list(rules)
    conditions = [one.condition for one in rules]
    faults = []
    if conditions[-1:] != [Condition.OTHERWISE] or conditions.count(Condition.OTHERWISE) != 1:
        faults.append("Aturan terakhir, dan hanya yang terakhir, berlaku bagi selebihnya.")
    if any((one.condition == Condition.INDEX_BELOW) != (one.limit is not None) for one in rules):
        faults.append("Batas indeks diisi pada aturan yang membandingkan indeks, dan hanya di sana.")
    return faults


def place(candidates: Mapping[Key, Candidate], rules: Iterable[Rule]) -> dict[Key, Placement]:
    """The track of each by the first rule that holds for it. ValueError for rules that leave somebody out."""
    rules = tuple(rules)
    if faults := faults_of(rules):
        raise ValueError(" ".join(faults))
    return {
        key: Placement(rule.track, _reason(candidate, rule), rule)
        for key, candidate in candidates.items()
        for rule in [next(one for one in rules if _holds(one, candidate))]
    }


def read_rules(path: Path) -> RuleSet:
    """The rules of a file of fixtures/locus."""
    data = json.loads(path.read_text(encoding="utf-8"))
    rules = tuple(
        Rule(
            one["name"],
            Condition(one["condition"]),
            Track(one["track"]),
            Decimal(one["limit"]) if "limit" in one else None,
        )
        for one in data["rules"]
    )
    return RuleSet(data["name"], data["source"], rules)


class Trait(StrEnum):
    """By what a draw is stratified."""

    CATEGORY = "category"
    REGION = "region"
    LAST_ASSESSED = "last_assessed"


TRAITS: Mapping[Trait, str] = {
    Trait.CATEGORY: "kategori",
    Trait.REGION: "wilayah",
    Trait.LAST_ASSESSED: "terakhir dinilai",
}


@dataclass(frozen=True)
class Stratum:
    """Institutions that are alike in every trait of the draw, and how many of them are drawn."""

    traits: tuple[str, ...]
    size: int
    drawn: int


@dataclass(frozen=True)
class Draw:
    """The strata in their order, and the codes that were drawn."""

    strata: tuple[Stratum, ...]
    codes: frozenset[str]


def draw(candidates: Iterable[Candidate], *, size: int, traits: Collection[Trait], seed: str) -> Draw:
    """So many of the candidates, each stratum in proportion. The same seed and candidates give the same draw.

    Shares are whole by the largest remainder; what is left even is decided by SHA-256 of "seed:traits". Within a
    stratum the smallest SHA-256 of "seed:code" come first: anybody can compute it again.
    """
    strata: dict[tuple[str, ...], list[str]] = {}
    for one in candidates:
        strata.setdefault(_traits(one, traits), []).append(one.code)
    shares = _shares({key: len(codes) for key, codes in strata.items()}, size, seed)
    drawn = (
        code
        for key, codes in strata.items()
        for code in sorted(codes, key=lambda code: (_lot(seed, code), code))[: shares[key]]
    )
    return Draw(
        tuple(Stratum(key, len(strata[key]), shares[key]) for key in sorted(strata)),
        frozenset(drawn),
    )


def _shares(sizes: Mapping[tuple[str, ...], int], size: int, seed: str) -> dict[tuple[str, ...], int]:
    total = sum(sizes.values())
    size = min(size, total)
    exact = {key: Fraction(size * number, total) for key, number in sizes.items()}
    whole = {key: int(share) for key, share in exact.items()}
    order = sorted(exact, key=lambda key: (whole[key] - exact[key], _lot(seed, "|".join(key)), key))
    for key in order[: size - sum(whole.values())]:
        whole[key] += 1
    return whole


def _traits(one: Candidate, traits: Collection[Trait]) -> tuple[str, ...]:
    named = {
        Trait.CATEGORY: one.category,
        Trait.REGION: one.region or CENTRE,
        Trait.LAST_ASSESSED: NEVER if one.year is None else str(one.year),
    }
    return tuple(named[trait] for trait in Trait if trait in traits)


def _lot(seed: str, code: str) -> str:
    return sha256(f"{seed}:{code}".encode()).hexdigest()


def _holds(rule: Rule, one: Candidate) -> bool:
    match rule.condition:
        case Condition.NO_INDEX:
            return one.index is None
        case Condition.INDEX_BELOW:
            return one.index is not None and rule.limit is not None and one.index < rule.limit
        case Condition.APPLIED:
            return one.has_applied
        case Condition.OTHERWISE:
            return True


def _reason(one: Candidate, rule: Rule) -> str:
    """Why it stands there: the rule, and for whom the year leaves out the index that stays."""
    known = "" if one.index is None else f"Indeks {one.year}: {_printed(one.index)}"
    if rule.track == Track.NOT_ASSESSED:
        return f"{known}, tetap berlaku" if known else "Tidak termasuk aturan lokus"
    asked = CONDITIONS[rule.condition]
    name = rule.name[0].upper() + rule.name[1:]
    return f"{name}: {asked}" if not known else f"{name}. {known}"


def _printed(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
