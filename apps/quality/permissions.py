"""Who looks at the quality of a period: the ministry's team alone. Assessors never see how others judge here."""

from apps.accounts.models import User
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.permissions import may_run_periods


def may_look(user: User) -> bool:
    return may_run_periods(user)


def may_note(user: User, period: EvaluationPeriod) -> bool:
    """A published period is only read."""
    return may_run_periods(user) and period.state != PeriodState.PUBLISHED
