"""Reminders of what is due soon: each once for a person, a limit and a number of days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import WIB, wib_local
from apps.notices import turns
from apps.notices.actions import Word, notify_each
from apps.notices.choices import Mail, NoticeKind
from apps.notices.deadlines import Deadline, deadlines_of
from apps.notices.models import DueReminder

STEPS = (14, 7, 3, 1)  # days before the limit
AT_ONCE = 1  # from this step on the mail does not wait for a digest


@transaction.atomic
def remind() -> int:
    """Remind whom a step has reached; returns how many reminders were written, in a constant number of statements.

    A step that was missed is made up for until the next one is reached: then that one speaks. May run at any time
    and twice at once. A limit that was moved is another limit.
    """
    if not turns.take(turns.Turn.REMINDERS):
        return 0
    now = timezone.now()
    people = User.objects.filter(is_active=True)
    known = set(DueReminder.objects.filter(until__gt=now).values_list("user_id", "key", "until", "days"))
    fresh: dict[tuple[int, str, datetime, int], Deadline] = {}
    for one in deadlines_of(people, now, now + timedelta(days=STEPS[0] + 1)):
        step = step_of(one.until, now)
        if one.is_reminded and step and (one.user, one.key, one.until, step) not in known:
            fresh[one.user, one.key, one.until, step] = one
    DueReminder.objects.bulk_create(
        DueReminder(user_id=user, key=key, until=until, days=step) for user, key, until, step in fresh
    )
    patient = [word(one, now) for (_, _, _, step), one in fresh.items() if step > AT_ONCE]
    pressing = [word(one, now) for (_, _, _, step), one in fresh.items() if step <= AT_ONCE]
    notify_each(patient, kind=NoticeKind.DUE)
    notify_each(pressing, kind=NoticeKind.DUE, mail=Mail.AT_ONCE)
    return len(fresh)


def days_to(until: datetime, now: datetime) -> int:
    """Nights between now and the limit, by the calendar of WIB."""
    return (until.astimezone(WIB).date() - now.astimezone(WIB).date()).days


def step_of(until: datetime, now: datetime) -> int | None:
    """The step that the limit has reached, if any."""
    return min((step for step in STEPS if days_to(until, now) <= step), default=None)


def word(deadline: Deadline, now: datetime) -> Word:
    """The sentence for the person concerned."""
    days = days_to(deadline.until, now)
    left = {0: "hari ini", 1: "besok"}.get(days, f"{days} hari lagi")
    text = f"{deadline.text}: batas {left}, {wib_local(deadline.until, deadline.place)}."
    return Word(deadline.user, text, deadline.url, deadline.simulation)
