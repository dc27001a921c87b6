"""Reading a sheet: its answers, what they amount to for now, and what an earlier year said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.instruments.models import Instrument, PredikatBand
from apps.instruments.queries import Shape, shape_of
from apps.rules.index import stated
from apps.rules.predikat import predikat_of
from apps.rules.stages import LEDGER_ORDER, Stage, Track
from apps.self_assessment.models import Answer, Evidence

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Counted(TypedDict):
        evidence_count: int

    CountedAnswer = WithAnnotations[Answer, Counted]


@dataclass(frozen=True)
class Provisional:
    """What the levels amount to while work goes on: what is unanswered counts as the scale's lowest level.

    `parts` holds the stated figure of every part by its primary key.
    """

    index: Decimal
    predikat: PredikatBand
    bands: int
    parts: Mapping[int, Decimal]
    answered: int
    total: int

    @property
    def unanswered(self) -> int:
        return self.total - self.answered


@dataclass(frozen=True)
class Earlier:
    """The levels of an earlier evaluation of the same institution with the same instrument."""

    year: int | None = None
    is_own: bool = False
    levels: Mapping[int, Decimal] = field(default_factory=dict)


def answers_of(evaluation: Evaluation) -> "QuerySet[CountedAnswer]":
    """The answers of a sheet in order, with who wrote them last and `evidence_count`."""
    counts = (
        Evidence.objects.filter(
            evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"), withdrawn_at__isnull=True
        )
        .order_by()
        .values("indicator")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Answer.objects.filter(evaluation=evaluation)
        .select_related("updated_by")
        .annotate(evidence_count=Coalesce(Subquery(counts), 0))
        .order_by("indicator__number")
    )


def unproven_numbers(evaluation: Evaluation) -> list[int]:
    """The indicators that claim a level without a single piece of evidence."""
    claimed = answers_of(evaluation).filter(level__isnull=False, evidence_count=0)
    return list(claimed.values_list("indicator__number", flat=True))


def at_versions(versions: Mapping[int, int]) -> Q:
    """The answers (by primary key) that still stand at the version somebody has read."""
    pairs = [Q(pk=pk, version=version) for pk, version in versions.items()]
    return Q(*pairs, _connector=Q.OR) if pairs else Q(pk__in=[])


def provisional(evaluation: Evaluation) -> Provisional:
    """The provisional figures of one sheet, read afresh."""
    levels = dict(Answer.objects.filter(evaluation=evaluation).values_list("indicator_id", "level"))
    return provisional_of(shape_of(evaluation.period.instrument), levels)


def provisional_of(shape: Shape, levels: Mapping[int, Decimal | None]) -> Provisional:
    """The provisional figures of levels by indicator (primary keys); None or absent is unanswered."""
    lowest = shape.instrument.scale_min
    known = {one.pk: levels.get(one.pk) for one in shape.indicators}
    figures = shape.figures({pk: lowest if level is None else level for pk, level in known.items()})
    index = stated(cast(Fraction, figures.exact))  # every level is known by now
    return Provisional(
        index=index,
        predikat=predikat_of(index, shape.bands),
        bands=len(shape.bands),
        parts={pk: stated(value) for pk, value in figures.parts.items()},
        answered=sum(level is not None for level in known.values()),
        total=len(known),
    )


def earlier_levels(evaluation: Evaluation, indicators: Iterable[int] | None = None) -> Earlier:
    """The settled levels of the latest earlier year with the same instrument: published, or the institution's own.

    Simulations are compared with simulations only. `indicators` narrows to some (primary keys). One query.
    """
    instrument: Instrument = evaluation.period.instrument
    finished = Q(stage=Stage.PUBLISHED) | Q(track=Track.NOT_ASSESSED, ledger__isnull=False)
    earlier = (
        Evaluation.objects.filter(
            finished,
            institution=evaluation.institution_id,
            period__instrument=instrument,
            period__year__lt=evaluation.period.year,
        )
        .filter(
            Q(period__simulation_label="") if not evaluation.period.is_simulation else ~Q(period__simulation_label="")
        )
        .order_by("-period__year", "-pk")
    )
    rows = LedgerLevel.objects.filter(evaluation=Subquery(earlier.values("pk")[:1]))
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    spoken = list(
        rows.order_by("revision").values_list(
            "stage", "indicator_id", "level", "evaluation__period__year", "evaluation__track"
        )
    )
    if not spoken:
        return Earlier()
    rank = {stage.value: place for place, stage in enumerate(LEDGER_ORDER)}
    levels = {row[1]: row[2] for row in sorted(spoken, key=lambda row: rank[row[0]])}
    return Earlier(year=spoken[0][3], is_own=spoken[0][4] == Track.NOT_ASSESSED, levels=levels)
