"""The country at work, as far as it can be tested: what is promised is read back, never how fast it was."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from apps.dashboard.bench import client, load
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.self_assessment.models import Evidence
from tests.factories import EvaluationFactory, member

WORK = load.Work(web=60, looking=2, database=30, client=6, machine=108)
HEARD = load.Heard(
    seconds=60,
    times={"save": [10.0] * 7200, "sheet": [50.0] * 100, "library": []},
    requests=13_000,
    connections=12,
    failures=0,
    errors=[],
    saves=7300,
    uploads=9,
    lost=[],
    work=WORK,
)


@pytest.fixture
def evaluation(transactional_db: None) -> Evaluation:
    return EvaluationFactory.create()


def at_work(evaluation: Evaluation, port: int, *, seconds: float) -> dict:
    """What a crowd of one heard."""
    plan = {
        "port": port,
        "seconds": seconds,
        "warm_up": 0,
        "at_once": 1,
        "cookie": settings.SESSION_COOKIE_NAME,
        "csrf": "a" * 32,
        "file_size": 2000,
        "people": [
            {
                "session": load._session(member(Role.DATA_ENTRY, evaluation.institution)),
                "sheet": evaluation.pk,
                "versions": {1: 0, 2: 0},
            }
        ],
        "ministry": load._session(member(Role.EVALUATION_TEAM)),
        "room": reverse("coordination:control_room", args=[evaluation.period.slug]),
    }
    done = subprocess.run(
        [sys.executable, "-I", client.__file__], input=json.dumps(plan), capture_output=True, text=True, check=True
    )
    begun, heard = done.stdout.split("\n", 1)
    assert begun == "begun"
    return json.loads(heard)


def test_whatever_the_crowd_was_told_is_there(evaluation: Evaluation, live_server: LiveServer):
    heard = at_work(evaluation, live_server.thread.port, seconds=3)

    assert heard["errors"] == []
    assert len(heard["saved"]) == len(heard["times"]["save"]) > 0
    assert load.missing_saves(heard["saved"]) == []
    assert load.missing_uploads(heard["uploaded"]) == []
    assert Evidence.objects.count() == len(heard["uploaded"])


def test_a_promise_that_was_not_kept_is_named(evaluation: Evaluation, live_server: LiveServer):
    heard = at_work(evaluation, live_server.thread.port, seconds=1)
    sheet, number, version, _ = heard["saved"][0]

    forged = [sheet, number, version, "lain"], [sheet, number, 99, "x"]
    lost = load.missing_saves([*heard["saved"][1:], *forged])

    assert lost == [f"the save of version {version} of {sheet}/{number}", f"the save of version 99 of {sheet}/{number}"]
    assert load.missing_uploads([[sheet, 1, "f" * 64]]) == [f"the file {'f' * 64} of {sheet}/1"]


def test_every_kind_that_people_do_can_be_done():
    assert sum(client.MIX.values()) == 100
    assert all(hasattr(client.Desk, f"do_{kind.replace(' ', '_')}") for kind in client.MIX)


def test_the_processors_are_accounted_for():
    shares = list(load.cost(replace(HEARD, times={"save": [1.0] * 1000}), cores=2))

    assert "| the web server | 50% | 60.0 |" in shares
    assert "| everything else | 8% | 10.0 |" in shares


def test_figures_are_told_with_what_was_asked_for():
    table = list(load.lines(HEARD))
    (summary,) = (line for line in table if "saves a second" in line)

    assert "| save | 7200 | 10 | 10 | 10 |" in table
    assert not any("library" in line for line in table)
    assert summary.startswith("120.0 saves a second with p95 10 ms (120 with 150 ms), 200 requests a second over 12")
    assert summary.endswith("Read back: 7300 saves and 9 files that were acknowledged, 0 lost.")


@pytest.mark.parametrize("times", [[10.0] * 7199, [151.0] * 9000, []])
def test_what_is_slower_than_asked_for_is_marked(times: list[float]):
    heard = replace(HEARD, times={"save": times})

    assert any(" ms ! (120 with 150 ms)" in line for line in load.lines(heard))


def test_what_is_lost_is_listed():
    heard = replace(HEARD, lost=["the save of version 3 of 1/2"])

    assert list(load.lines(heard))[-1] == "    the save of version 3 of 1/2"
