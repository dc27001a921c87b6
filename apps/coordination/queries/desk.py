"""The control room: one row per institution, what it needs, who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Now
from django.utils import timezone

from apps.coordination.models import Reminder
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category
from apps.periods.choices import PLACES, WINDOW_STAGES
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, Stage, Track
from apps.self_assessment.models import Answer, AnswerState

REMINDER_REST = timedelta(days=1)

ASSESSED = ~Q(track=Track.NOT_ASSESSED)
LATE = ASSESSED & Q(stage__in=WINDOW_STAGES, open_until__lte=Now())
FROZEN = Q(frozen_at__isnull=False, stage=Stage.SELF_ASSESSMENT) & ASSESSED
NOT_SENT = Q(stage=Stage.SELF_ASSESSMENT) & ASSESSED


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one sheet: how many indicators have a level, how many are approved, when somebody last wrote."""

    answered: int = 0
    approved: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the control room."""

    evaluation: Evaluation
    progress: Progress
    indicators: int
    reminded_at: datetime | None
    now: datetime

    @property
    def is_frozen(self) -> bool:
        return self.evaluation.frozen_at is not None and self.evaluation.stage == Stage.SELF_ASSESSMENT

    @property
    def days_late(self) -> int | None:
        """Whole days since the limit; None for whom no limit has passed."""
        one = self.evaluation
        if not one.is_assessed or one.stage not in WINDOW_STAGES or not one.open_until or one.open_until > self.now:
            return None
        return (self.now - one.open_until).days

    @property
    def late_words(self) -> str:
        if self.days_late is None:
            return ""
        return f"Terlambat {self.days_late} hari" if self.days_late else "Terlambat, hari ini"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel, and how many assessed institutions stand there."""

    stage: Stage
    label: str
    count: int
    late: int
    share: str
    """Of all assessed, 0 to 100, for a bar."""


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Assessed institutions of one category."""

    category: Category
    sent: int
    late: int
    total: int

    @property
    def waiting(self) -> int:
        return self.total - self.sent


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands above the list."""

    assessed: int
    not_assessed: int
    sent: int
    late: int
    frozen: int
    not_begun: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands above the list of a period."""

    figures: Figures
    steps: list[Step]
    categories: list[CategoryFigures]


class _Count(NamedTuple):
    """Institutions of one category at one stage, assessed or not."""

    category: Category
    stage: Stage
    assessed: bool
    n: int
    late: int
    frozen: int
    not_begun: int


def rows_of(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Every institution of the period. Who runs periods sees all of them, also before grants are set."""
    return Evaluation.objects.filter(period=period).select_related("institution__province", "team")


def begun() -> Exists:
    return Exists(Answer.objects.filter(evaluation=OuterRef("pk"), version__gt=0))


def lines(evaluations: Iterable[Evaluation], indicators: int) -> list[Row]:
    """Rows with their progress. Two queries, whatever their number."""
    evaluations, now = list(evaluations), timezone.now()
    progress = _progress(evaluations)
    reminded = dict(
        Reminder.objects.filter(evaluation__in=evaluations)
        .order_by()
        .values_list("evaluation")
        .annotate(last=Max("at"))
    )
    return [Row(one, progress.get(one.pk, Progress()), indicators, reminded.get(one.pk), now) for one in evaluations]


def overview(period: EvaluationPeriod) -> Overview:
    """Everything that stands above the list, from one query."""
    counted = [_Count(Category(category), Stage(stage), *numbers) for category, stage, *numbers in _counted(period)]
    assessed = [one for one in counted if one.assessed]
    total = sum(one.n for one in assessed)
    return Overview(
        figures=Figures(
            assessed=total,
            not_assessed=sum(one.n for one in counted) - total,
            sent=sum(one.n for one in assessed if one.stage != Stage.SELF_ASSESSMENT),
            late=sum(one.late for one in assessed),
            frozen=sum(one.frozen for one in assessed),
            not_begun=sum(one.not_begun for one in assessed),
        ),
        steps=[_step(stage, assessed, total) for stage in PLACES],
        categories=[
            _category(category, [one for one in assessed if one.category == category])
            for category in Category
            if any(one.category == category for one in assessed)
        ],
    )


def _counted(period: EvaluationPeriod) -> Iterable[tuple[Any, ...]]:
    return (
        Evaluation.objects.filter(period=period)
        .order_by()
        .values("institution__category", "stage", assessed=Case(When(ASSESSED, then=True), default=False))
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=LATE),
            frozen=Count("pk", filter=FROZEN),
            not_begun=Count("pk", filter=NOT_SENT & ~Q(begun())),
        )
        .values_list("institution__category", "stage", "assessed", "n", "late", "frozen", "not_begun")
    )


def _step(stage: Stage, assessed: list[_Count], total: int) -> Step:
    here = [one for one in assessed if one.stage == stage]
    count = sum(one.n for one in here)
    share = f"{100 * count / total:.2f}" if total else "0"
    return Step(stage, LABELS[stage], count, sum(one.late for one in here), share)


def _category(category: Category, rows: list[_Count]) -> CategoryFigures:
    return CategoryFigures(
        category,
        sent=sum(one.n for one in rows if one.stage != Stage.SELF_ASSESSMENT),
        late=sum(one.late for one in rows),
        total=sum(one.n for one in rows),
    )


def restable(evaluations: Iterable[Evaluation]) -> set[int]:
    """Those of them that were reminded within the last day and are to be left in peace."""
    return set(
        Reminder.objects.filter(evaluation__in=list(evaluations), at__gt=Now() - REMINDER_REST).values_list(
            "evaluation_id", flat=True
        )
    )


def _progress(evaluations: list[Evaluation]) -> dict[int, Progress]:
    rows = (
        Answer.objects.filter(evaluation__in=evaluations)
        .order_by()
        .values_list("evaluation_id")
        .annotate(
            answered=Count("pk", filter=Q(level__isnull=False)),
            approved=Count("pk", filter=Q(state=AnswerState.APPROVED)),
            last=Max("updated_at", filter=Q(version__gt=0)),
        )
    )
    return {pk: Progress(answered, approved, last) for pk, answered, approved, last in rows}
