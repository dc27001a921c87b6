"""Workers to be killed: forked as Celery forks its own, doing every job that lives, heard at each statement."""

import os
import random
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import connection

from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from tests.trial.machines import wait_until

LIVING = [JobState.WAITING, JobState.RUNNING]
AT_ONCE = 1 / 2  # of the points lie just before a statement; the others at any moment after it

Plant = Callable[[], None]


@dataclass(frozen=True)
class Point:
    """Where a worker is killed: before it makes one more statement than these, or so many seconds later."""

    statements: int
    seconds: float


@dataclass(frozen=True)
class Span:
    """What a piece of work takes when nobody disturbs it."""

    statements: int
    seconds: float

    def point(self, drawn: random.Random) -> Point:
        statements = drawn.randrange(self.statements)
        left = self.seconds * (1 - statements / self.statements)
        return Point(statements, 0.0 if drawn.random() < AT_ONCE else drawn.uniform(0, left))


def nothing_is_planted() -> None:
    """A worker as it is deployed."""


class Worker:
    """A process that works from its beginning on, with a mistake if one is planted."""

    def __init__(self, plant: Plant) -> None:
        connection.close()  # the child would share it
        self.heard, said = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                _work(said, plant)
            finally:
                os._exit(0)
        os.close(said)

    def reaches(self, point: Point) -> bool:
        """Wait until it is there; False if it ends before."""
        return all(os.read(self.heard, 1) for _ in range(point.statements + 1)) and self._goes_on(point.seconds)

    def end(self) -> int:
        """Hear it out; the number of its statements."""
        count = 0
        while os.read(self.heard, 1):
            count += 1
        self.kill()
        return count

    def strike(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def kill(self) -> None:
        self.strike()
        os.waitpid(self.pid, 0)
        os.close(self.heard)

    def _goes_on(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.heard], [], [], left)[0] and not os.read(self.heard, 1):
                return False
        return True


def do_what_lives() -> None:
    """Every job that lives, in any order, as sweeper and bell bring them; those of dead workers as soon as they can."""

    def none_is_left() -> bool:
        living = Job.objects.filter(state__in=LIVING).order_by("?")
        for pk in (pks := list(living.values_list("pk", flat=True))):
            jobs.run(pk)
        return not pks

    wait_until(none_is_left, "a job is never taken up again")


def _work(said: int, plant: Plant) -> None:
    def tell(execute: Callable[..., Any], *statement: Any) -> Any:
        os.write(said, b".")
        return execute(*statement)

    # While a browser's loop runs, Django keeps another connection for this thread; here none runs, and the child would
    # speak over the parent's older one, as would its brothers.
    connection.connection = None
    plant()
    with connection.execute_wrapper(tell), patch.object(jobs, "ring"):  # the rows are the work, not the bell
        do_what_lives()
