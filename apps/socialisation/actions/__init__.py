from apps.socialisation.actions.circulars import render_circular, write_circular
from apps.socialisation.actions.events import (
    attend,
    call_off,
    change_event,
    mark_attendance,
    plan_event,
    register,
    unregister,
)
from apps.socialisation.actions.handouts import add_material, announce, withdraw

__all__ = [
    "add_material",
    "announce",
    "attend",
    "call_off",
    "change_event",
    "mark_attendance",
    "plan_event",
    "register",
    "render_circular",
    "unregister",
    "withdraw",
    "write_circular",
]
