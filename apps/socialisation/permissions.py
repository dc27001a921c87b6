"""Who hands out, announces and invites: those who run periods. Everybody else reads what is meant for them."""

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.periods.permissions import may_run_periods


def may_prepare(user: User | AnonymousUser) -> bool:
    return may_run_periods(user)
