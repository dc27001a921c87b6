"""Telling people: in the application now; by mail at once if it is urgent, else with the morning's digest."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.notices.choices import OPTIONAL, URGENT, Mail, NoticeKind
from apps.notices.letters import write_letters
from apps.notices.models import Letter, Notice, Preference
from apps.notices.queries import by_mail
from apps.notices.wording import subject_of, urgent_text


class Word(NamedTuple):
    """What one person (by id) is told, and about which simulation if it is one."""

    user: int
    text: str
    url: str = ""
    simulation: str = ""


def notify(
    users: Iterable[User],
    text: str,
    url: str = "",
    *,
    kind: NoticeKind = NoticeKind.GENERAL,
    simulation: str = "",
    mail: Mail = Mail.AS_ITS_KIND,
) -> None:
    """One notice for each of these people, in one statement (two more if it is mailed at once).

    `simulation` is the label of the period that it is about; a mail repeats it.
    """
    notify_each([(user.pk, text, url, simulation) for user in users], kind=kind, mail=mail)


def notify_each(
    told: Iterable[tuple[int, str, str] | tuple[int, str, str, str]],
    *,
    kind: NoticeKind = NoticeKind.GENERAL,
    mail: Mail = Mail.AS_ITS_KIND,
) -> None:
    """Words of their own for each of these people, as (user id, text, url) or as a `Word`; as many statements."""
    words = [Word(*one) for one in told]
    at_once = mail == Mail.AT_ONCE or (mail == Mail.AS_ITS_KIND and kind in URGENT)
    waits = mail == Mail.AS_ITS_KIND and not at_once
    now = timezone.now()
    notices = [
        Notice(
            user_id=word.user,
            kind=kind,
            text=word.text[:300],
            url=word.url,
            simulation_label=word.simulation,
            at=now,
            settled_at=None if waits else now,
        )
        for word in words
    ]
    if not at_once:
        Notice.objects.bulk_create(notices)
        return
    with transaction.atomic(savepoint=False):
        _write_letters_about(notices, kind)
        Notice.objects.bulk_create(notices)


def _write_letters_about(notices: list[Notice], kind: NoticeKind) -> None:
    people = by_mail(kind, [one.user_id for one in notices])
    write_letters(
        Letter(
            address=people[one.user_id].email,
            subject=subject_of(one.text, one.simulation_label),
            text=urgent_text(people[one.user_id], one),
        )
        for one in notices
        if one.user_id in people
    )


def mark_read(notices: QuerySet[Notice]) -> None:
    """From now on these are read; those that were read before keep their time."""
    notices.filter(read_at__isnull=True).update(read_at=timezone.now())


def settle(people: Iterable[int], *, beneath: Collection[str] | None = None) -> None:
    """Mail nothing more of what these people (by id) were told until now: they have left what it is about.

    `beneath`: only of what leads to these addresses or beneath them.
    """
    waiting = Notice.objects.filter(user__in=list(people), settled_at__isnull=True)
    if beneath is not None:
        waiting = waiting.filter(reduce(or_, (Q(url__startswith=one) for one in beneath), Q(pk__in=())))
    waiting.update(settled_at=timezone.now())


def set_preferences(user: User, wanted: Mapping[NoticeKind, tuple[bool, bool]]) -> None:
    """Where each kind is wanted: (in the application, by mail). The fixed kinds stay on, whatever is asked."""
    Preference.objects.bulk_create(
        [
            Preference(user=user, kind=kind, in_app=in_app, by_mail=mail)
            for kind, (in_app, mail) in wanted.items()
            if kind in OPTIONAL
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["in_app", "by_mail"],
    )
