"""Who assesses whom: the rules of teams, a proposal that keeps them, and why there is none.

`check` is the one judge of a proposal and of a change by hand. The solver is known to flow.py alone.
"""

from apps.rules.teams.checks import HARD, RULES, SOFT, Finding, Rule, broken, check
from apps.rules.teams.flow import SOLVER
from apps.rules.teams.obstacles import Obstacle
from apps.rules.teams.problem import Assessor, Institution, Problem, Team, loads, objective
from apps.rules.teams.proposal import STEPS, Proposal, propose

__all__ = [
    "HARD",
    "RULES",
    "SOFT",
    "SOLVER",
    "STEPS",
    "Assessor",
    "Finding",
    "Institution",
    "Obstacle",
    "Problem",
    "Proposal",
    "Rule",
    "Team",
    "broken",
    "check",
    "loads",
    "objective",
    "propose",
]
