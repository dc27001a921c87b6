"""Computing the figures of agreement: asked for by the ministry, done by a worker, kept as they came out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.harmonisation.models import AgreementFigure, AgreementRun, FigureNote, Measure
from apps.harmonisation.queries.figures import COEFFICIENTS, KIND
from apps.harmonisation.queries.judged import Judged, fully_locked, judged_of
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.rules.agreement import (
    OUTLYING,
    Counts,
    Interval,
    Ratings,
    Severity,
    deviations,
    intervals,
    robust_z,
    severities,
)

DRAWS = 1000
# A mean difference over fewer institutions says little of a person.
LEAST_JUDGED = 3
SIXTH = Decimal("0.000001")
# First part of the seed of each kind of draws, so that no two share their numbers.
OVERALL, BY_INDICATOR, BY_UNIVERSITY, OF_ASSESSORS, OF_UNIVERSITIES = range(5)

Report = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Found:
    """A figure before it is kept."""

    measure: Measure
    value: float | None
    units: int
    interval: Interval | None = None
    indicator: int | None = None
    university: int | None = None
    assessor: int | None = None
    component: int = 0


def request_figures(period: EvaluationPeriod, *, by: User) -> Job:
    """Ask a worker. Raises DomainError while no team has locked completely."""
    if not fully_locked(period).exists():
        raise DomainError("Belum ada instansi yang seluruh timnya sudah mengunci penilaian; belum ada yang dihitung.")
    return jobs.ask(KIND, period.pk, by=by)


def compute_figures(period: EvaluationPeriod, *, report: Report = _silent) -> AgreementRun:
    """Compute and keep; the same judgements are computed once, however often this runs."""
    judged = judged_of(period)
    known = AgreementRun.objects.filter(period=period, content_sha256=judged.content_sha256, draws=DRAWS).first()
    if known:
        return known
    found = list(figures_of(judged, draws=DRAWS, report=report))
    return keep_figures(period, judged, found)


@transaction.atomic
def keep_figures(period: EvaluationPeriod, judged: Judged, found: Iterable[Found]) -> AgreementRun:
    run, is_new = AgreementRun.objects.get_or_create(
        period=period,
        content_sha256=judged.content_sha256,
        draws=DRAWS,
        defaults={
            "seed": judged.seed,
            "evaluations": judged.evaluations,
            "judgements": len(judged.ratings),
        },
    )
    if is_new:
        AgreementFigure.objects.bulk_create((_kept(run, one) for one in found), batch_size=1000)
    return run


def figures_of(judged: Judged, *, draws: int, report: Report = _silent) -> Iterator[Found]:
    """Every figure of these judgements; without draws the point figures alone."""
    ratings, seed, done = Ratings.of(judged.ratings), judged.seed, 0
    indicators = ratings.by_unit()
    universities = sorted({judged.homes[rater] for rater in set(ratings.rater.tolist()) if rater in judged.homes})
    total = len(indicators) + len(universities) + 3

    yield from _coefficients(ratings, draws, (seed, OVERALL))
    for pk, own in indicators.items():
        yield from _coefficients(own, draws, (seed, BY_INDICATOR, pk), indicator=pk)
        yield from _outliers(own, pk)
        report(done := done + 1, total)
    for pk in universities:
        own = ratings.with_any_of({rater for rater, home in judged.homes.items() if home == pk})
        yield from _coefficients(own, draws, (seed, BY_UNIVERSITY, pk), university=pk)
        report(done := done + 1, total)
    for one in severities(ratings, draws=draws, seed=(seed, OF_ASSESSORS)):
        yield _severity(one, assessor=one.rater)
    report(done + 1, total)
    for one in severities(ratings.relabelled(judged.homes), draws=draws, seed=(seed, OF_UNIVERSITIES)):
        yield _severity(one, university=one.rater)
    report(done + 2, total)


def note_figure(figure: AgreementFigure, text: str, *, by: User) -> FigureNote:
    """Write down that the rows behind a figure were looked at, and what came of it."""
    return FigureNote.objects.create(figure=figure, text=text.strip(), by=by)


def _coefficients(ratings: Ratings, draws: int, seed: tuple[int, ...], **subject: int) -> Iterator[Found]:
    counts = Counts.of(ratings)
    found = counts.figures()
    values = (found.same, found.kappa, found.alpha, found.icc)
    for measure, value, interval in zip(COEFFICIENTS, values, intervals(counts, draws=draws, seed=seed), strict=True):
        yield Found(measure, value, counts.units, interval if value is not None else None, **subject)


def _severity(one: Severity, **subject: int) -> Found:
    return Found(Measure.SEVERITY, one.level, one.units, one.interval, component=one.component, **subject)


def _outliers(ratings: Ratings, indicator: int) -> Iterator[Found]:
    """Assessors whose levels lie far from their pairs' by the measure of all the others, for one indicator."""
    known = {rater: (mean, often) for rater, (mean, often) in deviations(ratings).items() if often >= LEAST_JUDGED}
    scores = robust_z([mean for mean, _ in known.values()])
    for (rater, (_, often)), score in zip(known.items(), scores, strict=True):
        if abs(score) > OUTLYING:
            yield Found(Measure.OUTLIER, score, often, indicator=indicator, assessor=rater)


def _kept(run: AgreementRun, one: Found) -> AgreementFigure:
    return AgreementFigure(
        run=run,
        measure=one.measure,
        value=_decimal(one.value),
        low=_decimal(one.interval.low) if one.interval else None,
        high=_decimal(one.interval.high) if one.interval else None,
        units=one.units,
        indicator_id=one.indicator,
        university_id=one.university,
        assessor_id=one.assessor,
        component=one.component,
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(SIXTH)
