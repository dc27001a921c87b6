"""The control room: one row per institution, what it needs, who is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from apps.common.sql import rows
from apps.evaluations.models import Evaluation
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer

ASSESSED = ~Q(track=Track.NOT_ASSESSED)
LATE = ASSESSED & Q(stage__in=WINDOW_STAGES, open_until__lte=Now())
FROZEN = Q(frozen_at__isnull=False, stage=Stage.SELF_ASSESSMENT) & ASSESSED
NOT_SENT = Q(stage=Stage.SELF_ASSESSMENT) & ASSESSED


# Of each institution how many indicators have a level and are approved, and when somebody last wrote or reminded.
LINES = """
    SELECT evaluation.id, institution.code, institution.name, institution.category, coalesce(province.name, ''),
           evaluation.track, evaluation.track_reason, evaluation.batch, evaluation.stage, evaluation.open_until,
           evaluation.frozen_at IS NOT NULL AND evaluation.stage = 'self_assessment', coalesce(team.name, ''),
           progress.answered, progress.approved, progress.last,
           (SELECT count(*) FROM instruments_indicator WHERE instrument_id = %(instrument)s AND external_index = ''),
           (SELECT max(at) FROM coordination_reminder WHERE evaluation_id = evaluation.id)
    FROM unnest(%(evaluations)s::bigint[]) WITH ORDINALITY AS asked (id, place)
    JOIN evaluations_evaluation evaluation ON evaluation.id = asked.id
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    LEFT JOIN institutions_province province ON province.code = institution.province_id
    LEFT JOIN evaluations_assessorteam team ON team.id = evaluation.team_id
    CROSS JOIN LATERAL (
        SELECT count(level) AS answered, count(*) FILTER (WHERE state = 'approved') AS approved,
               max(updated_at) FILTER (WHERE version > 0) AS last
        FROM self_assessment_answer answer WHERE answer.evaluation_id = evaluation.id
    ) progress
    ORDER BY asked.place
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the control room; province and team are empty where there is none."""

    pk: int
    code: str
    institution: str
    category: str
    province: str
    track: str
    track_reason: str
    batch: int
    stage: str
    open_until: datetime | None
    is_frozen: bool
    team: str
    answered: int
    approved: int
    last: datetime | None
    indicators: int
    reminded_at: datetime | None
    now: datetime

    @property
    def is_assessed(self) -> bool:
        return self.track != Track.NOT_ASSESSED

    @property
    def days_late(self) -> int | None:
        """Whole days since the limit; None for whom no limit has passed."""
        if not self.is_assessed or self.stage not in WINDOW_STAGES or not self.open_until or self.open_until > self.now:
            return None
        return (self.now - self.open_until).days

    @property
    def late_words(self) -> str:
        days = self.days_late
        if days is None:
            return ""
        return f"Terlambat {days} hari" if days else "Terlambat, hari ini"


def rows_of(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Every institution of the period. Who runs periods sees all of them, also before grants are set."""
    return Evaluation.objects.filter(period=period).select_related("institution__province", "team")


def begun() -> Exists:
    return Exists(Answer.objects.filter(evaluation=OuterRef("pk"), version__gt=0))


def lines(period: EvaluationPeriod, evaluations: Iterable[int]) -> list[Row]:
    """The rows of these evaluations in the order of their keys as given. One statement, whatever their number."""
    now, asked = timezone.now(), {"evaluations": list(evaluations), "instrument": period.instrument_id}
    return [Row(*(*row, now)) for row in rows(LINES, asked)]
