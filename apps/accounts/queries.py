"""Reading the one-time links."""

from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import OneTimeLink


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def living_links(secret: str) -> QuerySet[OneTimeLink]:
    """The link of this secret, if it may still be used: none or one."""
    return OneTimeLink.objects.filter(
        secret_sha256=hash_of(secret),
        used_at__isnull=True,
        expires_at__gt=timezone.now(),
        user__is_active=True,
    )
