"""Reading objections: how long they are taken, which there are, what they hold up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.evaluations.models import Evaluation, Objection, StageChange
from apps.evaluations.queries import settled_levels
from apps.instruments.models import Indicator
from apps.rules.stages import Stage


@dataclass(frozen=True)
class Contested:
    """An objection beside the level that stands."""

    objection: Objection
    stands: Decimal | None


def handed_over_at(evaluation: Evaluation) -> datetime | None:
    """When consolidation was handed over last. One query."""
    changes = StageChange.objects.filter(evaluation=evaluation, to_stage=Stage.REVIEW)
    return changes.order_by("-at").values_list("at", flat=True).first()


def taken_until(evaluation: Evaluation) -> datetime | None:
    """Until when objections are taken; None where the period takes none or it is not the time."""
    if evaluation.stage != Stage.REVIEW or not evaluation.period.objection_days:
        return None
    since = handed_over_at(evaluation)
    return since and since + timedelta(days=evaluation.period.objection_days)


def contested(evaluation: Evaluation) -> list[Contested]:
    """Every objection of an evaluation. Two queries."""
    rows = Objection.objects.filter(evaluation=evaluation).select_related("indicator", "by", "answer__by")
    levels = settled_levels([evaluation.pk]).get(evaluation.pk, {})
    return [Contested(one, levels.get(one.indicator_id)) for one in rows]


def may_be_contested(evaluation: Evaluation) -> QuerySet[Indicator]:
    """The indicators on which the institution has not objected yet; another agency's index is not ours to revise."""
    said = Objection.objects.filter(evaluation=evaluation).values("indicator")
    asked = Indicator.objects.filter(instrument=evaluation.period.instrument_id, external_index="")
    return asked.exclude(pk__in=said)


def held_up(evaluations: Collection[Evaluation]) -> list[str]:
    """Why some of these cannot be accepted yet: days still run, an objection waits, an accepted one was not acted on.

    One query, two where something may be held up.
    """
    rows = Evaluation.objects.filter(pk__in=[one.pk for one in evaluations], period__objection_days__gt=0)
    found = list(rows.annotate(since=_since("pk")).select_related("period", "institution"))
    if not found:
        return []
    reasons = [
        f"{one.institution}: masa sanggah masih berjalan"
        for one in found
        if one.since and one.since + timedelta(days=one.period.objection_days) > timezone.now()
    ]
    waiting = (
        Objection.objects.filter(evaluation__in=found)
        .annotate(since=_since("evaluation"))
        .filter(Q(answer__isnull=True) | Q(answer__is_accepted=True, answer__at__gt=F("since")))
    )
    for one in waiting.select_related("indicator", "evaluation__institution", "answer"):
        what = "belum dijawab" if not hasattr(one, "answer") else "diterima, jadi dikembalikan ke konsolidasi"
        reasons.append(f"{one.evaluation.institution}: sanggah indikator {one.indicator.number} {what}")
    return reasons


def _since(evaluation: str) -> Subquery:
    """When consolidation was handed over last, beside rows whose column of this name holds the evaluation."""
    changes = StageChange.objects.filter(evaluation=OuterRef(evaluation), to_stage=Stage.REVIEW)
    return Subquery(changes.order_by("-at").values("at")[:1])
