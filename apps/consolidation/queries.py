"""Reading what consolidation works with: the stages side by side, what is settled, what is still to be written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.urls import reverse

from apps.consolidation.models import Review, ReviewAnswer, ReviewDecision, ReviewPoint, Settlement
from apps.evaluations.models import Evaluation, FindingKind, LedgerLevel, PartFinding
from apps.evaluations.queries import IndicatorWay, ledger_of, settled_levels, ways_of
from apps.instruments.models import Part
from apps.instruments.queries import Figures, Shape
from apps.rules.levels import deciding_stage
from apps.rules.stages import LEDGER_ORDER, Stage, Track, stages_of

# Whose words are no note of an assessor.
NOT_ASSESSORS = (Stage.EXTERNAL_INDEX, Stage.SELF_ASSESSMENT)


@dataclass(frozen=True)
class Line:
    """An indicator with its way so far, and what consolidation sets against it."""

    way: IndicatorWay
    settlement: Settlement | None

    @property
    def level(self) -> Decimal | None:
        return self.settlement.level if self.settlement else self.way.settled

    @property
    def note(self) -> str:
        """What the assessors wrote where the level was decided."""
        if self.settlement:
            return self.settlement.reason
        stage = deciding_stage(self.way.words)
        return "" if stage is None or stage in NOT_ASSESSORS else self.way.words[stage].reason


@dataclass(frozen=True)
class Group:
    part: Part
    depth: int
    lines: list[Line]


@dataclass(frozen=True)
class PartText:
    """The texts of one lowest part: which kinds it still lacks."""

    part: Part
    texts: Mapping[FindingKind, PartFinding]
    missing: list[FindingKind]


def earlier_stages(evaluation: Evaluation) -> list[Stage]:
    """The voices that may have been heard before consolidation, on this track."""
    passed = (Stage.EXTERNAL_INDEX, *stages_of(Track(evaluation.track)))
    return [stage for stage in LEDGER_ORDER if stage in passed and stage != Stage.CONSOLIDATION]


def side_by_side(evaluation: Evaluation, shape: Shape) -> list[Group]:
    """Every indicator with the word of every earlier stage. Two queries."""
    settlements = {one.indicator_id: one for one in evaluation.settlements.select_related("by")}
    return [
        Group(row.part, row.depth, [Line(way, settlements.get(way.indicator.pk)) for way in row.ways])
        for row in ways_of(evaluation, shape, earlier_stages(evaluation))
    ]


def figures_of(groups: list[Group], shape: Shape) -> Figures:
    """What the levels amount to as they stand now."""
    lines = [line for group in groups for line in group.lines]
    return shape.figures({line.way.indicator.pk: line.level for line in lines if line.level is not None})


def kinds_of(evaluation: Evaluation) -> list[FindingKind]:
    """What is written for a part: the report of the monitoring track has no recommendations."""
    if evaluation.track == Track.MONITORING:
        return [FindingKind.STRENGTH, FindingKind.WEAKNESS]
    return list(FindingKind)


def standing_levels(evaluation_ids: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """evaluation -> indicator -> the level as it stands with the settlements of now. Two queries."""
    pks = list(evaluation_ids)
    levels = settled_levels(pks)
    for pk, indicator, level in Settlement.objects.filter(evaluation__in=pks).values_list(
        "evaluation_id", "indicator_id", "level"
    ):
        levels.setdefault(pk, {})[indicator] = level
    return levels


def standing_notes(evaluation_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """evaluation -> indicator -> what the assessors wrote where the level was decided. Two queries.

    What the institution wrote of itself is no note of an assessor.
    """
    pks = list(evaluation_ids)
    notes: dict[int, dict[int, str]] = {}
    for pk, said in ledger_of(pks).items():
        for indicator, words in said.items():
            stage = deciding_stage(words)
            if stage is not None and stage not in NOT_ASSESSORS:
                notes.setdefault(pk, {})[indicator] = words[stage].reason
    for pk, indicator, reason in Settlement.objects.filter(evaluation__in=pks).values_list(
        "evaluation_id", "indicator_id", "reason"
    ):
        notes.setdefault(pk, {})[indicator] = reason
    return notes


def texts_of(evaluation: Evaluation, shape: Shape, levels: Mapping[int, Decimal]) -> list[PartText]:
    """The lowest parts with their texts, and what is missing of them. One query."""
    written: dict[int, dict[FindingKind, PartFinding]] = {}
    for one in PartFinding.objects.filter(evaluation=evaluation).select_related("by"):
        written.setdefault(one.part_id, {})[FindingKind(one.kind)] = one

    def text_of(part: Part) -> PartText:
        texts = written.get(part.pk, {})
        done = {kind for kind, one in texts.items() if one.text}
        return PartText(part, texts, missing_kinds(evaluation, shape, part, levels, done))

    return [text_of(part) for part in shape.leaves]


def missing_kinds(
    evaluation: Evaluation, shape: Shape, part: Part, levels: Mapping[int, Decimal], written: set[FindingKind]
) -> list[FindingKind]:
    """What is still to be written: no strength where all is at the lowest level, nothing to mend at the highest."""
    scale = shape.instrument
    reached = [levels.get(one.pk, scale.scale_min) for one in shape.indicators if one.part_id == part.pk]
    needless = set()
    if max(reached) == scale.scale_min:
        needless.add(FindingKind.STRENGTH)
    if min(reached) == scale.scale_max:
        needless |= {FindingKind.WEAKNESS, FindingKind.RECOMMENDATION}
    return [kind for kind in kinds_of(evaluation) if kind not in written | needless]


def is_handed_over(evaluation: Evaluation, indicator_id: int) -> bool:
    """Whether consolidation has already spoken of this indicator in the ledger."""
    return LedgerLevel.objects.filter(evaluation=evaluation, indicator=indicator_id, stage=Stage.CONSOLIDATION).exists()


@dataclass(frozen=True)
class Asked:
    """A point of a returned review, with what the lead answered last."""

    point: ReviewPoint
    answers: Sequence[ReviewAnswer]

    @property
    def answer(self) -> ReviewAnswer | None:
        return self.answers[-1] if self.answers else None

    @property
    def title(self) -> str:
        one = self.point.indicator
        return f"Indikator {one.number}. {one.name}" if one else str(self.point.part)

    @property
    def url(self) -> str:
        """Where it is mended."""
        pk = self.point.evaluation_id
        if self.point.indicator:
            return reverse("consolidation:indicator", args=[pk, self.point.indicator.number])
        return reverse("consolidation:findings", args=[pk, self.point.part_id])


@dataclass(frozen=True)
class Round:
    """One word of the ministry with everything it asked for."""

    review: Review
    asked: Sequence[Asked]

    @property
    def is_return(self) -> bool:
        return self.review.decision == ReviewDecision.RETURNED

    @property
    def open(self) -> list[Asked]:
        return [one for one in self.asked if not one.answers] if self.is_return else []


def rounds_of(evaluation: Evaluation) -> list[Round]:
    """Every review so far, the latest last. At most three queries."""
    answers = ReviewAnswer.objects.select_related("by")
    points = ReviewPoint.objects.select_related("indicator", "part").prefetch_related(Prefetch("answers", answers))
    reviews = evaluation.reviews.select_related("by").prefetch_related(Prefetch("points", points))
    return [
        Round(review, [Asked(point, list(point.answers.all())) for point in review.points.all()]) for review in reviews
    ]


def unanswered(evaluation_ids: Iterable[int]) -> dict[int, list[ReviewPoint]]:
    """evaluation -> points of its latest review that nobody has answered. One query."""
    latest = Review.objects.filter(evaluation=OuterRef("evaluation")).order_by("-at", "-pk").values("pk")[:1]
    rows = ReviewPoint.objects.filter(
        ~Exists(ReviewAnswer.objects.filter(point=OuterRef("pk"))),
        evaluation__in=list(evaluation_ids),
        review=Subquery(latest),
    ).select_related("indicator", "part")
    found: dict[int, list[ReviewPoint]] = {}
    for row in rows:
        found.setdefault(row.evaluation_id, []).append(row)
    return found
