"""Finding institutions, published periods, and what a code on paper stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from apps.decrees.models import Decree
from apps.decrees.queries import issued_decrees
from apps.evaluations.models import Evaluation
from apps.evaluations.queries import ledger_of
from apps.institutions.models import Institution
from apps.instruments.models import Indicator, Part
from apps.instruments.queries import shape_of
from apps.periods.models import EvaluationPeriod
from apps.reports.models import Report
from apps.results.models import Result
from apps.results.queries import published_results
from apps.rules.levels import deciding_stage
from apps.rules.stages import LABELS, Stage

# What people write for what the register calls by its full word.
SHORT_WORDS: Mapping[str, str] = {
    "kab": "kabupaten",
    "prov": "provinsi",
    "kemen": "kementerian",
    "kementrian": "kementerian",
    "diy": "yogyakarta",
    "dki": "jakarta",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
}


def found(text: str) -> QuerySet[Institution]:
    """Institutions whose name contains every word, short words written out: "kab banyuwangi" finds it."""
    matches = Q()
    for word in re.findall(r"\w+", text.lower()):
        matches &= Q(name__icontains=SHORT_WORDS.get(word, word))
    return Institution.objects.filter(matches).select_related("province", "successor").order_by("name")


def published_periods() -> QuerySet[EvaluationPeriod]:
    """Periods whose results are public, official ones and simulations."""
    return EvaluationPeriod.objects.filter(publication__isnull=False).select_related("instrument", "publication__run")


def results_of_period(period: EvaluationPeriod) -> QuerySet[Result]:
    """The published results of a period in the order of its decree."""
    return (
        published_results()
        .filter(evaluation__period=period)
        .annotate(region=Coalesce("evaluation__institution__province__name", Value("")))
        .order_by("evaluation__institution__code")
    )


def paper_behind(code: str) -> Decree | Report | None:
    """The public paper that carries this code: a published decree, or the report of a published result."""
    code = code.strip().upper()
    decree = issued_decrees().filter(code=code).first()
    if decree:
        return decree
    return (
        Report.objects.filter(code=code, result__run__publication__isnull=False)
        .exclude(sha256="")
        .select_related("result__evaluation__institution", "result__evaluation__period__instrument", "result__predikat")
        .first()
    )


@dataclass(frozen=True)
class LevelLine:
    """One indicator on the way back: the levels that stages gave, and which of them counts."""

    indicator: Indicator
    levels: tuple[Decimal | None, ...]
    settled: Decimal
    deciding: str


@dataclass(frozen=True)
class PartLine:
    """One part with its figure, its depth, and the indicators directly beneath it (public where the period says so)."""

    part: Part
    depth: int
    stated: Decimal
    indicators: tuple[LevelLine, ...]


@dataclass(frozen=True)
class Way:
    """How the figure of a result came about, as deep as the public may look."""

    stages: tuple[str, ...]
    parts: list[PartLine]


def way_of(result: Result) -> Way:
    """From the index down: parts, and where the period opens them, indicators with the level of every stage."""
    evaluation = result.evaluation
    shape = shape_of(evaluation.period.instrument)
    stated = {one.part_id: one.stated for one in result.parts.all()}
    lines, stages = _levels(evaluation) if evaluation.period.levels_are_public else ({}, ())
    return Way(
        stages=tuple(LABELS[stage] for stage in stages),
        parts=[
            PartLine(
                part=row.part,
                depth=row.depth,
                stated=stated[row.part.pk],
                indicators=tuple(
                    _line(indicator, lines[indicator.pk], stages) for indicator in row.indicators if lines
                ),
            )
            for row in shape.rows
        ],
    )


def _levels(evaluation: Evaluation) -> tuple[dict[int, dict[Stage, Decimal]], tuple[Stage, ...]]:
    ledger = ledger_of([evaluation.pk]).get(evaluation.pk, {})
    levels = {pk: {stage: row.level for stage, row in spoken.items()} for pk, spoken in ledger.items()}
    heard = {stage for spoken in levels.values() for stage in spoken}
    return levels, tuple(stage for stage in Stage if stage in heard)


def _line(indicator: Indicator, levels: Mapping[Stage, Decimal], stages: tuple[Stage, ...]) -> LevelLine:
    deciding = deciding_stage(levels.keys())
    if deciding is None:
        raise ValueError(f"indicator {indicator.number} has no level")
    return LevelLine(
        indicator=indicator,
        levels=tuple(levels.get(stage) for stage in stages),
        settled=levels[deciding],
        deciding=LABELS[deciding],
    )
