"""The door of the worker and of the clock."""

from celery import shared_task

from apps.notices import digests, letters, reminders


@shared_task(name="notices.send_letters")
def send_letters() -> int:
    return letters.send_letters()


@shared_task(name="notices.write_digests")
def write_digests() -> int:
    return digests.write_digests()


@shared_task(name="notices.remind")
def remind() -> int:
    return reminders.remind()
