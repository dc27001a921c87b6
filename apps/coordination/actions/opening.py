"""The opening of a period: from here on institutions work, and the gate counts."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.formats import wib
from apps.common.gate import passing_the_gate
from apps.coordination.actions.desk import limit_of, tell_of_limits
from apps.coordination.queries.opening import missing_for
from apps.evaluations.actions import apply_windows
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.evaluations.grants import set_grants
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.notices.actions import Word, notify_each
from apps.notices.choices import NoticeKind
from apps.periods.actions import set_windows
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.queries import Window
from apps.results.actions import seat_agencies
from apps.self_assessment.actions import lay_out_sheets


@transaction.atomic
def open_period(period: EvaluationPeriod, *, by: User | None) -> None:
    """Let institutions begin: windows, permissions, empty sheets, votes, and word to the coordinators.

    All or nothing.
    """
    period = EvaluationPeriod.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=period.pk)
    if period.state != PeriodState.PREPARATION:
        raise DomainError("Periode ini sudah dibuka.")
    refresh_conflicts(by=by)
    if missing := missing_for(period):
        raise DomainError(f"Periode belum dapat dibuka. {' '.join(check.missing for check in missing)}")
    with passing_the_gate():
        EvaluationPeriod.objects.filter(pk=period.pk).update(state=PeriodState.RUNNING)
    period.refresh_from_db()
    evaluations = Evaluation.objects.filter(period=period)
    apply_windows(evaluations)
    set_grants(evaluations)
    lay_out_sheets(evaluations)
    seat_agencies(period)
    _tell_coordinators(evaluations, period)


@transaction.atomic
def move_windows(period: EvaluationPeriod, windows: list[Window], *, reason: str, by: User) -> int:
    """Give a period these windows; what is under way follows at once. Returns how many windows changed."""
    changes = set_windows(period, windows, reason=reason, by=by)
    period.refresh_from_db()
    if changes and period.state == PeriodState.RUNNING:
        stages = {change.stage for change in changes}
        affected = Evaluation.objects.filter(period=period, stage__in=stages)
        before = dict(affected.values_list("pk", "open_until"))
        apply_windows(affected)
        affected.filter(open_until__gt=Now()).update(frozen_at=None)
        _tell_of_moves(affected, before)
    return len(changes)


def _tell_of_moves(evaluations: QuerySet[Evaluation], before: Mapping[int, datetime | None]) -> None:
    """Tell those whose limit is another one than before; one that had passed is open again."""
    now = timezone.now()
    moved = [
        one
        for one in evaluations.select_related("institution", "period")
        if one.open_until and one.open_until > now and one.open_until != before[one.pk]
    ]

    def text(one: Evaluation) -> str:
        earlier = before[one.pk]
        if earlier is None or earlier <= now:
            return f"{limit_of(one)} dibuka kembali sampai {wib(one.open_until)}."
        verb = "dimajukan menjadi" if one.open_until and one.open_until < earlier else "diperpanjang sampai"
        return f"{limit_of(one)} {verb} {wib(one.open_until)}."

    tell_of_limits(moved, text)


def _tell_coordinators(evaluations: QuerySet[Evaluation], period: EvaluationPeriod) -> None:
    theirs = "memberships__institution__evaluations"
    people = User.objects.filter(
        memberships__role=Role.COORDINATOR, is_active=True, **{f"{theirs}__in": evaluations}
    ).values_list("pk", theirs, f"{theirs}__open_until")
    notify_each(
        (
            Word(
                user,
                f"{period}: penilaian mandiri dibuka sampai {wib(until)}.",
                reverse("self_assessment:sheet", args=[evaluation]),
                period.simulation_label,
            )
            for user, evaluation, until in people
        ),
        kind=NoticeKind.LEGAL,
    )
