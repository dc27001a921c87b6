"""The end of a year with a real worker: what the pages ask for is done by another process."""

import subprocess
import time

import pytest

from apps.common.files import read
from apps.decrees.models import Decree, DecreeState
from apps.institutions.models import Role
from apps.jobs.models import Job, JobState
from apps.results.models import FinalisationRun, RunState
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, member
from tests.factories.results import seat
from tests.stories import people
from tests.stories.people import Person

PATIENCE = 60


def waits_for_the_worker(*_: object) -> None:
    """Until nothing waits or runs any more."""
    limit = time.monotonic() + PATIENCE
    while Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists():
        assert time.monotonic() < limit, list(Job.objects.values_list("kind", "state", "message"))
        time.sleep(0.1)


def test_the_worker_computes_and_makes_the_decree(
    celery_worker_process: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(people, "the_worker_works", waits_for_the_worker)
    evaluation = EvaluationFactory.create(with_team=True)
    bring_to(evaluation, Stage.FINAL)
    period = evaluation.period
    ministry, agency_member = Person(member(Role.EVALUATION_TEAM)), Person(seat(period))

    run = people.finalises(ministry, period)
    people.agrees(agency_member, run)
    decree = people.issues_decree(ministry, period, number="0")

    assert FinalisationRun.objects.get().state == RunState.COMPUTED
    assert Decree.objects.get().state == DecreeState.ISSUED
    assert read(decree.issued_sha256).startswith(b"%PDF-")
