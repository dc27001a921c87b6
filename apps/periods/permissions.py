"""Who runs periods: the ministry's own team, for every period, from preparation to publication."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.periods.models import EvaluationPeriod, PeriodState


def may_run_periods(user: User | AnonymousUser) -> bool:
    return user.has_perm("periods.run_period")


def may_edit(user: User, period: EvaluationPeriod) -> bool:
    """Instrument, name and rules are open only until the period is."""
    return may_run_periods(user) and period.state == PeriodState.PREPARATION


def may_move_windows(user: User, period: EvaluationPeriod) -> bool:
    return may_run_periods(user) and period.state != PeriodState.PUBLISHED
