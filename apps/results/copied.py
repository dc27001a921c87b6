"""Who votes is a setting of a period: a new one begins with the composition of the period it is made after."""

from apps.periods.copying import copied_with_a_period
from apps.periods.models import EvaluationPeriod
from apps.results.models import PeriodAgency


@copied_with_a_period
def copy_seats(source: EvaluationPeriod, period: EvaluationPeriod) -> None:
    PeriodAgency.objects.bulk_create(
        PeriodAgency(period=period, agency_id=agency) for agency in source.agencies.values_list("agency", flat=True)
    )
