"""The figures of a run as the tables that the ministry looks at."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from apps.desk_review.queries import team_judgements
from apps.evaluations.models import Evaluation
from apps.harmonisation.models import AgreementFigure, AgreementRun, FigureNote, Measure
from apps.harmonisation.queries.judged import fully_locked
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod

KIND = "harmonisation.agreement"
COEFFICIENTS = (Measure.SAME, Measure.KAPPA, Measure.ALPHA, Measure.ICC)


@dataclass
class Row:
    """One subject (all, an indicator, a university) with its figures by measure."""

    subject: Any
    units: int = 0
    figures: dict[str, AgreementFigure] = field(default_factory=dict)


@dataclass(frozen=True)
class Tables:
    """Severities are by component: figures of different ones cannot be compared."""

    overall: Row
    indicators: list[Row]
    universities: list[Row]
    university_severity: dict[int, list[AgreementFigure]]
    assessor_severity: dict[int, list[AgreementFigure]]
    outliers: list[AgreementFigure]


def latest_run(period: EvaluationPeriod) -> AgreementRun | None:
    return AgreementRun.objects.filter(period=period).first()


def latest_job(period: EvaluationPeriod) -> Job | None:
    return Job.objects.filter(kind=KIND, object_id=period.pk).order_by("-pk").first()


def tables_of(run: AgreementRun) -> Tables:
    """Everything of a run in one query."""
    overall, indicators, universities = Row(None), dict[int, Row](), dict[int, Row]()
    by_university: dict[int, list[AgreementFigure]] = {}
    by_assessor: dict[int, list[AgreementFigure]] = {}
    outliers = []
    figures = run.figures.select_related("indicator", "university", "assessor")
    for one in figures.annotate(looked_at=Exists(FigureNote.objects.filter(figure=OuterRef("pk")))):
        if one.measure == Measure.OUTLIER:
            outliers.append(one)
        elif one.measure == Measure.SEVERITY:
            (by_university if one.university_id else by_assessor).setdefault(one.component, []).append(one)
        else:
            row = overall
            if one.indicator_id:
                row = indicators.setdefault(one.indicator_id, Row(one.indicator))
            elif one.university_id:
                row = universities.setdefault(one.university_id, Row(one.university))
            row.units, row.figures[one.measure] = one.units, one
    return Tables(
        overall,
        sorted(indicators.values(), key=lambda row: row.subject.number),
        sorted(universities.values(), key=lambda row: str(row.subject)),
        _ordered(by_university),
        _ordered(by_assessor),
        sorted(outliers, key=lambda one: abs(one.value or Decimal(0)), reverse=True),
    )


@dataclass(frozen=True)
class Behind:
    """An institution behind a figure: what the assessor said there, and what the others of the team."""

    evaluation: Evaluation
    own: Decimal
    others: list[Decimal]


def outliers_of(period: EvaluationPeriod) -> QuerySet[AgreementFigure]:
    return AgreementFigure.objects.filter(run__period=period, measure=Measure.OUTLIER).select_related(
        "run", "indicator", "assessor"
    )


def rows_behind(figure: AgreementFigure) -> list[Behind]:
    """The judgements of an outlier's indicator where its assessor judges, as they stand now; complete teams only."""
    judged = fully_locked(figure.run.period).filter(team__members__user=figure.assessor_id)
    rows = (
        team_judgements(judged.values_list("pk", flat=True))
        .filter(indicator=figure.indicator_id, level__isnull=False)
        .select_related("evaluation__institution")
        .order_by("evaluation__institution__name", "assessor_id")
    )
    levels: dict[Evaluation, dict[int, Decimal]] = {}
    for row in rows:
        if row.level is not None:
            levels.setdefault(row.evaluation, {})[row.assessor_id] = row.level
    return [
        Behind(
            evaluation, said[figure.assessor_id], [level for who, level in said.items() if who != figure.assessor_id]
        )
        for evaluation, said in levels.items()
        if figure.assessor_id in said
    ]


def _ordered(components: dict[int, list[AgreementFigure]]) -> dict[int, list[AgreementFigure]]:
    return {
        component: sorted(figures, key=lambda one: one.value or 0) for component, figures in sorted(components.items())
    }
