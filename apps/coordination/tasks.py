"""The door for the clock."""

from celery import shared_task

from apps.coordination.actions import desk, orphans


@shared_task(name="coordination.freeze_overdue")
def freeze_overdue() -> int:
    """Freeze every sheet whose window has ended; rung every minute."""
    return desk.freeze_overdue()


@shared_task(name="coordination.sweep_files")
def sweep_files() -> int:
    """Delete kept files that no row names; rung at night."""
    return orphans.sweep_files()
