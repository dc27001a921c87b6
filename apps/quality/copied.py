"""From where on something stands out is a setting of a period."""

from django.utils import timezone

from apps.periods.copying import copied_with_a_period
from apps.periods.models import EvaluationPeriod
from apps.quality.models import QualityBound


@copied_with_a_period
def copy_bounds(source: EvaluationPeriod, period: EvaluationPeriod) -> None:
    """The period bears the name of whoever made it; a kind left out stays left out."""
    now = timezone.now()
    QualityBound.objects.bulk_create(
        QualityBound(period=period, kind=one.kind, bound=one.bound, by=period.created_by or one.by, at=now)
        for one in source.quality_bounds.select_related("by")
    )
