"""The figures that this room keeps of earlier years."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from apps.evaluations.past import PastFigure, past_source
from apps.periods.models import EvaluationPeriod
from apps.results.models import ImportedKind, ImportedResult, Result


@past_source
def published_results(period: EvaluationPeriod, institution_ids: Collection[int]) -> Iterator[PastFigure]:
    """Published here; simulations stand beside simulations only."""
    is_official = Q(evaluation__period__simulation_label="")
    rows = Result.objects.published().filter(
        ~is_official if period.is_simulation else is_official,
        evaluation__institution__in=institution_ids,
        evaluation__period__year__lt=period.year,
    )
    names = ("evaluation__institution", "evaluation__period__year", "stated", "evaluation__period__instrument")
    for row in rows.values_list(*names):
        yield PastFigure(*row)


@past_source
def imported_results(period: EvaluationPeriod, institution_ids: Collection[int]) -> Iterator[PastFigure]:
    """Official figures of the past, loaded with their source; they stand beside no simulation."""
    if period.is_simulation:
        return
    rows = ImportedResult.objects.filter(
        kind=ImportedKind.OFFICIAL, institution__in=institution_ids, year__lt=period.year
    )
    for row in rows.values_list("institution", "year", "index", "instrument"):
        yield PastFigure(*row)
