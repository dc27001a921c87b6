"""The door for the clock."""

from celery import shared_task

from apps.evaluations.actions import seals


@shared_task(name="evaluations.seal_news")
def seal_news() -> int:
    """Seal what came on record; rung every five minutes."""
    return seals.seal_news()
