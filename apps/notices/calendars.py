"""A person's limits and appointments as a calendar that other programs fetch (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from secrets import token_urlsafe
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from apps.accounts.models import User
from apps.accounts.queries import hash_of
from apps.common.formats import wib_local
from apps.notices.deadlines import Appointment, Deadline, appointments_of, deadlines_of
from apps.notices.models import CalendarFeed
from apps.notices.wording import address, one_line

PAST = timedelta(days=60)
AHEAD = timedelta(days=400)
WARNING = timedelta(days=-1)
REFRESH = timedelta(hours=6)


def make_feed(user: User) -> str:
    """The secret of a new address. Nobody can read it again; the earlier address no longer works."""
    secret = token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"secret_sha256": hash_of(secret), "made_at": timezone.now()}
    )
    return secret


def end_feed(user: User) -> None:
    """From now on the address of this person's calendar leads nowhere."""
    CalendarFeed.objects.filter(user=user).delete()


def feed_address(secret: str) -> str:
    return address(reverse("notices:calendar", args=[secret]))


def calendar_of(user: User) -> bytes:
    """What this person has to do, and where they are expected, from two months ago on. All moments in UTC."""
    now = timezone.now()
    people = User.objects.filter(pk=user.pk, is_active=True)
    calendar = Calendar()
    calendar.add("prodid", "-//Evaluasi SPBE//Batas waktu//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Batas waktu Evaluasi SPBE")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add_component(_zone())
    for deadline in deadlines_of(people, now - PAST, now + AHEAD):
        calendar.add_component(_limit(deadline, now))
    for appointment in appointments_of(people, now - PAST, now + AHEAD):
        calendar.add_component(_appointment(appointment, now))
    return calendar.to_ical()


def invitation(appointment: Appointment, invited: User, *, sequence: int, is_cancelled: bool = False) -> bytes:
    """An appointment for one person as an invitation to answer to, or as its cancellation (RFC 5546).

    It is the same event as in the person's own calendar; a higher `sequence` replaces a lower one.
    """
    now = timezone.now()
    calendar = Calendar()
    calendar.add("prodid", "-//Evaluasi SPBE//Undangan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    event = _appointment(appointment, now)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    event.add("attendee", f"mailto:{invited.email}")
    calendar.add_component(event)
    return calendar.to_ical()


def _limit(deadline: Deadline, now: datetime) -> Event:
    event = _event(deadline, now, f"Batas: {deadline.text}")
    event.add("dtstart", deadline.until.astimezone(UTC))
    event.add("description", f"Batas {wib_local(deadline.until, deadline.place)}.\n{address(deadline.url)}")
    event.add("transp", "TRANSPARENT")
    warning = Alarm()
    warning.add("action", "DISPLAY")
    warning.add("description", one_line(deadline.text))
    warning.add("trigger", WARNING)
    event.add_component(warning)
    return event


def _appointment(appointment: Appointment, now: datetime) -> Event:
    event = _event(appointment, now, appointment.text)
    event.add("dtstart", _utc(appointment.starts))
    # The last day belongs to it; the end of an event does not.
    ends = appointment.ends
    event.add("dtend", _utc(ends) if isinstance(ends, datetime) else ends + timedelta(days=1))
    event.add("description", address(appointment.url))
    if appointment.where:
        event.add("location", one_line(appointment.where))
    return event


def _event(entry: Deadline | Appointment, now: datetime, title: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}-{entry.user}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", one_line(f"[SIMULASI] {title}" if entry.simulation else title))
    event.add("url", address(entry.url))
    return event


def _utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _zone() -> Timezone:
    """The zone in which limits are announced. A calendar without a limit needs some component, too."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "WIB")
    zone = Timezone()
    zone.add("tzid", "Asia/Jakarta")
    zone.add_component(standard)
    return zone
