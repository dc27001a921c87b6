"""Telling people, in the application. Mail is sent later, from these rows, by a worker."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.notices.models import Notice


def notify(users: Iterable[User], text: str, url: str = "") -> None:
    """One notice for each of these people, in one statement."""
    Notice.objects.bulk_create([Notice(user=user, text=text[:300], url=url) for user in users])


def mark_read(notices: QuerySet[Notice]) -> None:
    """From now on these are read; those that were read before keep their time."""
    notices.filter(read_at__isnull=True).update(read_at=timezone.now())


def notify_each(told: Iterable[tuple[int, str, str]]) -> None:
    """A sentence and an address of their own for each of these people (by id), in one statement."""
    Notice.objects.bulk_create([Notice(user_id=user, text=text[:300], url=url) for user, text, url in told])
