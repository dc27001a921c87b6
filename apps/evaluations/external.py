"""Reading what other agencies' indices say of institutions, and what of it is still missing."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from apps.common.sql import rows
from apps.evaluations.models import Evaluation, ExternalValue
from apps.instruments.models import Indicator, Instrument
from apps.rules.stages import Track

MISSING = """
    SELECT evaluation.id, indicator.number
    FROM evaluations_evaluation evaluation
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
    WHERE evaluation.id = ANY(%(evaluations)s::bigint[]) AND indicator.external_index <> '' AND NOT EXISTS (
        SELECT FROM evaluations_externalvalue brought
        WHERE brought.evaluation_id = evaluation.id AND brought.indicator_id = indicator.id)
    ORDER BY evaluation.id, indicator.number
"""


def external_indicators(instrument: Instrument) -> list[Indicator]:
    """The indicators whose level comes from another agency's index."""
    return list(instrument.indicators.exclude(external_index="").order_by("number"))


def standing_values(evaluation_ids: Iterable[int]) -> QuerySet[ExternalValue]:
    """The value that counts for every evaluation and indicator: that of the highest revision. One query."""
    brought = ExternalValue.objects.filter(evaluation__in=list(evaluation_ids)).select_related("by")
    return brought.order_by("evaluation_id", "indicator_id", "-revision").distinct("evaluation_id", "indicator_id")


def values_of(evaluation: Evaluation) -> dict[int, ExternalValue]:
    """indicator -> the value that counts. One query."""
    return {one.indicator_id: one for one in standing_values([evaluation.pk])}


def missing_numbers(evaluations: Sequence[Evaluation]) -> dict[int, list[int]]:
    """evaluation -> the numbers of the indicators whose index nobody has brought yet. One query."""
    found: dict[int, list[int]] = {}
    for pk, number in rows(MISSING, {"evaluations": [one.pk for one in evaluations]}):
        found.setdefault(pk, []).append(number)
    return found


def lacking(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Those that are assessed and for which at least one index is missing."""
    brought = ExternalValue.objects.filter(evaluation=OuterRef(OuterRef("pk")), indicator=OuterRef("pk"))
    wanted = Indicator.objects.filter(~Exists(brought), instrument=OuterRef("period__instrument")).exclude(
        external_index=""
    )
    return evaluations.filter(Exists(wanted)).exclude(track=Track.NOT_ASSESSED)
