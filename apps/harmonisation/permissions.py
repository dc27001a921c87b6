"""Who takes part in the harmonisation of a period, and who reads its figures."""

from apps.accounts.models import User
from apps.evaluations.models import TeamMember
from apps.harmonisation.models import CalibrationLock, CalibrationRound
from apps.periods.models import EvaluationPeriod
from apps.periods.permissions import may_run_periods


def may_take_part(user: User, period: EvaluationPeriod) -> bool:
    """Assessors of all teams of the period, and nobody else: coordinators of universities see no level."""
    return TeamMember.objects.filter(team__period=period, user=user).exists()


def may_see_figures(user: User) -> bool:
    """The ministry's team. Figures are shown, never applied."""
    return may_run_periods(user)


def has_locked(user: User, calibration: CalibrationRound) -> bool:
    """From here on, and not before, the reference levels and what others said are shown to this person."""
    return CalibrationLock.objects.filter(round=calibration, assessor=user).exists()


def may_give_levels(user: User, calibration: CalibrationRound) -> bool:
    return calibration.is_open and not has_locked(user, calibration)
