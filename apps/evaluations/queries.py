"""Reading the ledger."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Case, OuterRef, Subquery, When

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.rules.stages import LEDGER_ORDER, Stage

# evaluation -> indicator -> stage -> the row of the highest revision
Ledger = dict[int, dict[int, dict[Stage, LedgerLevel]]]


def ledger_of(evaluation_ids: Iterable[int]) -> Ledger:
    """The latest word of every stage on every indicator. One query."""
    ledger: Ledger = {}
    rows = (
        LedgerLevel.objects.filter(evaluation__in=list(evaluation_ids))
        .select_related("decided_by")
        .order_by("evaluation_id", "indicator_id", "stage", "revision")
    )
    for row in rows:
        ledger.setdefault(row.evaluation_id, {}).setdefault(row.indicator_id, {})[Stage(row.stage)] = row
    return ledger


def settled_levels(evaluation_ids: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """evaluation -> indicator -> the level of the last stage that spoke, in its latest revision. One query."""
    spoke_last = Case(*[When(stage=stage, then=place) for place, stage in enumerate(LEDGER_ORDER)])
    rows = (
        LedgerLevel.objects.filter(evaluation__in=list(evaluation_ids))
        .order_by("evaluation_id", "indicator_id", spoke_last.desc(), "-revision")
        .distinct("evaluation_id", "indicator_id")
        .values_list("evaluation_id", "indicator_id", "level")
    )
    settled: dict[int, dict[int, Decimal]] = {}
    for evaluation, indicator, level in rows:
        settled.setdefault(evaluation, {})[indicator] = level
    return settled


def levels_of(evaluation: Evaluation, stage: Stage) -> dict[int, Decimal]:
    """indicator -> what a closed stage said of it in its latest revision. One query."""
    rows = (
        LedgerLevel.objects.filter(evaluation=evaluation, stage=stage)
        .order_by("indicator_id", "-revision")
        .distinct("indicator_id")
    )
    return dict(rows.values_list("indicator_id", "level"))


def said_by(stage: Stage, *, evaluation: str = "evaluation", indicator: str = "indicator") -> Subquery:
    """The latest level of a closed stage beside rows that name an evaluation and an indicator."""
    rows = LedgerLevel.objects.filter(evaluation=OuterRef(evaluation), indicator=OuterRef(indicator), stage=stage)
    return Subquery(rows.order_by("-revision").values("level")[:1])
