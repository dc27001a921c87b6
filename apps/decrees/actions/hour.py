"""Publication at a set hour: set, changed and called off by the ministry, done by the worker when it has come."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib
from apps.decrees.actions.issue import publish_decree
from apps.decrees.models import Decree, DecreeState, PlanState, PublicationPlan
from apps.decrees.queries import awaits_publication, waiting_plans
from apps.institutions.groups import central_group
from apps.institutions.models import Role
from apps.jobs.actions import ask
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.periods.models import EvaluationPeriod
from apps.results.queries import has_quorum

logger = logging.getLogger(__name__)

PUBLISH = "decrees.publish"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
TECHNICAL = "Terjadi gangguan teknis saat menerbitkan."


@transaction.atomic
def plan_publication(decree: Decree, at: datetime, *, by: User) -> PublicationPlan:
    """Set the hour at which decree and results become public; an hour that was set before gives way to it."""
    if at <= timezone.now():
        raise InputRefusedError("Saat terbit harus di masa depan. Saat terbit belum diubah.")
    if decree.state != DecreeState.ISSUED:
        raise DomainError("Keputusan belum ditetapkan; saat terbitnya belum dapat diatur.")
    if not has_quorum(decree.run):
        raise DomainError("Hasil belum disetujui kuorum instansi Tim Koordinasi. Saat terbit belum diatur.")
    _cancel(decree.run.period, by=by)
    if not awaits_publication(decree):
        raise DomainError("Hasil periode ini sudah terbit.")
    plan, is_new = PublicationPlan.objects.get_or_create(
        period=decree.run.period, state=PlanState.WAITING, defaults={"decree": decree, "at": at, "set_by": by}
    )
    if not is_new:
        raise DomainError(f"Saat terbit baru saja diatur {plan.set_by}: {wib(plan.at)}. Periksa dahulu.")
    return plan


@transaction.atomic
def call_off(decree: Decree, *, by: User) -> None:
    """Take the set hour back: nothing is published until another is set or somebody publishes by hand."""
    if not _cancel(decree.run.period, by=by):
        raise DomainError("Tidak ada saat terbit yang menunggu; mungkin sudah terbit atau sudah dibatalkan.")


def ask_for_what_is_due() -> int:
    """Ask the worker for every publication whose hour has come; returns how many."""
    now = timezone.now()
    due = PublicationPlan.objects.filter(state=PlanState.WAITING, at__lte=now).exclude(try_at__gt=now)
    for plan in (found := list(due.select_related("set_by"))):
        ask(PUBLISH, plan.pk, by=plan.set_by)
    return len(found)


def publish_planned(plan: PublicationPlan) -> None:
    """Publish what is due, everything or nothing. What stands in the way is told, and it is tried again later."""
    try:
        _publish(plan.pk)
    except Exception as error:
        reason = str(error) if isinstance(error, DomainError) else TECHNICAL
        logger.exception("Publication %s did not come about", plan.pk)
        _put_off(plan.pk, reason[:300])
        raise DomainError(reason) from error


@transaction.atomic
def _publish(pk: int) -> None:
    waiting = PublicationPlan.objects.select_for_update(of=["self"]).select_related("decree__run__period", "set_by")
    plan = waiting.filter(pk=pk, state=PlanState.WAITING, at__lte=timezone.now()).first()
    if plan is None:  # published or called off meanwhile
        return
    PublicationPlan.objects.filter(pk=pk).update(state=PlanState.DONE, ended_by=plan.set_by, ended_at=timezone.now())
    publish_decree(plan.decree, by=plan.set_by)
    _tell_the_ministry(plan, f"Hasil {plan.period} sudah terbit sesuai saat yang diatur, {wib(plan.at)}.")


@transaction.atomic
def _put_off(pk: int, reason: str) -> None:
    """Wait longer after each failure; the ministry hears of the first one and of every other reason."""
    waiting = PublicationPlan.objects.select_for_update(of=["self"]).select_related("period", "decree")
    plan = waiting.filter(pk=pk, state=PlanState.WAITING).first()
    if plan is None:
        return
    if plan.failure != reason:
        _tell_the_ministry(plan, f"Hasil {plan.period} belum terbit dan akan dicoba lagi: {reason}")
    plan.try_at = timezone.now() + min(FIRST_PAUSE * 2 ** min(plan.tries, 10), LONGEST_PAUSE)
    plan.tries, plan.failure = plan.tries + 1, reason
    plan.save(update_fields=["tries", "failure", "try_at"])


def _tell_the_ministry(plan: PublicationPlan, text: str) -> None:
    notify(
        User.objects.filter(groups__name=central_group(Role.EVALUATION_TEAM), is_active=True),
        text,
        reverse("decrees:detail", args=[plan.decree_id]),
        kind=NoticeKind.LEGAL,
        simulation=plan.period.simulation_label,
    )


def _cancel(period: EvaluationPeriod, *, by: User) -> int:
    """End the plan that waits, if there is one. A publication under way is waited for: then there is none."""
    return waiting_plans(period).update(state=PlanState.CANCELLED, ended_by=by, ended_at=timezone.now())
