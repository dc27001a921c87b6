"""Kill -9 of two workers that share a batch: what is made stays, and in the end the ZIP is the same to the byte."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.reports.actions import ask_batch
from apps.reports.models import BatchState, ReportBatch
from tests.conftest import ROOT, with_path
from tests.factories import member
from tests.factories.results import computed_run, finished_period

# As the sweeper and the bell bring jobs to workers: any of those that live, in any order.
WORK = """
import django; django.setup()
from apps.jobs import actions
from apps.jobs.models import Job
print("begin", flush=True)
while waiting := list(Job.objects.filter(state__in=["waiting", "running"]).order_by("?").values_list("pk", flat=True)):
    for pk in waiting:
        actions.run(pk)
"""
SAMPLE, FULL = 1, pytest.param(40, marks=pytest.mark.trial)
WITHIN = 3.0  # seconds in which they are sure to be at it, once the processes have said that they begin
LIVING = [JobState.WAITING, JobState.RUNNING]


def worker(settings) -> subprocess.Popen[bytes]:
    database = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    return subprocess.Popen(
        [sys.executable, "-c", WORK],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env=os.environ
        | {"DATABASE_URL": database, "MEDIA_ROOT": settings.MEDIA_ROOT, "DJANGO_SETTINGS_MODULE": "spbe_eval.settings"},
    )


def do_what_is_left() -> None:
    limit = time.monotonic() + 60
    while living := list(Job.objects.filter(state__in=LIVING).values_list("pk", flat=True)):
        assert time.monotonic() < limit, "a job is never taken up again"
        if not sum(jobs.run(pk) for pk in living):
            time.sleep(0.05)  # the database still has to notice that the other connections are gone


def made(batch: ReportBatch) -> dict[int, tuple[str, int]]:
    return {one.report_id: (one.sha256, one.pages) for one in batch.items.filter(state=BatchState.MADE)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_killed_workers_lose_no_report_and_the_zip_comes_out_the_same(rounds, settings):
    drawn = random.Random(11)
    by = member("evaluation_team")
    run = computed_run(finished_period([2, 3, 4]))
    whole = ask_batch(run, by=by)
    do_what_is_left()
    whole.refresh_from_db()
    expected = made(whole), whole.sha256
    assert len(expected[0]) == 3

    for _ in range(rounds):
        batch = ask_batch(run, by=by)
        workers = [worker(settings), worker(settings)]
        for one in workers:
            assert one.stdout is not None
            assert one.stdout.readline() == b"begin\n"
        time.sleep(drawn.uniform(0, WITHIN))
        for one in workers:
            one.kill()
            one.wait()
        before = made(batch)

        do_what_is_left()

        batch.refresh_from_db()
        assert before.items() <= made(batch).items()
        assert (made(batch), batch.sha256) == expected
