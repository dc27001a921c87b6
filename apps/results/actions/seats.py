"""Which agencies have a vote in a period."""

from apps.institutions.models import Agency
from apps.periods.models import EvaluationPeriod
from apps.results.models import PeriodAgency


def seat_agencies(period: EvaluationPeriod) -> None:
    """Give every agency of the Tim Koordinasi a vote in this period. May run again."""
    PeriodAgency.objects.bulk_create(
        [PeriodAgency(period=period, agency=agency) for agency in Agency.objects.all()], ignore_conflicts=True
    )
