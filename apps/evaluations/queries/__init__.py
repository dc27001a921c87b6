"""Reading the ledger."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.instruments.models import Indicator, Part
from apps.instruments.queries import Shape
from apps.rules.levels import settled
from apps.rules.stages import LEDGER_ORDER, Stage

# evaluation -> indicator -> stage -> the row of the highest revision
Ledger = dict[int, dict[int, dict[Stage, LedgerLevel]]]


def ledger_of(evaluation_ids: Iterable[int], *, upto: int | None = None) -> Ledger:
    """The latest word of every stage on every indicator; `upto`: as the ledger was with this last row. One query."""
    ledger: Ledger = {}
    rows = (
        _words(evaluation_ids, upto)
        .select_related("decided_by")
        .order_by("evaluation_id", "indicator_id", "stage", "revision")
    )
    for row in rows:
        ledger.setdefault(row.evaluation_id, {}).setdefault(row.indicator_id, {})[Stage(row.stage)] = row
    return ledger


def settled_levels(evaluation_ids: Iterable[int], *, upto: int | None = None) -> dict[int, dict[int, Decimal]]:
    """evaluation -> indicator -> the level of the last stage that spoke, in its latest revision. One query.

    `upto`: as the ledger was when this was its last row; what a publication rests on is asked for so.
    """
    spoke_last = Case(*[When(stage=stage, then=place) for place, stage in enumerate(LEDGER_ORDER)])
    rows = (
        _words(evaluation_ids, upto)
        .order_by("evaluation_id", "indicator_id", spoke_last.desc(), "-revision")
        .distinct("evaluation_id", "indicator_id")
        .values_list("evaluation_id", "indicator_id", "level")
    )
    levels: dict[int, dict[int, Decimal]] = {}
    for evaluation, indicator, level in rows:
        levels.setdefault(evaluation, {})[indicator] = level
    return levels


def _words(evaluation_ids: Iterable[int], upto: int | None) -> QuerySet[LedgerLevel]:
    rows = LedgerLevel.objects.filter(evaluation__in=list(evaluation_ids))
    return rows if upto is None else rows.filter(pk__lte=upto)


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


@dataclass(frozen=True)
class IndicatorWay:
    """One indicator with what every closed stage said of it, in the order in which their words weigh."""

    indicator: Indicator
    words: Mapping[Stage, LedgerLevel]

    @property
    def settled(self) -> Decimal | None:
        """The level of the last of these stages."""
        return settled({stage: row.level for stage, row in self.words.items()})

    @property
    def differs(self) -> bool:
        """Whether the stages said different things."""
        return len({row.level for row in self.words.values()}) > 1


@dataclass(frozen=True)
class PartWay:
    """A part of the instrument with the ways of the indicators directly beneath it."""

    part: Part
    depth: int
    ways: tuple[IndicatorWay, ...]


def ways_of(evaluation: Evaluation, shape: Shape, stages: Collection[Stage] = LEDGER_ORDER) -> tuple[PartWay, ...]:
    """The ledger of one evaluation in the order of its instrument, narrowed to some stages. One query."""
    ledger = ledger_of([evaluation.pk]).get(evaluation.pk, {})

    def way(indicator: Indicator) -> IndicatorWay:
        said = ledger.get(indicator.pk, {})
        spoken = [stage for stage in LEDGER_ORDER if stage in said and stage in stages]
        return IndicatorWay(indicator, {stage: said[stage] for stage in spoken})

    return tuple(PartWay(row.part, row.depth, tuple(map(way, row.indicators))) for row in shape.rows)
