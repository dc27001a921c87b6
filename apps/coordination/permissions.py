"""Everything on the ministry's desk asks the same: may this person run periods?"""

from apps.accounts.models import User
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.permissions import may_run_periods

__all__ = ["may_change", "may_run_periods"]


def may_change(user: User, period: EvaluationPeriod) -> bool:
    """A published period is only read."""
    return may_run_periods(user) and period.state != PeriodState.PUBLISHED
