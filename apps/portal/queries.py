"""Finding institutions, published periods, and the way back of a published figure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from apps.decrees.models import Decree
from apps.decrees.queries import issued_decrees
from apps.evaluations.permissions import stages_opened
from apps.evaluations.queries import ledger_of
from apps.institutions.lookups import named
from apps.institutions.models import Institution
from apps.instruments.models import Indicator, Part
from apps.instruments.queries import shape_of
from apps.periods.models import EvaluationPeriod
from apps.results.models import Publication, Result
from apps.results.queries import ever_published, published_results
from apps.rules.levels import deciding_stage
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage
from apps.self_assessment.queries import agreed_to_publication

# What people write for what the register calls by its full word.
SHORT_WORDS: Mapping[str, str] = {
    "kab": "kabupaten",
    "pemkab": "kabupaten",
    "pemkot": "kota",
    "prov": "provinsi",
    "pemprov": "provinsi",
    "kemen": "kementerian",
    "kementrian": "kementerian",
    "diy": "yogyakarta",
    "dki": "jakarta",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
}
MOST_WORDS = 8


def found(text: str) -> QuerySet[Institution]:
    """Institutions whose name has every word, as an acronym or with short words written out: "kab banyuwangi", "bssn".

    Those with the whole words come before those with only a part of them; without a word nothing is found.
    """
    words = [SHORT_WORDS.get(word, word) for word in re.findall(r"\w+", text.lower())[:MOST_WORDS]]
    if not words:
        return Institution.objects.none()
    contained, whole = Q(), Q()
    for word in words:
        contained &= named(word)
        whole &= Q(name__iregex=rf"\m{word}\M") | Q(name__initials=word.upper())
    return (
        Institution.objects.filter(contained)
        .select_related("province")
        .order_by(Case(When(whole, then=0), default=1), F("valid_to").desc(nulls_first=True), "name")
    )


def published_periods() -> QuerySet[EvaluationPeriod]:
    """Periods whose results are public, official ones and simulations."""
    public = Publication.objects.current().values("period")
    return EvaluationPeriod.objects.filter(pk__in=public).select_related("instrument")


@dataclass(frozen=True)
class CorrectedFigure:
    """A published figure that a later publication corrected, and by which decree."""

    before: Result
    after: Result
    decree: Decree | None

    @property
    def at(self) -> datetime:
        return self.after.run.publication.at


def corrected_figures(results: Iterable[Result]) -> list[CorrectedFigure]:
    """What of these results was published otherwise before, the latest first. Two queries, one where nothing was."""
    editions = list(ever_published([one.evaluation_id for one in results]))
    pairs = [
        (before, after)
        for before, after in pairwise(editions)
        if before.evaluation_id == after.evaluation_id
        and before.numerator * after.denominator != after.numerator * before.denominator
    ]
    decrees = issued_decrees().filter(run__in=[after.run_id for _, after in pairs]).order_by("pk") if pairs else ()
    by_run = {one.run_id: one for one in decrees}
    return [CorrectedFigure(before, after, by_run.get(after.run_id)) for before, after in reversed(pairs)]


def results_of_period(period: EvaluationPeriod) -> QuerySet[Result]:
    """The published results of a period: the centre, then province by province."""
    return (
        published_results()
        .filter(evaluation__period=period)
        .annotate(region=Coalesce("evaluation__institution__province__name", Value("")))
        .order_by(F("evaluation__institution__province").asc(nulls_first=True), "evaluation__institution__code")
    )


@dataclass(frozen=True)
class LevelLine:
    """One indicator on the way back: the levels that stages gave, and which of them counts."""

    indicator: Indicator
    levels: tuple[tuple[str, Decimal | None], ...]
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
    """How the figure of a result came about, as deep as the public may look.

    `spoken` are the stages that gave levels, `columns` those whose levels are shown. `is_agreed`: without the
    institution's signed agreement nothing below index and predikat is here.
    """

    spoken: tuple[str, ...]
    columns: tuple[str, ...]
    parts: list[PartLine]
    is_agreed: bool


def way_of(result: Result) -> Way:
    """From the index down: parts, and where the period opens them, indicators with the level of every stage.

    What the institution gave itself is never shown; the consent it signs (self_assessment.papers) says what is.
    """
    evaluation = result.evaluation
    levels = _levels(result)
    heard = {stage for spoken in levels.values() for stage in spoken}
    spoken = tuple(stage for stage in LEDGER_ORDER if stage in heard)
    labels = tuple(LABELS[stage] for stage in spoken)
    if not agreed_to_publication(evaluation):
        return Way(labels, (), [], is_agreed=False)
    opened = evaluation.period.levels_are_public
    readable = set(stages_opened(evaluation)) - {Stage.SELF_ASSESSMENT} if opened else set()
    shown = tuple(stage for stage in spoken if stage in readable)
    stated = {one.part_id: one.stated for one in result.parts.all()}
    return Way(
        spoken=labels,
        columns=tuple(LABELS[stage] for stage in shown),
        parts=[
            PartLine(
                part=row.part,
                depth=row.depth,
                stated=stated[row.part.pk],
                indicators=tuple(_line(one, levels[one.pk], shown) for one in row.indicators if opened),
            )
            for row in shape_of(evaluation.period.instrument).rows
        ],
        is_agreed=True,
    )


def _levels(result: Result) -> dict[int, dict[Stage, Decimal]]:
    """What the result rests on: the ledger as its computation read it, whatever was corrected since."""
    ledger = ledger_of([result.evaluation_id], upto=result.run.ledger_upto).get(result.evaluation_id, {})
    return {pk: {stage: row.level for stage, row in spoken.items()} for pk, spoken in ledger.items()}


def _line(indicator: Indicator, levels: Mapping[Stage, Decimal], stages: tuple[Stage, ...]) -> LevelLine:
    deciding = deciding_stage(levels.keys())
    if deciding is None:
        raise ValueError(f"indicator {indicator.number} has no level")
    return LevelLine(
        indicator=indicator,
        levels=tuple((LABELS[stage], levels.get(stage)) for stage in stages),
        settled=levels[deciding],
        deciding=LABELS[deciding],
    )
