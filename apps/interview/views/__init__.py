from apps.interview.views.appointments import attendance, book, call_off, drop_slot, schedule, slots
from apps.interview.views.room import close, detail, evidence, evidence_request, indicator, mark, minutes, reply

__all__ = [
    "attendance",
    "book",
    "call_off",
    "close",
    "detail",
    "drop_slot",
    "evidence",
    "evidence_request",
    "indicator",
    "mark",
    "minutes",
    "reply",
    "schedule",
    "slots",
]
