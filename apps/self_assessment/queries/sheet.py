"""Reading a sheet: its answers, what they amount to for now, and what an earlier year said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.common.sql import rows
from apps.evaluations.models import Evaluation
from apps.evaluations.queries import said_by
from apps.instruments.models import PredikatBand
from apps.instruments.queries import Shape, shape_of
from apps.rules.index import stated
from apps.rules.predikat import predikat_of
from apps.rules.stages import LEDGER_ORDER, Stage, Track
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries.takeover import IS_UNREVIEWED

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Counted(TypedDict):
        evidence_count: int
        is_unreviewed: bool

    class Charged(Counted):
        charge: list[Any] | None
        remarks: int
        brought: Decimal | None

    CountedAnswer = WithAnnotations[Answer, Counted]
    ChargedAnswer = WithAnnotations[Answer, Charged]

# Plain SQL: every page of a sheet asks it, and the words of the ORM cost more time than its rows.
EARLIER = """
    WITH RECURSIVE line (id) AS (
        SELECT %(institution)s::bigint
        UNION
        SELECT former.id FROM institutions_institution former JOIN line ON former.successor_id = line.id
    ), latest AS (
        SELECT evaluation.id, evaluation.track, period.year
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        WHERE evaluation.institution_id IN (SELECT id FROM line) AND period.instrument_id = %(instrument)s
          AND period.year < %(year)s AND (period.simulation_label <> '') = %(is_simulation)s
          AND (
              evaluation.stage = %(published)s
              OR evaluation.track = %(own)s
                 AND EXISTS (SELECT FROM evaluations_ledgerlevel WHERE evaluation_id = evaluation.id)
          )
        ORDER BY period.year DESC, evaluation.institution_id <> %(institution)s, evaluation.id DESC
        LIMIT 1
    )
    SELECT ledger.stage, ledger.indicator_id, ledger.level, latest.year, latest.track
    FROM latest JOIN evaluations_ledgerlevel ledger ON ledger.evaluation_id = latest.id
    ORDER BY ledger.revision
"""


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
    """The levels of an earlier evaluation of the institution or a predecessor with the same instrument."""

    year: int | None = None
    is_own: bool = False
    levels: Mapping[int, Decimal] = field(default_factory=dict)


def answers_of(evaluation: Evaluation) -> "QuerySet[CountedAnswer]":
    """The answers of a sheet in order, with who wrote them last, `evidence_count` and `is_unreviewed`."""
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
        .annotate(evidence_count=Coalesce(Subquery(counts), 0), is_unreviewed=IS_UNREVIEWED)
        .order_by("indicator__number")
    )


def at_versions(versions: Mapping[int, int]) -> Q:
    """The answers (by primary key) that still stand at the version somebody has read."""
    pairs = [Q(pk=pk, version=version) for pk, version in versions.items()]
    return Q(*pairs, _connector=Q.OR) if pairs else Q(pk__in=[])


def levels_of(evaluation: Evaluation) -> dict[int, Decimal | None]:
    """The levels of a sheet as they stand, with those of other agencies' indices, by indicator. One query."""
    stands = Coalesce("level", said_by(Stage.EXTERNAL_INDEX))
    return dict(Answer.objects.filter(evaluation=evaluation).order_by().values_list("indicator_id", stands))


def provisional(evaluation: Evaluation) -> Provisional:
    """The provisional figures of one sheet, read afresh."""
    return provisional_of(shape_of(evaluation.period.instrument), levels_of(evaluation))


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


def earlier_levels(evaluation: Evaluation) -> Earlier:
    """The settled levels of the latest earlier year with the same instrument: published, or the institution's own.

    Simulations are compared with simulations only. One query.
    """
    period = evaluation.period
    asked: dict[str, Any] = {
        "institution": evaluation.institution_id,
        "instrument": period.instrument_id,
        "year": period.year,
        "is_simulation": period.is_simulation,
        "published": Stage.PUBLISHED.value,
        "own": Track.NOT_ASSESSED.value,
    }
    spoken = rows(EARLIER, asked)
    if not spoken:
        return Earlier()
    rank = {stage.value: place for place, stage in enumerate(LEDGER_ORDER)}
    levels = {indicator: level for _, indicator, level, *_ in sorted(spoken, key=lambda row: rank[row[0]])}
    *_, year, track = spoken[0]
    return Earlier(year=year, is_own=track == Track.NOT_ASSESSED, levels=levels)
