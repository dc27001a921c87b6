"""Who drafts, issues and sees a decree before the public does."""

from apps.accounts.models import User
from apps.decrees.models import Decree, DecreeState
from apps.results.permissions import may_see_run, sees_unpublished


def may_see_decree(user: User, decree: Decree) -> bool:
    """Whoever audits reads what is published, not the decree that will correct it."""
    period = decree.run.period
    return sees_unpublished(user, period) or (may_see_run(user, period) and hasattr(decree.run, "publication"))


def may_edit_decree(user: User, decree: Decree) -> bool:
    return decree.state != DecreeState.ISSUED and user.has_perm("periods.finalise_period")


def may_publish(user: User, decree: Decree) -> bool:
    return decree.state == DecreeState.ISSUED and user.has_perm("periods.finalise_period")


def may_copy(user: User, decree: Decree) -> bool:
    return decree.state == DecreeState.ISSUED and user.has_perm("periods.finalise_period")


def may_correct(user: User, decree: Decree) -> bool:
    """Whether a correction may be begun, or the one that was begun be opened."""
    return decree.state == DecreeState.ISSUED and user.has_perm("periods.finalise_period")


def may_keep_press(user: User) -> bool:
    return user.has_perm("periods.finalise_period")
