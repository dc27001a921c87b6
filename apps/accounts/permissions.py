"""Who must prove more than a password."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from apps.accounts.models import User


def needs_second_factor(user: User) -> bool:
    """Whether one of the person's roles is on the list of the settings."""
    required = settings.SECOND_FACTOR_REQUIRED_ROLES
    return bool(required) and user.memberships.filter(role__in=required).exists()


def lacks_second_factor(user: User) -> bool:
    """Whether the person must set up a second factor before anything else. One query, none where none is required."""
    required = settings.SECOND_FACTOR_REQUIRED_ROLES
    if not required:
        return False
    return user.memberships.filter(role__in=required).exclude(user__authenticator__type="totp").exists()


def has_second_factor(user: User) -> bool:
    """Whether the person has an authenticator application."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
