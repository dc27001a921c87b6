"""Where the signals come from: one source a kind, each a plain walk over the figures of a period.

What assessors judge is read only of teams that have locked completely; levels and indices only of evaluations whose
consolidation is over.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import F, Max, Min

from apps.desk_review.queries import team_judgements
from apps.evaluations.models import LedgerLevel
from apps.evaluations.queries import settled_levels
from apps.harmonisation.models import Measure
from apps.harmonisation.queries.figures import latest_run
from apps.harmonisation.queries.judged import fully_locked
from apps.instruments.models import Crosswalk, CrosswalkKind
from apps.instruments.queries import Shape, shape_of
from apps.periods.models import EvaluationPeriod
from apps.quality.choices import Kind
from apps.quality.earlier import earlier_indices, earlier_years
from apps.rules.outliers import median, robust_scores
from apps.rules.stages import Stage

SETTLED = (Stage.REVIEW, Stage.FINAL, Stage.PUBLISHED)
CENT = Decimal("0.01")

Levels = Mapping[int, Mapping[int, Decimal]]  # evaluation -> indicator -> level


@dataclass(frozen=True)
class Found:
    """A signal before it is kept. Two are the same exactly if everything of them is."""

    kind: Kind
    evaluation: int | None
    indicator: int | None
    assessor: int | None
    before: Decimal | None
    after: Decimal | None
    value: Decimal
    remark: str = ""


@dataclass(frozen=True)
class Material:
    """The figures of a period, each read once and only where a kind asks for it."""

    period: EvaluationPeriod

    @cached_property
    def shape(self) -> Shape:
        return shape_of(self.period.instrument)

    @cached_property
    def institutions(self) -> dict[int, int]:
        """evaluation -> institution, of those whose levels are settled."""
        return dict(self.period.evaluations.filter(stage__in=SETTLED).order_by("pk").values_list("pk", "institution"))

    @cached_property
    def settled(self) -> Levels:
        return settled_levels(self.institutions)

    @cached_property
    def indices(self) -> dict[int, Decimal]:
        """evaluation -> stated index."""
        found = {pk: self.shape.figures(levels).index for pk, levels in self.settled.items()}
        return {pk: index for pk, index in found.items() if index is not None}

    @cached_property
    def own(self) -> Levels:
        """What the institutions gave themselves, in the latest revision."""
        rows = LedgerLevel.objects.filter(evaluation__in=list(self.institutions), stage=Stage.SELF_ASSESSMENT)
        levels: dict[int, dict[int, Decimal]] = {}
        for pk, indicator, level in rows.order_by("revision").values_list("evaluation_id", "indicator_id", "level"):
            levels.setdefault(pk, {})[indicator] = level
        return levels


def disagreements(material: Material, bound: Decimal) -> Iterator[Found]:
    judged = team_judgements(fully_locked(material.period).values_list("pk", flat=True)).filter(level__isnull=False)
    rows = (
        judged.order_by("evaluation_id", "indicator_id")
        .values("evaluation_id", "indicator_id")
        .annotate(lowest=Min("level"), highest=Max("level"))
        .filter(highest__gt=F("lowest"), highest__gte=F("lowest") + bound)
        .values_list("evaluation_id", "indicator_id", "lowest", "highest")
    )
    for evaluation, indicator, lowest, highest in rows:
        yield Found(Kind.DISAGREEMENT, evaluation, indicator, None, lowest, highest, highest - lowest)


def severities(material: Material, bound: Decimal) -> Iterator[Found]:
    """Of the latest run of agreement; an interval that holds zero says nothing of a person."""
    run = latest_run(material.period)
    if run is None:
        return
    for one in run.figures.filter(measure=Measure.SEVERITY, assessor__isnull=False).order_by("pk"):
        if one.value is None or one.low is None or one.high is None or one.low <= 0 <= one.high:
            continue
        if abs(one.value) >= bound:
            figures = (_cents(one.low), _cents(one.high), _cents(one.value))
            yield Found(Kind.SEVERITY, None, None, one.assessor_id, *figures)


def outliers(material: Material, bound: Decimal) -> Iterator[Found]:
    """Institutions whose level of an indicator lies far from everybody's by the robust z-score."""
    counts: dict[int, Counter[Decimal]] = {}
    for levels in material.settled.values():
        for indicator, level in levels.items():
            counts.setdefault(indicator, Counter())[level] += 1
    scores = {indicator: robust_scores(often) for indicator, often in counts.items()}
    middles = {indicator: median(often) for indicator, often in counts.items()}
    for evaluation, levels in material.settled.items():
        for indicator, level in levels.items():
            score = scores[indicator][level]
            if score and abs(score) >= bound:
                middle = rounded(middles[indicator])
                yield Found(Kind.OUTLIER, evaluation, indicator, None, middle, level, rounded(score))


def jumps(material: Material, bound: Decimal) -> Iterator[Found]:
    """Against the official figure of the last earlier year, where it was given by the same instrument."""
    past = earlier_indices(material.period, set(material.institutions.values()))
    for evaluation, index in material.indices.items():
        before = past.get(material.institutions[evaluation])
        if before is None or before.figure.instrument_id != material.period.instrument_id:
            continue
        gain = index - before.figure.index
        if abs(gain) >= bound:
            remark = f"{before}, instrumen yang sama."
            yield Found(Kind.JUMP, evaluation, None, None, before.figure.index, index, gain, remark)


def level_jumps(material: Material, bound: Decimal) -> Iterator[Found]:
    """Against the level of the last published year: of the same indicator, or of those the crosswalk ties to it."""
    earlier = earlier_years(material.period, set(material.institutions.values()))
    years = [one for each in earlier.values() for one in each]
    levels_before = settled_levels({one.evaluation for one in years})
    ties = {instrument: _ties(material, instrument) for instrument in {one.instrument for one in years}}
    for evaluation, levels in material.settled.items():
        for before in earlier.get(material.institutions[evaluation], ()):
            known = levels_before.get(before.evaluation, {})
            for indicator, level in levels.items():
                for former, how in ties[before.instrument].get(indicator, ()):
                    if former in known and abs(level - known[former]) >= bound:
                        gain, remark = level - known[former], f"{before}, {how}."
                        yield Found(Kind.LEVEL_JUMP, evaluation, indicator, None, known[former], level, gain, remark)


def own_against_final(material: Material, bound: Decimal) -> Iterator[Found]:
    for evaluation, levels in material.settled.items():
        own = material.own.get(evaluation, {})
        for indicator, level in levels.items():
            if indicator in own and own[indicator] != level and abs(level - own[indicator]) >= bound:
                yield Found(Kind.OWN, evaluation, indicator, None, own[indicator], level, level - own[indicator])


def floors(material: Material, bound: Decimal) -> Iterator[Found]:
    """Indices near a floor that divides two predikat: the lowest band's has nothing beneath it."""
    dividing = sorted(material.shape.bands, key=lambda band: band.position)[1:]
    for evaluation, index in material.indices.items():
        for band in dividing:
            if abs(index - band.floor) <= bound:
                yield Found(
                    Kind.FLOOR, evaluation, None, None, band.floor, index, index - band.floor, f"Batas {band.name}."
                )


SOURCES: Mapping[Kind, Callable[[Material, Decimal], Iterator[Found]]] = {
    Kind.DISAGREEMENT: disagreements,
    Kind.SEVERITY: severities,
    Kind.OUTLIER: outliers,
    Kind.JUMP: jumps,
    Kind.LEVEL_JUMP: level_jumps,
    Kind.OWN: own_against_final,
    Kind.FLOOR: floors,
}


def rounded(value: Fraction) -> Decimal:
    """To two places, half away from zero, as figures on the page are."""
    hundredths = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(hundredths if value > 0 else -hundredths).scaleb(-2)


def _ties(material: Material, instrument: int) -> dict[int, list[tuple[int, str]]]:
    """indicator -> (the earlier indicator it may be held against, in which words)."""
    if instrument == material.period.instrument_id:
        return {one.pk: [(one.pk, "instrumen yang sama")] for one in material.shape.indicators}
    links = Crosswalk.objects.filter(
        later__instrument=material.period.instrument_id, earlier__instrument=instrument
    ).select_related("earlier__instrument")
    ties: dict[int, list[tuple[int, str]]] = {}
    for link in links.order_by("earlier__number"):
        words = f"padanan indikator {link.earlier.number} {link.earlier.instrument.code}"
        words += " (sama)" if link.kind == CrosswalkKind.SAME else " (sebagian)"
        ties.setdefault(link.later_id, []).append((link.earlier_id, words))
    return ties


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
