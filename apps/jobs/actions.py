"""The life of a job: asked for, rung, done or failed; rung again if the bell was lost."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.sql import columns, instances, rows
from apps.jobs.models import Job, JobState
from apps.jobs.registry import DESCRIPTIONS, HANDLERS, LISTENERS

logger = logging.getLogger(__name__)

JOB_LOCK = 7302  # first key of the advisory lock that a worker holds while it does a job
MAX_ATTEMPTS = 5
RING_AGAIN_AFTER = timedelta(seconds=20)
PATIENCE = timedelta(seconds=30)
# Nothing comes back while a job for the same object lives.
NEW_JOB = f"""
    INSERT INTO jobs_job (kind, object_id, total, created_by_id, created_at, rung_at,
                          state, done, message, is_asked_again, attempts)
    VALUES (%s, %s, %s, %s, %s, %s, 'waiting', 0, '', false, 0)
    ON CONFLICT (kind, object_id) WHERE state IN ('waiting', 'running') DO NOTHING
    RETURNING {columns("jobs_job", Job)}
"""  # noqa: S608 - our own words


def ask(kind: str, object_id: int, *, by: User | None, total: int = 0, anew: bool = False) -> Job:
    """Write down what is to be done; the bell rings when this transaction commits.

    While a job for the same object lives, that one is returned: asking twice does it once. `anew`: what it reads
    changes in this transaction, so a job that has begun already is done once more.
    """
    now = timezone.now()
    for row in rows(NEW_JOB, [kind, object_id, total, by and by.pk, now, now]):
        [job] = instances(row, Job)
        transaction.on_commit(partial(ring, job.pk), robust=True)
        return job
    living = Job.objects.filter(kind=kind, object_id=object_id, state__in=[JobState.WAITING, JobState.RUNNING])
    if anew:
        living.update(is_asked_again=True)
    return living.first() or ask(kind, object_id, by=by, total=total)  # it has ended at this moment


def ring(job_id: int) -> None:
    """Tell a worker. A Redis that is gone loses nothing: the sweeper rings again."""
    try:
        current_app.send_task("jobs.run", [job_id], retry=False)
    except Exception as error:
        logger.warning("Could not ring for job %s: %s", job_id, error)


def sweep() -> int:
    """Ring again for every job that waits, or whose worker has died; returns how many."""
    forgotten = timezone.now() - RING_AGAIN_AFTER
    living = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    waiting = list(living.filter(rung_at__lt=forgotten).values_list("pk", flat=True))
    Job.objects.filter(pk__in=waiting).update(rung_at=timezone.now())
    for job_id in waiting:
        ring(job_id)
    return len(waiting)


def run(job_id: int) -> bool:
    """Do a job, unless another worker is doing it now; whether it was done here.

    The lock belongs to the connection: it goes when the worker dies, and so the job can be taken up again.
    """
    if not _lock(job_id):
        return False
    try:
        taken = _take(job_id)
        is_taken = taken
        while is_taken:
            _work(Job.objects.get(pk=job_id))
            is_taken = bool(_living(job_id).filter(is_asked_again=True)) and _take(job_id)
        return taken
    finally:
        _unlock(job_id)


def _living(job_id: int) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING])


def _take(job_id: int) -> bool:
    """Begin; whatever was asked until now is seen from here on. Waits for whoever asks at this moment."""
    return bool(
        _living(job_id).update(
            state=JobState.RUNNING, is_asked_again=False, attempts=F("attempts") + 1, started_at=timezone.now()
        )
    )


def report(job: Job, done: int, total: int, message: str = "") -> None:
    """Say how far a job is. Outside its transaction if the handler keeps one open, it shows at its end."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, message=message)


def _work(job: Job) -> None:
    now = timezone.now
    try:
        HANDLERS[job.kind](job)
    except DomainError as refusal:
        _end(job, state=JobState.FAILED, message=str(refusal)[:300], finished_at=now())
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        finished = job.attempts >= MAX_ATTEMPTS
        Job.objects.filter(pk=job.pk).update(
            state=JobState.FAILED if finished else JobState.WAITING,
            is_asked_again=False,  # it is tried again from its beginning, or not at all
            rung_at=now(),
            message="Pekerjaan gagal dan dihentikan." if finished else "Gagal, akan dicoba lagi.",
            finished_at=now() if finished else None,
        )
    else:
        _end(job, state=JobState.DONE, finished_at=now(), done=F("total"))
    _tell_the_end(job.pk)


def _end(job: Job, **changes: Any) -> None:
    """As it ended, unless it was asked for anew meanwhile: then it waits to be done once more."""
    if not Job.objects.filter(pk=job.pk, is_asked_again=False).update(**changes):
        Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, attempts=0)


def _tell_the_end(job_id: int) -> None:
    """Tell whoever asked: always of a failure, and of what took longer than one waits before a page.

    A job that has ended stays so, whatever becomes of the telling.
    """
    job = Job.objects.select_related("created_by").get(pk=job_id)
    describe = DESCRIPTIONS.get(job.kind)
    if not (describe and job.created_by and job.finished_at):
        return
    if not job.has_failed and job.finished_at - job.created_at < PATIENCE:
        return
    try:
        asked = describe(job)
        for listener in LISTENERS:
            listener(job, asked)
    except Exception:
        logger.exception("Nobody was told of the end of job %s (%s)", job.pk, job.kind)


def _lock(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [JOB_LOCK, job_id])
        return bool(cursor.fetchone()[0])


def _unlock(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [JOB_LOCK, job_id])
