"""A proposal of teams: first the least that any teams would cost, then teams that stay together and come close to it.

Assessors who hold all their institutions together have one partner and one lead; sets made afresh for each institution
would be a little better for the wishes and unbearable to work in. So teams are formed and institutions given to them
in turns, each turn at its exact optimum given the other, until nothing improves; what is left over is repaired
assessor by assessor. The optimum without standing teams is the bound that the proposal is printed against.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from apps.rules.teams.checks import HARD, SOFT, Finding, broken, check
from apps.rules.teams.demand import allowed, demand, groups, wishes
from apps.rules.teams.flow import Demand, Flow, Mask, Relaxed, Whole, flow
from apps.rules.teams.obstacles import Obstacle, obstacles
from apps.rules.teams.problem import BALANCE, EXPERTISE, REGION, Problem, Team, loads, objective

ROUNDS = 4
STEPS = ("Mencari batas bawah", "Menyusun tim", "Membagi instansi", "Memeriksa usulan")
# What it costs to leave an institution without a team, to seat somebody in conflict, to take somebody from elsewhere:
# the last is more than all wishes of one assessor gain, and far less than evening out two loads.
SHORT, SEATED_IN_CONFLICT, ELSEWHERE = 1_000_000, 1_000, EXPERTISE + REGION + 1

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Proposal:
    """Teams that keep every rule, with what proves it. `bound`: no teams at all could cost less."""

    teams: tuple[Team, ...]
    objective: int
    bound: int
    findings: tuple[Finding, ...]
    loads: dict[int, int]

    @property
    def spread(self) -> tuple[int, float, int]:
        """The least, the median and the greatest load."""
        return min(self.loads.values()), median(self.loads.values()), max(self.loads.values())


@dataclass(frozen=True)
class _Sets:
    """Teams that stay together, and the place of the team that takes each institution; -1 for none."""

    teams: tuple[tuple[int, ...], ...]
    taker: Whole
    cost: int

    @property
    def are_apart(self) -> bool:
        """Nobody is in two of them, so that what each takes says what everybody takes."""
        people = [key for team in self.teams for key in team]
        return len(people) == len(set(people))


def propose(problem: Problem, tell: Tell = lambda _: None) -> Proposal | tuple[Obstacle, ...]:
    """Teams for every institution, or why there are none. The same problem and seed give the same answer.

    `tell` hears the number of the step of STEPS that begins.
    """
    drawn = problem.shuffled()
    tell(0)
    is_short = drawn.wanted > drawn.free  # then nothing has to be tried
    least = None if is_short else _freely(drawn, np.full(len(drawn.institutions), drawn.size), wishes(drawn))
    if least is None:
        return obstacles(drawn)
    tell(1)
    sets = _standing(drawn, least.cost)
    tell(2)
    is_done = sets.cost == least.cost and sets.are_apart
    teams = _together(drawn, sets) if is_done else _repaired(drawn, sets)
    tell(3)
    return proven(drawn, teams, least.cost)


def proven(problem: Problem, teams: tuple[Team, ...], bound: int) -> Proposal:
    """The proposal with its proof; one that breaks a rule never leaves this function."""
    findings = check(problem, teams)
    if wrong := broken(findings, HARD | SOFT):
        raise RuntimeError(f"The optimiser broke a rule: {wrong}")
    return Proposal(teams, objective(problem, teams), bound, findings, loads(problem, teams))


def _freely(problem: Problem, need: Whole, cost: Whole) -> Flow | None:
    """Every institution its assessors, without regard to teams."""
    asked = demand(problem, need, cost)
    held = np.array([one.held for one in problem.assessors], dtype=np.int64)
    return flow(replace(asked, steps=_steps(held[:, None], 1, asked.room)))


def _steps(held: Whole, members: int, room: Whole) -> Whole:
    """row x unit: what one institution more costs in balance. `held`: row x member."""
    unit = np.arange(1, int(room.max(initial=0)) + 1)
    steps: Whole = BALANCE * (2 * (held.sum(axis=1)[:, None] + members * unit) - members)
    return steps


def _standing(problem: Problem, bound: int) -> _Sets:
    """Teams and what each takes, formed and filled in turns until nothing improves."""
    kept = [team for team in problem.kept if _is_whole(problem, team)]
    busy = {key for team in kept for key in team}
    free = [place for place, one in enumerate(problem.assessors) if one.key not in busy and problem.room(one)]
    number = min(len(free) // problem.size, len(problem.institutions))
    fixed = [tuple(_row(problem, key) for key in team) for team in kept]
    cost, may = wishes(problem), allowed(problem)
    held = [tuple(part) for part in np.array_split(_by_region(problem), number)] if number else []
    best: _Sets | None = None
    for _ in range(ROUNDS):
        rows = [*fixed, *_formed(problem, free, held, cost, may)]
        sets = _filled(problem, rows, cost, may)
        if best and sets.cost >= best.cost:
            break
        best = sets
        if sets.cost == bound or not number:
            break
        held = [tuple(np.nonzero(sets.taker == place)[0]) for place in range(len(fixed), len(rows))]
    assert best is not None  # noqa: S101 - the first round sets it
    return best


def _is_whole(problem: Problem, team: tuple[int, ...]) -> bool:
    people = [problem.assessor[key] for key in team if key in problem.assessor]
    whole = len(people) == len(team) >= problem.size
    return whole and len({one.university for one in people}) >= problem.universities


def _row(problem: Problem, key: int) -> int:
    return next(place for place, one in enumerate(problem.assessors) if one.key == key)


def _by_region(problem: Problem) -> Whole:
    """The institutions so that neighbours are alike: what a team holds before the first turn."""
    places = range(len(problem.institutions))
    order = sorted(places, key=lambda at: (problem.institutions[at].region, problem.institutions[at].category, at))
    return np.array(order, dtype=np.int64)


def _formed(
    problem: Problem, free: list[int], held: list[tuple[int, ...]], cost: Whole, may: Mask
) -> list[tuple[int, ...]]:
    """Assessors (as rows) for teams that hold these institutions (as columns); a team that cannot be whole is none."""
    if not held:
        return []
    price = cost + SEATED_IN_CONFLICT * ~may
    seats = np.stack([price[free][:, list(team)].sum(axis=1) for team in held], axis=1)
    need = np.full(len(held), problem.size, dtype=np.int64)
    found = flow(
        Demand(
            cost=seats,
            allowed=np.ones_like(seats, dtype=np.bool_),
            room=np.ones(len(free), dtype=np.int64),
            need=need,
            group=groups([problem.assessors[row] for row in free]),
            most=need - (problem.universities - 1),
        ),
        Relaxed(short=SHORT),
    )
    assert found is not None  # noqa: S101 - short of everybody is always possible
    whole = np.nonzero(found.short == 0)[0]
    return [tuple(free[row] for row in np.nonzero(found.taken[:, team])[0]) for team in whole]


def _filled(problem: Problem, teams: list[tuple[int, ...]], cost: Whole, may: Mask) -> _Sets:
    """Each institution to one of these teams, at the least cost; those that none can take stay out."""
    people = problem.assessors
    keys = tuple(tuple(people[row].key for row in team) for team in teams)
    columns = len(problem.institutions)
    if not teams:
        return _Sets((), np.full(columns, -1), SHORT * columns)
    room = np.array([min(problem.room(people[row]) for row in team) for team in teams], dtype=np.int64)
    steps = np.stack([_steps(np.array([[people[row].held for row in team]]), len(team), room)[0] for team in teams])
    one = np.ones(columns, dtype=np.int64)
    found = flow(
        Demand(
            cost=np.stack([cost[list(team)].sum(axis=0) for team in teams]),
            allowed=np.stack([may[list(team)].all(axis=0) for team in teams]),
            room=room,
            need=one,
            group=np.zeros(len(teams), dtype=np.int64),
            most=one,
            steps=steps,
        ),
        Relaxed(short=SHORT),
    )
    assert found is not None  # noqa: S101 - short of everybody is always possible
    taker = np.where(found.taken.any(axis=0), found.taken.argmax(axis=0), -1)
    return _Sets(keys, taker, found.cost)


def _together(problem: Problem, sets: _Sets) -> tuple[Team, ...]:
    """The standing teams as they are."""
    return tuple(
        Team(_led(problem, members), tuple(problem.institutions[at].key for at in np.nonzero(sets.taker == place)[0]))
        for place, members in enumerate(sets.teams)
        if (sets.taker == place).any()
    )


def _led(problem: Problem, members: tuple[int, ...]) -> tuple[int, ...]:
    """A team that is kept has its lead; of a new one the first leads."""
    return next((kept for kept in problem.kept if set(kept) == set(members)), members)


def _repaired(problem: Problem, sets: _Sets) -> tuple[Team, ...]:
    """Every institution as near to its standing team as capacity and balance allow."""
    away = np.zeros((len(problem.assessors), len(problem.institutions)), dtype=np.int64)
    rows = {one.key: row for row, one in enumerate(problem.assessors)}
    need = np.full(len(problem.institutions), problem.size, dtype=np.int64)
    for at, place in enumerate(sets.taker):
        if place >= 0:
            away[:, at] = ELSEWHERE
            away[[rows[key] for key in sets.teams[place]], at] = 0
            need[at] = len(sets.teams[place])
    cost = wishes(problem) + away
    found = _freely(problem, need, cost) or _freely(problem, np.full_like(need, problem.size), cost)
    assert found is not None  # noqa: S101 - the bound was found under the same rules
    together: dict[frozenset[int], list[int]] = {}
    for at, institution in enumerate(problem.institutions):
        members = frozenset(problem.assessors[row].key for row in np.nonzero(found.taken[:, at])[0])
        together.setdefault(members, []).append(institution.key)
    return _with_leads(problem, sets, together)


def _with_leads(problem: Problem, sets: _Sets, together: dict[frozenset[int], list[int]]) -> tuple[Team, ...]:
    """A standing team keeps its lead; in others whoever leads least so far."""
    standing = {frozenset(team): _led(problem, team) for team in sets.teams}
    leading: Counter[int] = Counter()
    teams = []
    for members, institutions in together.items():
        order = standing.get(members) or tuple(sorted(members, key=lambda key: (leading[key], key)))
        leading[order[0]] += len(institutions)
        teams.append(Team(order, tuple(institutions)))
    return tuple(teams)
