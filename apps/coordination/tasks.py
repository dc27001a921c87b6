"""The door for the clock."""

from celery import shared_task

from apps.coordination.actions import desk


@shared_task(name="coordination.freeze_overdue")
def freeze_overdue() -> int:
    """Freeze every sheet whose window has ended; rung every minute."""
    return desk.freeze_overdue()
