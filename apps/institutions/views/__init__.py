from apps.institutions.views.centre import centre, dismiss, new_link_at_the_centre
from apps.institutions.views.invitation import invitation
from apps.institutions.views.people import (
    call_off,
    directory,
    hand_over,
    membership,
    new_link,
    people,
    send_again,
    withdraw,
)
from apps.institutions.views.register import change, move, provinces, register, registered_one

__all__ = [
    "call_off",
    "centre",
    "change",
    "directory",
    "dismiss",
    "hand_over",
    "invitation",
    "membership",
    "move",
    "new_link",
    "new_link_at_the_centre",
    "people",
    "provinces",
    "register",
    "registered_one",
    "send_again",
    "withdraw",
]
