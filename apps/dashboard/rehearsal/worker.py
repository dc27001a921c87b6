"""A real worker beside the real server, and waiting for what it was asked for."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from apps.dashboard.rehearsal.person import RefusedError
from apps.jobs.actions import sweep
from apps.jobs.models import Job, JobState
from apps.notices.letters import ring
from apps.notices.models import Letter

STARTS_WITHIN = 60  # seconds
RINGS_AFTER = 15
QUIET_FOR = 600  # seconds within which some job has to end
PAUSE = 0.2
LAST_WORDS = 4000


@contextmanager
def working(given: Mapping[str, str], *, at_once: int) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, ended with the block. `given` goes before what the environment says."""
    command = [
        sys.executable, "-m", "celery", "--app", "spbe_eval", "worker", "--loglevel", "INFO",
        *(["--concurrency", str(at_once)] if at_once > 1 else ["--pool", "solo"]),
    ]  # fmt: skip
    with TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=settings.BASE_DIR, env=os.environ | given, stdout=log, stderr=subprocess.STDOUT
        )

        def said() -> bytes:
            return os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0)

        try:
            limit = time.monotonic() + STARTS_WITHIN
            while b" ready." not in said():
                if process.poll() is not None or time.monotonic() > limit:
                    raise RuntimeError(f"the worker did not start:\n{said()[-LAST_WORDS:].decode(errors='replace')}")
                time.sleep(PAUSE)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for_jobs() -> None:
    """Until nothing waits or runs any more. RefusedError if something failed, or if nothing ends for too long."""
    _wait(Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]), ring=sweep)
    if failed := Job.objects.filter(state=JobState.FAILED).first():
        raise RefusedError(f"{failed}: {failed.message}")


def wait_for_letters() -> None:
    """Until every letter has left."""
    _wait(Letter.objects.filter(sent_at__isnull=True), ring=ring)


def _wait(living: QuerySet[Any], *, ring: Callable[[], object]) -> None:
    """`ring`: what the clock does where a bell was lost."""
    left, since, rung = living.count(), time.monotonic(), time.monotonic()
    while left:
        time.sleep(PAUSE)
        now, at = living.count(), time.monotonic()
        if now != left:
            left, since, rung = now, at, at
        elif at > since + QUIET_FOR:
            raise RefusedError(f"{left} do not end: {living.first()}")
        elif at > rung + RINGS_AFTER:
            rung = at
            ring()
