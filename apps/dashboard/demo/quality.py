"""What stands out in the demonstration, by bounds narrow enough that something does, and one of it looked at."""

from decimal import Decimal

from apps.accounts.models import User
from apps.periods.models import EvaluationPeriod
from apps.quality.actions import compute_signals, note_signals, set_bounds
from apps.quality.choices import Kind
from apps.quality.models import QualityRun
from apps.quality.queries import unseen

BOUNDS = {Kind.DISAGREEMENT: Decimal(1), Kind.OWN: Decimal(1)}
FOUND = "Bukti dan alasannya dibaca lagi; tingkatnya sudah tepat (peraga)."


def look_closer(period: EvaluationPeriod, *, by: User) -> None:
    """Work the signals out and look at the first; a period of which that was done before stays as it is."""
    if QualityRun.objects.filter(period=period).exists():
        return
    set_bounds(period, BOUNDS, by=by)
    compute_signals(period)
    note_signals(unseen(period)[:1], FOUND, by=by)
