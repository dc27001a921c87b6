"""Telling people, in the application. Mail is sent later, from these rows, by a worker."""

from collections.abc import Iterable

from apps.accounts.models import User
from apps.notices.models import Notice


def notify(users: Iterable[User], text: str, url: str = "") -> None:
    """One notice for each of these people, in one statement."""
    Notice.objects.bulk_create([Notice(user=user, text=text[:300], url=url) for user in users])
