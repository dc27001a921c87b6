"""Do these teams keep the rules? One function for a proposal and for a change by hand; it knows no solver."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from apps.rules.teams.problem import Problem, Team, is_avoided, lacks_expertise, lies_elsewhere, loads


class Rule(StrEnum):
    """In the order in which the proof is printed."""

    PLACED = "placed"
    SIZE = "size"
    CONFLICT = "conflict"
    UNIVERSITIES = "universities"
    CAPACITY = "capacity"
    BALANCE = "balance"
    EXPERTISE = "expertise"
    REGION = "region"
    AVOIDED = "avoided"


# Nobody may break these; those the ministry may, with a reason; the rest are wishes, counted and nothing more.
HARD = frozenset({Rule.PLACED, Rule.SIZE, Rule.CONFLICT})
SOFT = frozenset({Rule.UNIVERSITIES, Rule.CAPACITY})

RULES = {
    Rule.PLACED: "Setiap instansi dipegang tepat satu tim",
    Rule.SIZE: "Jumlah asesor setiap tim",
    Rule.CONFLICT: "Tanpa benturan kepentingan",
    Rule.UNIVERSITIES: "Sekurang-kurangnya dua perguruan tinggi setiap tim",
    Rule.CAPACITY: "Kapasitas setiap asesor",
    Rule.BALANCE: "Beban berselisih paling banyak satu dari rata-rata",
    Rule.EXPERTISE: "Keahlian asesor",
    Rule.REGION: "Wilayah yang diminati asesor",
    Rule.AVOIDED: "Instansi yang tidak diinginkan asesor",
}


@dataclass(frozen=True)
class Finding:
    """How often a rule was looked at and held. `broken`: a sentence for each time it did not."""

    rule: Rule
    checked: int
    broken: tuple[str, ...]

    @property
    def met(self) -> int:
        return self.checked - len(self.broken)


@dataclass(frozen=True)
class _Look:
    """One time that one rule was looked at; empty if it held."""

    rule: Rule
    sentence: str


def check(problem: Problem, teams: Iterable[Team]) -> tuple[Finding, ...]:
    """Every rule, with how often it was checked and each time it was broken."""
    teams = tuple(teams)
    looks = [*_places(problem, teams), *_teams(problem, teams), *_meetings(problem, teams), *_loads(problem, teams)]
    checked = Counter(look.rule for look in looks)
    return tuple(
        Finding(rule, checked[rule], tuple(look.sentence for look in looks if look.rule is rule and look.sentence))
        for rule in Rule
    )


def broken(findings: Iterable[Finding], rules: Iterable[Rule]) -> dict[Rule, tuple[str, ...]]:
    """The rules among these that do not hold."""
    wanted = frozenset(rules)
    return {one.rule: one.broken for one in findings if one.rule in wanted and one.broken}


def _places(problem: Problem, teams: tuple[Team, ...]) -> Iterator[_Look]:
    times = Counter(place for team in teams for place in team.institutions)
    for one in problem.institutions:
        held = times[one.key]
        words = "belum dipegang tim" if not held else f"dipegang {held} tim"
        yield _Look(Rule.PLACED, "" if held == 1 else f"{one.name} {words}.")


def _teams(problem: Problem, teams: tuple[Team, ...]) -> Iterator[_Look]:
    for team in teams:
        people = {problem.assessor[key] for key in team.members}
        names = ", ".join(problem.assessor[key].name for key in team.members) or "tanpa anggota"
        for words in _about(problem, team) or [""]:
            whose = f"Tim {names}{words}"
            few = f"{whose} terdiri atas {len(people)} asesor, diperlukan sekurang-kurangnya {problem.size}."
            yield _Look(Rule.SIZE, few if len(people) < problem.size else "")
            universities = {one.university for one in people}
            alone = f"{whose} seluruhnya dari satu perguruan tinggi ({', '.join(sorted(universities))})."
            is_alone = len(universities) < problem.universities <= len(people)
            yield _Look(Rule.UNIVERSITIES, alone if is_alone else "")


def _about(problem: Problem, team: Team) -> list[str]:
    return [f" bagi {problem.institution[place].name}" for place in team.institutions]


def _meetings(problem: Problem, teams: tuple[Team, ...]) -> Iterator[_Look]:
    for team in teams:
        for key in team.members:
            for place in team.institutions:
                one, institution = problem.assessor[key], problem.institution[place]
                tied = (key, place) in problem.tied
                yield _Look(Rule.CONFLICT, f"{one.name} terikat dengan {institution.name}." if tied else "")
                if one.categories:
                    lacks = lacks_expertise(one, institution)
                    yield _Look(Rule.EXPERTISE, f"{one.name} menilai {institution.name}." if lacks else "")
                if one.regions and institution.region:
                    far = lies_elsewhere(one, institution)
                    yield _Look(Rule.REGION, f"{one.name} menilai {institution.name}." if far else "")
                if one.avoided:
                    avoided = is_avoided(one, institution)
                    yield _Look(Rule.AVOIDED, f"{one.name} menilai {institution.name}." if avoided else "")


def _loads(problem: Problem, teams: tuple[Team, ...]) -> Iterator[_Look]:
    """Capacity is looked at of everybody who gets something; balance of all."""
    carried = loads(problem, teams)
    mean = sum(carried.values()) / len(carried) if carried else 0
    for one in problem.assessors:
        load = carried[one.key]
        if load > one.held:
            much = f"{one.name} memegang {load} instansi, kapasitasnya {problem.limit(one)}."
            yield _Look(Rule.CAPACITY, much if load > problem.limit(one) else "")
        apart = not floor(mean) - 1 <= load <= ceil(mean) + 1
        yield _Look(Rule.BALANCE, f"{one.name} memegang {load} instansi." if apart else "")
