"""Events: planned, changed and called off by the ministry; people register and attend."""

import hmac
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib_local
from apps.common.gate import passing_the_gate
from apps.notices.actions import notify
from apps.notices.choices import Mail
from apps.periods.models import EvaluationPeriod
from apps.socialisation.models import Event, Registration
from apps.socialisation.queries import people_for


@transaction.atomic
def plan_event(period: EvaluationPeriod, said: Mapping[str, object], *, by: User) -> Event:
    """Plan an event and invite those whom it is for, with the morning's digest."""
    event = Event.objects.create(period=period, made_by=by, **said)
    notify(
        people_for(period, event.audiences),
        f"Undangan: {event.title}, {wib_local(event.starts_at, event)}.",
        reverse("socialisation:event", args=[event.pk]),
        simulation=period.simulation_label,
    )
    return event


@transaction.atomic
def change_event(event: Event, said: Mapping[str, object]) -> None:
    """Change an event that has not begun; those who registered hear of another time, place or link at once."""
    stored = Event.objects.select_for_update(of=["self"]).select_related("period").get(pk=event.pk)
    if stored.has_begun or stored.called_off_at:
        raise DomainError("Kegiatan ini sudah dimulai atau dibatalkan. Perubahan belum disimpan.")
    is_moved = any(getattr(stored, name) != said[name] for name in ("starts_at", "ends_at", "place", "link"))
    for name, value in said.items():
        setattr(stored, name, value)
    stored.sequence += 1
    stored.save(update_fields=[*said, "sequence"])
    if is_moved:
        _tell(stored, f"Kegiatan {stored.title} berubah: {wib_local(stored.starts_at, stored)}.")


@transaction.atomic
def call_off(event: Event, *, reason: str, by: User) -> None:
    """Call an event off with a reason, and tell everybody who registered."""
    standing = Event.objects.filter(pk=event.pk, called_off_at=None, ends_at__gt=timezone.now())
    if not standing.update(called_off_by=by, called_off_at=timezone.now(), reason=reason, sequence=F("sequence") + 1):
        raise DomainError("Kegiatan ini sudah selesai atau sudah dibatalkan.")
    _tell(event, f"Kegiatan {event.title}, {wib_local(event.starts_at, event)}, dibatalkan: {reason}")


def register(event: Event, *, by: User) -> None:
    """Take a place; asking twice takes one."""
    with passing_the_gate():
        Registration.objects.get_or_create(event=event, user=by)


def unregister(event: Event, *, by: User) -> None:
    """Give the place back before the event begins."""
    if event.has_begun:
        raise DomainError("Kegiatan sudah dimulai; pendaftaran tidak dapat dibatalkan lagi.")
    Registration.objects.filter(event=event, user=by, attended_at=None).delete()


def attend(event: Event, code: str, *, by: User) -> None:
    """Say with the code of the event that one is there; who has not registered does so with it."""
    if not hmac.compare_digest(code.strip().upper().encode(), event.code.encode()):
        raise InputRefusedError("Kode kehadiran tidak cocok. Kehadiran Anda belum dicatat.")
    if event.is_over:
        raise DomainError("Kegiatan sudah selesai; kehadiran sesudahnya dicatat oleh tim evaluasi.")
    with passing_the_gate():
        own, _ = Registration.objects.get_or_create(event=event, user=by)
        Registration.objects.filter(pk=own.pk, attended_at=None).update(attended_at=timezone.now(), marked_by=by)


@transaction.atomic
def mark_attendance(event: Event, shown: Collection[int], present: Collection[int], *, by: User) -> None:
    """Of the registrations that were `shown` these are `present`; the others were not there. Two statements."""
    rows = Registration.objects.filter(event=event, pk__in=shown)
    came = Q(pk__in=present)
    with passing_the_gate():
        rows.filter(came, attended_at=None).update(attended_at=timezone.now(), marked_by=by)
        rows.exclude(came).exclude(attended_at=None).update(attended_at=None, marked_by=None)


def _tell(event: Event, text: str) -> None:
    notify(
        User.objects.filter(pk__in=event.registrations.values("user"), is_active=True),
        text,
        reverse("socialisation:event", args=[event.pk]),
        simulation=event.period.simulation_label,
        mail=Mail.AT_ONCE,
    )
