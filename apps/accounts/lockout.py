"""Slowing down whoever guesses passwords, without letting a rival lock somebody else out.

Failures are counted by account and network together: a stranger elsewhere does not hold up the account's
own people. A network that fails very often, whatever the accounts, is held up as a whole.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Max, Q
from django.utils import timezone

from apps.accounts.models import FailedLogin

REMEMBERED = timedelta(hours=1)
FREE_FAILURES = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
NETWORK_FAILURES = 200


def waiting_time(account: str, network: str) -> timedelta:
    """How long this account must still wait here before the next attempt; zero for almost everybody. One query."""
    now = timezone.now()
    hashed = _hash(account)
    recent = FailedLogin.objects.filter(network=network, at__gt=now - REMEMBERED).aggregate(
        all=Count("pk"),
        last=Max("at"),
        own=Count("pk", filter=Q(account=hashed)),
        own_last=Max("at", filter=Q(account=hashed)),
    )
    return max(
        _left(recent["own"] - FREE_FAILURES, recent["own_last"], now),
        _left(recent["all"] - NETWORK_FAILURES, recent["last"], now),
    )


def note_failure(account: str, network: str) -> None:
    """Remember a refused log-in, and forget those that no longer count."""
    FailedLogin.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()
    FailedLogin.objects.create(account=_hash(account), network=network)


def delay_after(excess: int) -> timedelta:
    """The pause once the free failures are used up: doubled with each further one, up to the longest."""
    if excess < 0:
        return timedelta()
    return min(FIRST_DELAY * 2 ** min(excess, 10), LONGEST_DELAY)


def _left(excess: int, last: datetime | None, now: datetime) -> timedelta:
    if last is None:
        return timedelta()
    return max(last + delay_after(excess) - now, timedelta())


def _hash(account: str) -> str:
    return sha256(account.strip().lower().encode()).hexdigest()
