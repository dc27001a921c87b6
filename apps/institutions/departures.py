"""Somebody stops working on the sheets of an institution. The rooms above know what they leave behind.

    @on_departure
    def pass_on(institution, giver, *, to, by): ...

A room registers in a `departures.py` of its own; it works in the transaction in which the role is taken.
"""

from typing import Protocol

from apps.accounts.models import User
from apps.institutions.models import SHEET_ROLES, Institution


class Departure(Protocol):
    """What a room does when `giver` leaves; `to` is the successor, None if there is none."""

    def __call__(self, institution: Institution, giver: User, *, to: User | None, by: User) -> object: ...


DEPARTURES: list[Departure] = []


def on_departure(act: Departure) -> Departure:
    """Register the decorated function."""
    DEPARTURES.append(act)
    return act


def depart(institution: Institution, giver: User, *, to: User | None = None, by: User) -> None:
    """Have every room pass on what somebody leaves behind, unless another role keeps them at the sheets."""
    if institution.memberships.filter(user=giver, role__in=SHEET_ROLES).exists():
        return
    for act in DEPARTURES:
        act(institution, giver, to=to, by=by)
