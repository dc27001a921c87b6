"""What teams for a whole country cost: the proposal, and the answer where there can be none."""

import time
from dataclasses import replace

from apps.coordination.queries.proposals import problem_of
from apps.dashboard.bench.country import Country
from apps.dashboard.bench.measures import Limits, Row
from apps.rules.teams.problem import Problem
from apps.rules.teams.proposal import propose

WISHES = 3  # every so many assessors know one category only


def teams(country: Country) -> list[Row]:
    """From the problem to the last check, without any standing team, some assessors with wishes."""
    fresh = replace(problem_of(country.period, seed="1", is_anew=True), kept=())
    categories = sorted({one.category for one in fresh.institutions})
    wishing = tuple(
        replace(one, categories=frozenset({categories[place % len(categories)]})) if place % WISHES == 0 else one
        for place, one in enumerate(fresh.assessors)
    )
    possible = replace(fresh, assessors=wishing)
    people = len(possible.assessors)
    tight = replace(possible, capacity=possible.wanted // people)
    return [
        _row(f"propose teams: {len(possible.institutions)} institutions, {people} assessors", possible),
        _row("say why there are no teams", tight),
    ]


def _row(name: str, problem: Problem) -> Row:
    started, worked = time.perf_counter(), time.process_time()
    propose(problem)
    wall, cpu = time.perf_counter() - started, time.process_time() - worked
    return Row(name, Limits(median_ms=20_000), median_ms=1000 * wall, cpu_ms=1000 * cpu)
