"""What has to be done until when, by whom. The rooms above know; they register here, in a `deadlines.py` of theirs.

    @due_source
    def stage_limits(people, after, before):
        yield Deadline(...)

A source answers in a constant number of statements, for everybody (reminders) or for one person (calendar).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.common.formats import Zoned


@dataclass(frozen=True)
class Deadline:
    """What one person (by id) has to have done before a moment.

    `key` names the thing for ever and everywhere, such as "evaluation-12-interview": the calendar and the reminders
    know it again by it. `is_reminded` is False for those who only see it in their calendar.
    """

    user: int
    key: str
    text: str
    until: datetime
    url: str = ""
    simulation: str = ""
    place: Zoned | None = None
    is_reminded: bool = True


@dataclass(frozen=True)
class Appointment:
    """When one person is expected somewhere: two moments, or a first and a last day."""

    user: int
    key: str
    text: str
    starts: datetime | date
    ends: datetime | date
    where: str = ""
    url: str = ""
    simulation: str = ""


# People, after, before: limits after the one moment and not after the other, of these active people alone.
DueSource = Callable[[QuerySet[User], datetime, datetime], Iterable[Deadline]]
AppointmentSource = Callable[[QuerySet[User], datetime, datetime], Iterable[Appointment]]

DUE_SOURCES: list[DueSource] = []
APPOINTMENT_SOURCES: list[AppointmentSource] = []


def due_source(source: DueSource) -> DueSource:
    """Register the decorated function: its limits are reminded of and stand in the calendars."""
    DUE_SOURCES.append(source)
    return source


def appointment_source(source: AppointmentSource) -> AppointmentSource:
    """Register the decorated function: its appointments stand in the calendars."""
    APPOINTMENT_SOURCES.append(source)
    return source


def deadlines_of(people: QuerySet[User], after: datetime, before: datetime) -> list[Deadline]:
    """The limits of these people from every room, the next one first."""
    found = [one for source in DUE_SOURCES for one in source(people, after, before)]
    return sorted(found, key=lambda one: (one.until, one.key, one.user))


def appointments_of(people: QuerySet[User], after: datetime, before: datetime) -> list[Appointment]:
    """The appointments of these people from every room, by name."""
    found = [one for source in APPOINTMENT_SOURCES for one in source(people, after, before)]
    return sorted(found, key=lambda one: (one.key, one.user))
