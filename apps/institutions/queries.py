"""Reading who belongs where."""

from apps.accounts.models import User
from apps.institutions.models import Membership


def memberships_of(user: User) -> list[Membership]:
    """Every role of a person with its place. One query for a request, however often it is asked."""
    known: list[Membership] | None = user.__dict__.get("_memberships")
    if known is None:
        known = list(user.memberships.select_related("institution__province", "university", "agency", "unit"))
        user.__dict__["_memberships"] = known
    return known
