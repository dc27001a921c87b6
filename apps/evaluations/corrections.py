"""Reading corrections: which there are, what they change, who still has to approve."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.evaluations.models import Correction, Evaluation, LedgerLevel
from apps.institutions.models import Role, Unit
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage


def corrections_of(period: EvaluationPeriod) -> QuerySet[Correction]:
    """What was approved in a period, by institution, indicator and revision. For the decree's file.

    Each row has institution, indicator, level_before, level, reason, document_sha256, document_name, its two
    approvals (`approvals`, with `by` and `unit`), and when it was decided.
    """
    return (
        proposed_in(period)
        .filter(is_approved=True)
        .order_by("evaluation__institution__code", "indicator__number", "revision")
    )


def proposed_in(period: EvaluationPeriod) -> QuerySet[Correction]:
    """Every correction that was asked for in a period, what waits first. Two queries."""
    rows = Correction.objects.filter(evaluation__period=period)
    return _with_people(rows).order_by("is_approved", "-proposed_at", "-pk")


def corrections_to(evaluation: Evaluation) -> list[Correction]:
    """Every correction of one institution's levels, the oldest first. Two queries."""
    return list(_with_people(Correction.objects.filter(evaluation=evaluation)).order_by("pk"))


def corrected_words(period: EvaluationPeriod, *, after: int | None = None) -> QuerySet[LedgerLevel]:
    """The corrections in a period's ledger, by institution and indicator; only those behind this row of it."""
    words = LedgerLevel.objects.filter(evaluation__period=period, stage=Stage.CORRECTION, pk__gt=after or 0)
    return words.select_related("evaluation__institution", "indicator").order_by(
        "evaluation__institution__code", "indicator__number", "pk"
    )


def open_corrections(evaluations: QuerySet[Evaluation]) -> QuerySet[Correction]:
    """Those that nobody has decided yet."""
    return Correction.objects.filter(evaluation__in=evaluations.values("pk"), decided_at=None)


def units_of(user: User) -> QuerySet[Unit]:
    """The ministry's units in whose name this person may approve."""
    return Unit.objects.filter(
        institution=None, memberships__user=user, memberships__role=Role.EVALUATION_TEAM
    ).distinct()


def _with_people(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    return rows.select_related("evaluation__institution", "indicator", "proposed_by", "decided_by").prefetch_related(
        "approvals__by", "approvals__unit"
    )
