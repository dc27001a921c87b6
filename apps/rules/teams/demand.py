"""A problem as rows and columns: assessors take institutions."""

from collections.abc import Sequence

import numpy as np

from apps.rules.teams.flow import Demand, Mask, Whole
from apps.rules.teams.problem import Assessor, Problem, unmet


def wishes(problem: Problem) -> Whole:
    """assessor x institution: what is unmet when they meet."""
    rows = [[unmet(one, institution) for institution in problem.institutions] for one in problem.assessors]
    return np.array(rows, dtype=np.int64).reshape(len(problem.assessors), len(problem.institutions))


def allowed(problem: Problem) -> Mask:
    """assessor x institution: who may meet."""
    rows = [[(one.key, place.key) not in problem.tied for place in problem.institutions] for one in problem.assessors]
    return np.array(rows, dtype=np.bool_).reshape(len(problem.assessors), len(problem.institutions))


def groups(assessors: Sequence[Assessor]) -> Whole:
    """The number of each assessor's university."""
    known = {name: number for number, name in enumerate(sorted({one.university for one in assessors}))}
    return np.array([known[one.university] for one in assessors], dtype=np.int64)


def demand(problem: Problem, need: Whole, cost: Whole) -> Demand:
    """Assessors for institutions, each institution with as many as it needs."""
    return Demand(
        cost=cost,
        allowed=allowed(problem),
        room=np.array([problem.room(one) for one in problem.assessors], dtype=np.int64),
        need=need,
        group=groups(problem.assessors),
        most=need - (problem.universities - 1),
    )
