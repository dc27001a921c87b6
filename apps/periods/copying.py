"""A period is made after an earlier one. The rooms above know what else of it is a setting.

    @copied_with_a_period
    def copy_seats(source, period): ...

A room registers in a `copied.py` of its own; it works in the transaction in which the period is made.
"""

from collections.abc import Callable

from apps.periods.models import EvaluationPeriod

Copier = Callable[[EvaluationPeriod, EvaluationPeriod], object]
COPIERS: list[Copier] = []


def copied_with_a_period(copier: Copier) -> Copier:
    """Register the decorated function: it is given the earlier period and the new one."""
    COPIERS.append(copier)
    return copier


def copy_settings(source: EvaluationPeriod, period: EvaluationPeriod) -> None:
    for copier in COPIERS:
        copier(source, period)
