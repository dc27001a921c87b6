"""The control room: one row per institution, what it needs, who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apps.coordination.models import Reminder
from apps.evaluations.models import Evaluation
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer, AnswerState

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
