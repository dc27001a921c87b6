"""Reading signals: what stands out now, and whether anybody looked."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Abs
from django.urls import reverse

from apps.desk_review.models import JudgementLock
from apps.evaluations.models import LedgerLevel
from apps.harmonisation.queries.figures import latest_run as latest_agreement
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.quality.choices import SORTS, Kind, Sort
from apps.quality.models import QualityBound, QualityNote, QualityRun, QualitySignal

JOB = "quality.signals"
# Whether anybody has noted what they found.
IS_SEEN = Exists(QualityNote.objects.filter(signal=OuterRef("pk")))
IN_ORDER = Case(*[When(kind=kind, then=place) for place, kind in enumerate(Kind)])


@dataclass(frozen=True)
class KindRow:
    """A kind with how many signals of it stand, how many of those nobody has looked at, and its bound."""

    kind: Kind
    sort: Sort
    standing: int
    unseen: int
    bound: Decimal | None


def standing(period: EvaluationPeriod) -> QuerySet[QualitySignal]:
    """The signals that stand now, kind by kind, the largest figure of each first; each with `is_seen`."""
    return (
        QualitySignal.objects.filter(period=period, ended_at=None)
        .annotate(is_seen=IS_SEEN)
        .select_related("period", "evaluation__institution", "indicator", "assessor")
        .order_by(IN_ORDER, Abs("value").desc(), "evaluation__institution__code", "indicator__number")
    )


def unseen(period: EvaluationPeriod) -> QuerySet[QualitySignal]:
    return standing(period).filter(~IS_SEEN)


def with_notes(signals: QuerySet[QualitySignal]) -> QuerySet[QualitySignal]:
    """Each with its notes, the latest first; one query more, however many there are."""
    notes = QualityNote.objects.select_related("by").order_by("-pk")
    return signals.prefetch_related(Prefetch("notes", queryset=notes))


def kind_rows(period: EvaluationPeriod) -> list[KindRow]:
    """Every kind, also those of which nothing stands out. Two queries."""
    counted = {
        kind: (number, silent)
        for kind, number, silent in QualitySignal.objects.filter(period=period, ended_at=None)
        .annotate(is_seen=IS_SEEN)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"), silent=Count("pk", filter=Q(is_seen=False)))
    }
    bounds = bounds_of(period)
    return [KindRow(kind, SORTS[kind], *counted.get(kind, (0, 0)), bounds[kind]) for kind in Kind]


def bounds_of(period: EvaluationPeriod) -> dict[Kind, Decimal | None]:
    """From where on each kind stands out; None where the period leaves it out. One query."""
    chosen = {Kind(one.kind): one.bound for one in QualityBound.objects.filter(period=period)}
    return {kind: chosen.get(kind, sort.bound) for kind, sort in SORTS.items()}


def latest_run(period: EvaluationPeriod) -> QualityRun | None:
    return QualityRun.objects.filter(period=period).first()


def latest_job(period: EvaluationPeriod) -> Job | None:
    return Job.objects.filter(kind=JOB, object_id=period.pk).order_by("-pk").first()


def is_outdated(period: EvaluationPeriod, run: QualityRun | None) -> bool:
    """Whether a stage was closed, a level corrected, a team locked, or agreement computed since. Three queries."""
    upto, at = (run.ledger_upto, run.at) if run else (0, period.created_at)
    if LedgerLevel.objects.filter(pk__gt=upto, evaluation__period=period).exists():
        return True
    if JudgementLock.objects.filter(at__gt=at, evaluation__period=period).exists():
        return True
    agreement = latest_agreement(period)
    return agreement is not None and agreement.computed_at > at


def way_of(signal: QualitySignal) -> str:
    """The page with the rows behind a signal."""
    if signal.evaluation_id is None:
        return reverse("harmonisation:figures", args=[signal.period.slug])
    anchor = f"#indikator-{signal.indicator.number}" if signal.indicator else ""
    return reverse("evaluations:detail", args=[signal.evaluation_id]) + anchor


def subject_of(signal: QualitySignal) -> str:
    """Of whom, and of which indicator."""
    whose = str(signal.evaluation.institution) if signal.evaluation else str(signal.assessor)
    return f"{whose}, indikator {signal.indicator.number}" if signal.indicator else whose
