"""One-time links: how somebody without a password comes in."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.exceptions import LinkSpentError
from apps.accounts.models import OneTimeLink, User
from apps.accounts.queries import hash_of, living_links

LINK_DAYS = 14


def issue_link(user: User, *, by: User | None, days: int = LINK_DAYS) -> str:
    """The secret of a new link for this person. Nobody can read it again; earlier ones no longer work."""
    return issue_links([user], by=by, days=days)[user.pk]


@transaction.atomic
def issue_links(users: Sequence[User], *, by: User | None, days: int = LINK_DAYS) -> dict[int, str]:
    """The secrets of new links, by user id, in two statements for any number of people."""
    now = timezone.now()
    OneTimeLink.objects.filter(user__in=users, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    secrets = {user.pk: token_urlsafe(24) for user in users}
    OneTimeLink.objects.bulk_create(
        [
            OneTimeLink(user_id=pk, secret_sha256=hash_of(secret), created_by=by, expires_at=now + timedelta(days=days))
            for pk, secret in secrets.items()
        ]
    )
    return secrets


def link_address(secret: str) -> str:
    """The whole address that the person is sent."""
    return site_address("accounts:first_login", secret)


def site_address(page: str, *at: object) -> str:
    """The whole address of a page, for a letter."""
    return settings.SITE_URL.rstrip("/") + reverse(page, args=at)


@transaction.atomic
def use_link(secret: str, *, password: str) -> User:
    """Set the password of the link's person. Of two who try at once, one succeeds."""
    link = living_links(secret).select_related("user").first()
    if link is None or not _take(link):
        raise LinkSpentError
    link.user.set_password(password)
    link.user.save(update_fields=["password"])
    return link.user


def _take(link: OneTimeLink) -> bool:
    """Whether it was this hand that used the link.

    The condition stands on the row itself: after waiting for another hand PostgreSQL asks it again, which it does
    not do inside a subquery, and that is what the join of living_links becomes in an UPDATE.
    """
    return bool(OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()))
