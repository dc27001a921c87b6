"""Whom to bring together: assessors, institutions, and what the period asks of their teams.

Regulation says that assessors are independent academics; how many assess an institution, how many institutions one of
them is given at most, and what counts as a tie are settings of a period. That a team comes from two universities at
least is the practice of every year.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

UNIVERSITIES = 2

# What the objective counts. Loads enter as squares: one institution from somebody with nine to somebody with seven is
# worth as much as seven wishes for a region and less than ten.
# Whoever would rather not judge an institution is spared it even where two loads then differ by two, but not by more.
BALANCE, AVOIDED, EXPERTISE, REGION = 10, 25, 2, 1


@dataclass(frozen=True)
class Assessor:
    """`held`: institutions outside this problem. Empty categories or regions mean that any will do.

    `most`: how many they would hold at most, where that is less than the capacity of all; `avoided`: institutions
    that they would rather not judge.
    """

    key: int
    name: str
    university: str
    held: int = 0
    categories: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    most: int | None = None
    avoided: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Institution:
    """`region` is empty for a body of the centre; nobody's wish for regions speaks of it."""

    key: int
    name: str
    category: str
    region: str = ""


@dataclass(frozen=True)
class Team:
    """Assessors, the first of whom leads, with the institutions they hold together."""

    members: tuple[int, ...]
    institutions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Problem:
    """`tied`: (assessor, institution) that may not meet; `kept`: teams that stay as they are, their lead first."""

    assessors: tuple[Assessor, ...]
    institutions: tuple[Institution, ...]
    size: int
    capacity: int
    tied: frozenset[tuple[int, int]] = frozenset()
    kept: tuple[tuple[int, ...], ...] = ()
    seed: str = ""

    @cached_property
    def assessor(self) -> dict[int, Assessor]:
        return {one.key: one for one in self.assessors}

    @cached_property
    def institution(self) -> dict[int, Institution]:
        return {one.key: one for one in self.institutions}

    @property
    def universities(self) -> int:
        """How many universities a team comes from at least: a team of one cannot come from two."""
        return min(UNIVERSITIES, self.size)

    @property
    def sha256(self) -> str:
        """The hash of everything that decides the answer, in whatever order it was read. Names do not."""
        said = {
            "assessors": sorted(
                [
                    one.key,
                    one.university,
                    one.held,
                    sorted(one.categories),
                    sorted(one.regions),
                    one.most,
                    sorted(one.avoided),
                ]
                for one in self.assessors
            ),
            "institutions": sorted([one.key, one.category, one.region] for one in self.institutions),
            "tied": sorted(map(list, self.tied)),
            "kept": sorted([members[0], *sorted(members)] for members in self.kept),
            "asked": [self.size, self.capacity, self.seed, BALANCE, AVOIDED, EXPERTISE, REGION],
        }
        return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()

    @property
    def wanted(self) -> int:
        """How many places in teams there are to fill."""
        return self.size * len(self.institutions)

    @property
    def free(self) -> int:
        """How many of them all assessors together have room for."""
        return sum(self.room(one) for one in self.assessors)

    def limit(self, assessor: Assessor) -> int:
        """How many institutions they hold at most: the capacity of all, or less where they ask for less."""
        return self.capacity if assessor.most is None else min(self.capacity, assessor.most)

    def room(self, assessor: Assessor) -> int:
        return max(0, self.limit(assessor) - assessor.held)

    def with_capacity(self, number: int) -> "Problem":
        """The same with another capacity, for those as well who ask for less."""
        return replace(self, capacity=number, assessors=tuple(replace(one, most=None) for one in self.assessors))

    def shuffled(self) -> "Problem":
        """The same problem in the order of its seed, so that the same seed gives the same answer."""
        return replace(
            self,
            assessors=tuple(sorted(self.assessors, key=lambda one: self._drawn(f"a{one.key}"))),
            institutions=tuple(sorted(self.institutions, key=lambda one: self._drawn(f"i{one.key}"))),
            kept=tuple(sorted({frozenset(team): team for team in sorted(self.kept)}.values())),
        )

    def _drawn(self, word: str) -> str:
        return sha256(f"{self.seed}:{word}".encode()).hexdigest()


def lacks_expertise(assessor: Assessor, institution: Institution) -> bool:
    return bool(assessor.categories) and institution.category not in assessor.categories


def lies_elsewhere(assessor: Assessor, institution: Institution) -> bool:
    return bool(assessor.regions and institution.region) and institution.region not in assessor.regions


def is_avoided(assessor: Assessor, institution: Institution) -> bool:
    return institution.key in assessor.avoided


def unmet(assessor: Assessor, institution: Institution) -> int:
    """What it costs to bring these two together."""
    return (
        AVOIDED * is_avoided(assessor, institution)
        + EXPERTISE * lacks_expertise(assessor, institution)
        + REGION * lies_elsewhere(assessor, institution)
    )


def loads(problem: Problem, teams: Iterable[Team]) -> dict[int, int]:
    """assessor -> institutions in all, with those held outside."""
    given = Counter(key for team in teams for key in team.members for _ in team.institutions)
    return {one.key: one.held + given[one.key] for one in problem.assessors}


def objective(problem: Problem, teams: Iterable[Team]) -> int:
    """What the teams cost: squares of the loads, wishes unmet. Smaller is better."""
    teams = tuple(teams)
    balance = sum(load**2 - problem.assessor[key].held ** 2 for key, load in loads(problem, teams).items())
    wishes = sum(
        unmet(problem.assessor[key], problem.institution[place])
        for team in teams
        for key in team.members
        for place in team.institutions
    )
    return BALANCE * balance + wishes
