"""Kill -9 of the web server and of PostgreSQL under people who save, send and publish.

What the browser was told is saved is there afterwards, with its text and its history. A submission, a computation,
a publication is there whole or not at all.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django import Settings

from apps.institutions.models import Role
from apps.jobs import actions as jobs
from tests.factories import InstitutionFactory, member
from tests.invariants import assert_invariants
from tests.trial import country
from tests.trial.machines import Cluster, Web, connected_to, copy_database
from tests.trial.people import Saved, Visitor, publishes, submits

BEFORE = 0.3  # seconds in which there is nothing but saving
CARELESS = ("synchronous_commit=off", "wal_writer_delay=10s")


Kill = Callable[[random.Random], None]


@dataclass
class Stand:
    cluster: Cluster
    web: Web


@pytest.fixture
def stand(
    request: pytest.FixtureRequest,
    transactional_db: None,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Stand]:
    """A cluster and a web server of our own. The parameter: options of PostgreSQL, and the web's application."""
    options, application = getattr(request, "param", ((), "spbe_eval.wsgi"))
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]  # the web server knows no other
    with ExitStack() as leaving:
        cluster = Cluster(tmp_path / "cluster", *options)
        leaving.callback(cluster.leave)
        copy_database(connection.settings_dict, cluster)
        leaving.enter_context(connected_to(cluster))
        log = leaving.enter_context((tmp_path / "web.log").open("wb"))
        env = country.environment(cluster, settings.MEDIA_ROOT)
        web = Web(env, log, application=application)
        leaving.callback(web.leave)
        yield Stand(cluster, web)


@contextmanager
def saving(web: Web) -> Iterator[country.Savers]:
    savers = country.Savers(web.port)
    try:
        savers.go_on()
        savers.save_again()
        yield savers
    finally:
        savers.leave()


def lost(savers: country.Savers) -> set[Saved]:
    told = savers.acknowledged
    return set(told) - country.kept(told)


def compute(job: int) -> threading.Thread:
    """A worker's part, on a connection of its own that may break."""

    def work() -> None:
        try:
            jobs.run(job)
        except DatabaseError:
            pass
        finally:
            connection.close()

    return threading.Thread(target=work, daemon=True)


def web_server(stand: Stand, number: int) -> list[Kill]:
    return [stand.web.kill_worker, stand.web.kill_master] * (number // 2)


def postgresql(stand: Stand, number: int) -> list[Kill]:
    return [stand.cluster.kill_and_start] * number


def one_of_each(stand: Stand, number: int) -> list[Kill]:
    return [stand.web.kill_worker, stand.cluster.kill_and_start]


@pytest.mark.parametrize(
    ("whom", "number"),
    [
        (one_of_each, 2),
        pytest.param(web_server, 30, marks=pytest.mark.trial),
        pytest.param(postgresql, 30, marks=pytest.mark.trial),
    ],
)
def test_a_sudden_end_loses_no_save_and_leaves_nothing_half_done(whom, number, stand, capsys):
    with saving(stand.web) as savers:
        seen = outlive(whom(stand, number), savers, stand, random.Random(11))

    assert lost(savers) == set()
    country.do_what_waits()
    assert_invariants()
    say(capsys, f"{number} kills of {whom.__name__}", savers, seen)


def outlive(kills: list[Kill], savers: country.Savers, stand: Stand, drawn: random.Random) -> Counter[str]:
    """Kill while people save, a sheet is sent, a decree published and a period computed; what became of these.

    The first round is left in peace: it says how long these take, and so in which time a kill may come.
    """
    institution = InstitutionFactory.create()
    coordinator = country.coordinator_of(stand.web.port, institution)
    ministry = Visitor(stand.web.port, member(Role.EVALUATION_TEAM))
    decree, run, within, seen = country.decree_to_publish(), country.run_to_compute(), 0.0, Counter[str]()

    for kill in [None, *kills]:
        sheet = country.complete_sheet(institution)
        senders = [submits(coordinator, sheet), publishes(ministry, decree.pk)]
        work = compute(run.job_id)
        savers.go_on()
        time.sleep(drawn.uniform(0, BEFORE))
        began = time.monotonic()
        for one in [*senders, work]:
            one.start()

        if kill:
            time.sleep(drawn.uniform(0, 1.5 * within))
            kill(drawn)

        for one in [*senders, work]:
            one.join(60)
        within = within or time.monotonic() - began
        savers.save_again()
        savers.rest()
        assert lost(savers) == set()
        fates = {
            "submission": fate(senders[0].told, country.was_submitted(sheet)),
            "publication": fate(senders[1].told, country.was_published(decree)),
            "computation": fate(False, country.was_computed(run)),
        }
        assert kill or "not at all" not in fates.values(), "left in peace, everything is done"
        if kill:
            seen.update(f"{name} {fate}" for name, fate in fates.items())
        country.do_what_waits()
        assert country.was_computed(run)
        run = country.run_to_compute()
        if country.was_published(decree):
            decree = country.decree_to_publish()
    return seen


@pytest.mark.trial
@pytest.mark.parametrize("stand", [(CARELESS, "spbe_eval.wsgi")], indirect=True)
def test_a_postgresql_that_says_so_too_early_would_be_found_out(stand):
    with saving(stand.web) as savers:
        stand.cluster.kill_and_start(random.Random(1))

    assert lost(savers)


@pytest.mark.trial
@pytest.mark.parametrize("stand", [((), "tests.trial.hasty")], indirect=True)
def test_a_web_server_that_says_so_too_early_would_be_found_out(stand):
    with saving(stand.web) as savers:
        stand.web.kill_master(random.Random(1))

    assert lost(savers)


def fate(was_told: bool, is_done: bool) -> str:
    """Whoever was told that it is done finds it done."""
    assert is_done or not was_told, "acknowledged, and not there"
    return "told" if was_told else "whole" if is_done else "not at all"


def say(capsys: pytest.CaptureFixture[str], what: str, savers: country.Savers, seen: Counter[str]) -> None:
    fates = ", ".join(f"{name}: {number}" for name, number in sorted(seen.items()))
    with capsys.disabled():
        print(f"\n{what}: {len(savers.acknowledged)} acknowledged saves, 0 lost; {fates}")
