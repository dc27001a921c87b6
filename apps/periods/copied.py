"""The rules of the lokus are a setting of a period."""

from apps.periods.copying import copied_with_a_period
from apps.periods.models import EvaluationPeriod, LocusRule


@copied_with_a_period
def copy_locus_rules(source: EvaluationPeriod, period: EvaluationPeriod) -> None:
    LocusRule.objects.bulk_create(
        LocusRule(
            period=period,
            position=one.position,
            name=one.name,
            condition=one.condition,
            limit=one.limit,
            track=one.track,
        )
        for one in source.locus_rules.all()
    )
