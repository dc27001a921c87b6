"""Kill -9 of the web server and of PostgreSQL under people who save, send and publish.

What the browser was told is saved is there afterwards, with its text and its history. A submission, a computation,
a publication is there whole or not at all.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoDbBlocker, Settings

from apps.institutions.models import Role
from apps.jobs import actions as jobs
from tests.factories import InstitutionFactory, member
from tests.invariants import assert_invariants
from tests.trial import country
from tests.trial.machines import Cluster, Web, connected_to, copy_database
from tests.trial.people import Saved, Visitor, publishes, submits

SAMPLE, FULL = 2, pytest.param(30, marks=pytest.mark.trial)
BEFORE, WITHIN = 0.3, 0.3  # seconds of saving alone, and then in which the kill comes
CARELESS = ("synchronous_commit=off", "wal_writer_delay=10s")


@dataclass
class Stand:
    cluster: Cluster
    web: Web


@pytest.fixture
def stand(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Stand]:
    """A cluster and a web server of our own. The parameter: options of PostgreSQL, and the web's application."""
    options, application = getattr(request, "param", ((), "spbe_eval.wsgi"))
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]  # the web server knows no other
    with ExitStack() as leaving, django_db_blocker.unblock():
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
    savers.start()
    try:
        savers.go_on()
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


@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_a_killed_web_server_loses_no_save_and_leaves_nothing_half_done(rounds, stand, capsys):
    drawn, seen = random.Random(11), Counter[str]()
    institution = InstitutionFactory.create()
    coordinator = country.coordinator_of(stand.web.port, institution)
    ministry = Visitor(stand.web.port, member(Role.EVALUATION_TEAM))
    decree = country.decree_to_publish()

    with saving(stand.web) as savers:
        for kill in (stand.web.kill_worker, stand.web.kill_master) * rounds:
            sheet = country.complete_sheet(institution)
            senders = [submits(coordinator, sheet), publishes(ministry, decree.pk)]
            time.sleep(drawn.uniform(0, BEFORE))
            for one in senders:
                one.start()
            time.sleep(drawn.uniform(0, WITHIN))

            kill(drawn)

            for one in senders:
                one.join(60)
            savers.go_on()
            assert lost(savers) == set()
            done = [country.was_submitted(sheet), country.was_published(decree)]
            note(seen, ["submission", "publication"], senders, done)
            if done[1]:
                decree = country.decree_to_publish()

    assert lost(savers) == set()
    country.do_what_waits()
    assert_invariants()
    say(capsys, f"{2 * rounds} kills of gunicorn", savers, seen)


@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_a_killed_postgresql_loses_no_save_and_leaves_nothing_half_done(rounds, stand, capsys):
    drawn, seen = random.Random(13), Counter[str]()
    institution = InstitutionFactory.create()
    coordinator = country.coordinator_of(stand.web.port, institution)
    ministry = Visitor(stand.web.port, member(Role.EVALUATION_TEAM))
    decree, run = country.decree_to_publish(), country.run_to_compute()

    with saving(stand.web) as savers:
        for _ in range(rounds):
            sheet = country.complete_sheet(institution)
            senders = [submits(coordinator, sheet), publishes(ministry, decree.pk)]
            work = compute(run.job_id)
            time.sleep(drawn.uniform(0, BEFORE))
            connection.close()
            for one in [*senders, work]:
                one.start()
            time.sleep(drawn.uniform(0, WITHIN))

            stand.cluster.kill()

            stand.cluster.start()
            for one in [*senders, work]:
                one.join(60)
            savers.go_on()
            assert lost(savers) == set()
            done = [country.was_submitted(sheet), country.was_published(decree)]
            note(seen, ["submission", "publication"], senders, done)
            seen["computation " + ("whole" if country.was_computed(run) else "not at all")] += 1
            country.do_what_waits()
            assert country.was_computed(run)
            run = country.run_to_compute()
            if done[1]:
                decree = country.decree_to_publish()

    assert lost(savers) == set()
    country.do_what_waits()
    assert_invariants()
    say(capsys, f"{rounds} kills of PostgreSQL", savers, seen)


@pytest.mark.trial
@pytest.mark.parametrize("stand", [(CARELESS, "spbe_eval.wsgi")], indirect=True)
def test_a_postgresql_that_says_so_too_early_would_be_found_out(stand):
    with saving(stand.web) as savers:
        stand.cluster.kill()
        stand.cluster.start()

    assert lost(savers)


@pytest.mark.trial
@pytest.mark.parametrize("stand", [((), "tests.trial.hasty")], indirect=True)
def test_a_web_server_that_says_so_too_early_would_be_found_out(stand):
    with saving(stand.web) as savers:
        stand.web.kill_master(random.Random(1))

    assert lost(savers)


def note(seen: Counter[str], names: list[str], senders: list, done: list[bool]) -> None:
    """Count what became of each; whoever was told that it is done finds it done."""
    for name, sender, is_done in zip(names, senders, done, strict=True):
        assert is_done or not sender.told, f"the {name} was acknowledged and is not there"
        seen[f"{name} " + ("told" if sender.told else "whole, not told" if is_done else "not at all")] += 1


def say(capsys: pytest.CaptureFixture[str], what: str, savers: country.Savers, seen: Counter[str]) -> None:
    fates = ", ".join(f"{name}: {number}" for name, number in sorted(seen.items()))
    with capsys.disabled():
        print(f"\n{what}: {len(savers.acknowledged)} acknowledged saves, 0 lost; {fates}")
