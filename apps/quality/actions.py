"""Working out signals, noting what was found, setting from where on something stands out."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.models import LedgerLevel
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.quality.choices import Kind
from apps.quality.models import QualityBound, QualityNote, QualityRun, QualitySignal
from apps.quality.queries import JOB, bounds_of, is_outdated, latest_run
from apps.quality.sources import SOURCES, Found, Material

Report = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def request_signals(period: EvaluationPeriod, *, by: User | None) -> Job:
    return jobs.ask(JOB, period.pk, by=by, total=len(SOURCES))


def request_where_outdated() -> int:
    """Ask for every running period of which something has changed; returns for how many."""
    running = EvaluationPeriod.objects.filter(state=PeriodState.RUNNING)
    outdated = [one for one in running if is_outdated(one, latest_run(one))]
    for period in outdated:
        request_signals(period, by=None)
    return len(outdated)


@transaction.atomic
def compute_signals(period: EvaluationPeriod, *, report: Report = _silent) -> QualityRun:
    """Work them all out. What still stands keeps its row and its notes, what does not is ended, nothing is deleted."""
    now = timezone.now()
    upto = LedgerLevel.objects.aggregate(last=Max("pk"))["last"] or 0
    found = _found(period, report)
    known = {_as_found(one): one for one in QualitySignal.objects.filter(period=period)}
    gone = [one.pk for what, one in known.items() if what not in found and one.ended_at is None]
    back = [one.pk for what, one in known.items() if what in found and one.ended_at is not None]
    QualitySignal.objects.filter(pk__in=gone).update(ended_at=now)
    QualitySignal.objects.filter(pk__in=back).update(ended_at=None)
    new = [_kept(period, one) for one in found if one not in known]
    QualitySignal.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    return QualityRun.objects.create(period=period, ledger_upto=upto, signals=len(found), at=now)


@transaction.atomic
def note_signals(signals: QuerySet[QualitySignal], text: str, *, by: User) -> int:
    """Write down that these were looked at, and what was found; returns how many. One statement to write."""
    notes = [QualityNote(signal_id=pk, text=text.strip(), by=by) for pk in signals.values_list("pk", flat=True)]
    return len(QualityNote.objects.bulk_create(notes, batch_size=1000))


def set_bounds(period: EvaluationPeriod, bounds: Mapping[Kind, Decimal | None], *, by: User) -> None:
    """From where on each kind stands out in this period; the signals follow with the next working out."""
    now = timezone.now()
    QualityBound.objects.bulk_create(
        [QualityBound(period=period, kind=kind, bound=bound, by=by, at=now) for kind, bound in bounds.items()],
        update_conflicts=True,
        unique_fields=["period", "kind"],
        update_fields=["bound", "by", "at"],
    )


def _found(period: EvaluationPeriod, report: Report) -> Collection[Found]:
    """In the order of the kinds, each once."""
    material, bounds = Material(period), bounds_of(period)
    found: dict[Found, None] = {}
    for done, (kind, source) in enumerate(SOURCES.items(), start=1):
        if (bound := bounds[kind]) is not None:
            found |= dict.fromkeys(source(material, bound))
        report(done, len(SOURCES))
    return found.keys()


def _as_found(one: QualitySignal) -> Found:
    return Found(
        Kind(one.kind),
        one.evaluation_id,
        one.indicator_id,
        one.assessor_id,
        one.before,
        one.after,
        one.value,
        one.remark,
    )


def _kept(period: EvaluationPeriod, one: Found) -> QualitySignal:
    return QualitySignal(
        period=period,
        kind=one.kind,
        evaluation_id=one.evaluation,
        indicator_id=one.indicator,
        assessor_id=one.assessor,
        before=one.before,
        after=one.after,
        value=one.value,
        remark=one.remark,
    )
