"""Events that people registered for, in their calendars."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.accounts.models import User
from apps.notices.deadlines import Appointment, appointment_source
from apps.socialisation.models import Event, Registration


@appointment_source
def events(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Appointment]:
    rows = Registration.objects.filter(
        user__in=people, event__ends_at__gt=after, event__starts_at__lte=before, event__called_off_at=None
    ).select_related("event__period")
    for one in rows:
        yield appointment_of(one.event, one.user_id)


def appointment_of(event: Event, user: int) -> Appointment:
    """The event as it stands in one person's calendar."""
    return Appointment(
        user=user,
        key=f"event-{event.pk}",
        text=event.title,
        starts=event.starts_at,
        ends=event.ends_at,
        where=event.place or event.link,
        url=reverse("socialisation:event", args=[event.pk]),
        simulation=event.period.simulation_label,
    )
