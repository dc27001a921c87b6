"""The figures of a run as the tables that the ministry looks at."""

from dataclasses import dataclass, field
from typing import Any

from apps.harmonisation.models import AgreementFigure, AgreementRun, Measure
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

    def __getitem__(self, measure: str) -> AgreementFigure | None:
        return self.figures.get(measure)


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
    for one in run.figures.select_related("indicator", "university", "assessor"):
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
        sorted(outliers, key=lambda one: -abs(one.value or 0)),
    )


def _ordered(components: dict[int, list[AgreementFigure]]) -> dict[int, list[AgreementFigure]]:
    return {
        component: sorted(figures, key=lambda one: one.value or 0) for component, figures in sorted(components.items())
    }
