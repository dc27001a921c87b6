"""Who assesses is seated in the interview."""

from collections.abc import Iterable

from apps.evaluations.models import Evaluation
from apps.evaluations.reassignments import on_reassignment
from apps.interview.actions import reseat


@on_reassignment
def seat_the_present_team(evaluations: Iterable[Evaluation]) -> None:
    reseat(evaluations)
