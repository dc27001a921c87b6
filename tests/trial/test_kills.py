"""Kill -9 at any moment of the finalisation: nothing half done stays, and done again it comes out the same."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.results import actions
from apps.results.models import FinalisationRun, Result, ResultPart, RunState
from tests.conftest import ROOT, with_path
from tests.factories.results import finished_period

WORK = "import django; django.setup(); from apps.jobs import actions; actions.run({job})"
SAMPLE, FULL = 2, pytest.param(60, marks=pytest.mark.trial)
WITHIN = 0.6  # seconds in which the work is sure to be under way, once the process has said that it begins


def rows(run: FinalisationRun) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    return (
        list(run.results.order_by("evaluation").values_list("evaluation", "numerator", "denominator", "stated")),
        list(
            ResultPart.objects.filter(result__run=run)
            .order_by("result__evaluation", "part")
            .values_list("result__evaluation", "part", "numerator", "denominator")
        ),
    )


def worker(job: int, settings) -> subprocess.Popen[bytes]:
    """A process that begins this job; it says so just before."""
    database = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    program = WORK.format(job=job).replace("actions.run", "print('begin', flush=True); actions.run")
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env=os.environ
        | {"DATABASE_URL": database, "MEDIA_ROOT": settings.MEDIA_ROOT, "DJANGO_SETTINGS_MODULE": "spbe_eval.settings"},
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_a_killed_finalisation_leaves_nothing_half_done_and_comes_out_the_same(rounds, settings):
    drawn = random.Random(7)
    period = finished_period([2, 3, 4, 3, 2])
    whole = actions.start_run(period, by=None)
    actions.compute(whole)
    Job.objects.update(state=JobState.DONE)
    expected = rows(whole), whole.content_sha256

    for _ in range(rounds):
        run = actions.start_run(period, by=None)
        assert run.job_id is not None
        process = worker(run.job_id, settings)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begin\n"
        time.sleep(drawn.uniform(0, WITHIN))
        process.kill()
        process.wait()
        run.refresh_from_db()
        assert (run.state, Result.objects.filter(run=run).count()) in [(RunState.COMPUTING, 0), (RunState.COMPUTED, 5)]

        while not jobs.run(run.job_id) and Job.objects.get(pk=run.job_id).is_living:
            time.sleep(0.05)  # the database still has to notice that the other connection is gone

        run.refresh_from_db()
        assert (rows(run), run.content_sha256) == expected
        assert Job.objects.get(pk=run.job_id).state == JobState.DONE
