"""An authenticator application in a test: its secret, and the code that it shows."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache

from apps.accounts.models import User

PERIOD = 30  # seconds for which a code is shown


def with_application(user: User) -> str:
    """Give somebody an authenticator application; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str, *, lasts: float = 2) -> str:
    """A code that is shown for these seconds still; a code that another test has used is new again."""
    if (left := PERIOD - time.time() % PERIOD) < lasts:
        time.sleep(left)
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
