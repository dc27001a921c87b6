from apps.institutions.actions.invitations import accept, accept_with_new_account, call_off, invite, send_again
from apps.institutions.actions.people import appoint, dismiss, hand_over, join, leave, set_units, withdraw

__all__ = [
    "accept",
    "accept_with_new_account",
    "appoint",
    "call_off",
    "dismiss",
    "hand_over",
    "invite",
    "join",
    "leave",
    "send_again",
    "set_units",
    "withdraw",
]
