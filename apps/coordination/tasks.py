"""The door for the clock."""

from celery import shared_task

from apps.coordination.actions import desk
from apps.evaluations.actions.conflicts import refresh_conflicts as refresh


@shared_task(name="coordination.freeze_overdue")
def freeze_overdue() -> int:
    """Freeze every sheet whose window has ended; rung every minute."""
    return desk.freeze_overdue()


@shared_task(name="coordination.refresh_conflicts")
def refresh_conflicts() -> int:
    """Look again whom something ties to an institution, after addresses and places have changed; rung every hour."""
    return refresh(by=None).new
