"""Evaluations get other assessors. The rooms above know what hangs on who assesses.

    @on_reassignment
    def reseat(evaluations): ...

A room registers in a `reassignments.py` of its own; it works in the transaction in which the assessors change, and may
refuse.
"""

from collections.abc import Callable, Iterable

from apps.evaluations.models import Evaluation

Act = Callable[[Iterable[Evaluation]], object]

REASSIGNMENTS: list[Act] = []


def on_reassignment(act: Act) -> Act:
    """Register the decorated function."""
    REASSIGNMENTS.append(act)
    return act


def reassigned(evaluations: Iterable[Evaluation]) -> None:
    """Have every room follow; DomainError where one cannot."""
    evaluations = list(evaluations)
    for act in REASSIGNMENTS:
        act(evaluations)
