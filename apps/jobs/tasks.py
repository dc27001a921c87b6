"""The door of the worker. A task takes an id and calls one action."""

from celery import shared_task

from apps.jobs import actions


@shared_task(name="jobs.run")
def run(job_id: int) -> None:
    actions.run(job_id)


@shared_task(name="jobs.sweep")
def sweep() -> None:
    actions.sweep()
