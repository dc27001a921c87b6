"""The door of the worker and of the clock."""

from celery import shared_task

from apps.notices import letters


@shared_task(name="notices.send_letters")
def send_letters() -> int:
    return letters.send_letters()
