"""Who prepares, decides and announces awards: those who run the finalisation. What is announced everybody reads."""

from apps.accounts.models import User


def may_award(user: User) -> bool:
    return user.has_perm("periods.finalise_period")
