"""One institution carries on another. The rooms above know what of the old one holds for the new one, too.

    @on_succession
    def carry(former, later, *, by): ...

A room registers in a `successions.py` of its own; it works in the transaction in which the change is made.
"""

from collections.abc import Iterable
from typing import Protocol

from apps.accounts.models import User
from apps.institutions.models import Institution


class Carrier(Protocol):
    """What a room does when `later` takes over from `former`."""

    def __call__(self, former: Institution, later: Institution, *, by: User) -> object: ...


CARRIERS: list[Carrier] = []


def on_succession(carrier: Carrier) -> Carrier:
    """Register the decorated function."""
    CARRIERS.append(carrier)
    return carrier


def carry_on(lines: Iterable[tuple[Institution, Institution]], *, by: User) -> None:
    """Each line is one institution with one that carries it on."""
    for former, later in lines:
        for carrier in CARRIERS:
            carrier(former, later, by=by)
