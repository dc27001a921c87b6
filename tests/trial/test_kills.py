"""Kill -9 at any moment of finalisation and publication: nothing half done stays, and done again it is the same."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.decrees import actions as decrees
from apps.decrees.actions.hour import PUBLISH
from apps.decrees.models import PlanState, PressAddress, PublicationPlan
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.notices.models import Letter, Notice
from apps.periods.models import PeriodState
from apps.results import actions
from apps.results.models import FinalisationRun, Publication, Result, ResultPart, RunState
from apps.results.queries import published_results
from apps.rules.stages import Stage
from tests.conftest import ROOT, with_path
from tests.factories import member
from tests.factories.results import agreed_run, finished_period, issued_decree

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


def worker(job: int, settings, mistake: str = "") -> subprocess.Popen[bytes]:
    """A process that begins this job; it says so just before. `mistake`: a statement that plants one first."""
    database = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    program = WORK.format(job=job).replace(
        "actions.run", f"{mistake or 'pass'}; print('begin', flush=True); actions.run"
    )
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


NOTHING = (0, {Stage.FINAL}, PeriodState.RUNNING, 0, 0, PlanState.WAITING, [])


def due_publication(levels: list[int]) -> PublicationPlan:
    """A publication whose hour has come, with one person of an institution and one of the press to be told."""
    decree = issued_decree(agreed_run(finished_period(levels)))
    period, ministry, now = decree.run.period, member(Role.EVALUATION_TEAM), timezone.now()
    member(Role.COORDINATOR, period.evaluations.order_by("pk")[0].institution)
    PressAddress.objects.create(email=f"{period.pk}@pers.test", name="Redaksi", period=period, added_by=ministry)
    return PublicationPlan.objects.create(
        period=period, decree=decree, at=now - timedelta(hours=1), set_at=now - timedelta(hours=2), set_by=ministry
    )


def seen(plan: PublicationPlan) -> tuple[object, ...]:
    """What of a publication anybody could see."""
    plan = PublicationPlan.objects.select_related("period").get(pk=plan.pk)
    theirs = plan.period.evaluations.order_by("pk")
    return (
        Publication.objects.filter(period=plan.period).count(),
        set(theirs.values_list("stage", flat=True)),
        plan.period.state,
        Notice.objects.filter(url=f"/evaluasi/{theirs[0].pk}/", text__contains="sudah terbit").count(),
        Letter.objects.filter(address=f"{plan.period_id}@pers.test").count(),
        plan.state,
        list(published_results().filter(evaluation__in=theirs).order_by("pk").values_list("stated", flat=True)),
    )


def job_of(plan: PublicationPlan) -> Job:
    decrees.ask_for_what_is_due()
    return Job.objects.get(kind=PUBLISH, object_id=plan.pk)


def finish(job: Job) -> None:
    while not jobs.run(job.pk) and Job.objects.get(pk=job.pk).is_living:
        time.sleep(0.05)  # the database still has to notice that the other connection is gone


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_a_killed_publication_shows_everything_or_nothing_and_comes_out_the_same(rounds, settings):
    drawn = random.Random(11)
    levels = [2, 4, 3]
    plan = due_publication(levels)
    finish(job_of(plan))
    everything = seen(plan)
    assert everything[:6] == (1, {Stage.PUBLISHED}, PeriodState.PUBLISHED, 1, 1, PlanState.DONE)
    assert len(everything[6]) == len(levels)

    plan = due_publication(levels)
    for _ in range(rounds):
        job = job_of(plan)
        process = worker(job.pk, settings)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begin\n"
        time.sleep(drawn.uniform(0, WITHIN / 3))
        process.kill()
        process.wait()
        assert seen(plan) in [NOTHING, everything]

        if drawn.random() < 1 / 2 or seen(plan) == everything:  # the others are killed once more
            finish(job)
            assert seen(plan) == everything
            plan = due_publication(levels)


@pytest.mark.django_db(transaction=True)
def test_a_publication_in_steps_would_be_found_out(settings):
    plan = due_publication([2, 4])
    process = worker(job_of(plan).pk, settings, mistake="import tests.trial.stepwise")
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == [b"begin\n", b"half\n"]

    process.kill()
    process.wait()

    assert (seen(plan)[0], seen(plan)[1]) == (1, {Stage.FINAL})
