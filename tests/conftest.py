"""What every test may ask for. PostgreSQL and Redis come from `scripts/launch.py run`."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker, Settings

from apps.institutions.groups import lay_out_groups
from tests import migrated, stock
from tests.factories.instruments import small_instrument
from tests.invariants import assert_invariants

ROOT = Path(__file__).resolve().parent.parent
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


def with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list) -> None:
    """Each test process has a Redis database, so that no worker takes another's bell, and a copy of one database."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = with_path(os.environ["REDIS_URL"], str(number))
    if config.option.reuse_db and not config.option.create_db:
        return
    copied = f"test_{urlsplit(os.environ['DATABASE_URL']).path[1:]}_copied"
    lock = Path(tempfile.gettempdir()) / f"{copied}-{os.getpid()}"
    migrated.begin(copied, lock)
    config.add_cleanup(lock.unlink)
    for spec in specs:
        spec.env[migrated.COPIED], spec.env[migrated.LOCK] = copied, str(lock)


# Groups that take longer than any other, by what their names begin with, the longest first. `--no-loadscope-reorder`
# hands them out in this order: one that began last would keep a single process busy while the others have ended.
LONG = (
    "access",
    "browser-",
    "tests/trial/test_kills",
    "tests/self_assessment/test_fuzz_uploads",
    "tests/self_assessment/test_races",
    "tests/trial/",
    "tests/dashboard/",
    "tests/stories/",
    "tests/coordination/test_control_room",
    "tests/decrees/",
    "tests/awards/",
    "tests/reports/",
    "tests/evaluations/",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--dist loadgroup`: a file's tests share what it makes once; so do all that need the world.

    What needs a browser is two groups, each with one of its own, since these tests mostly wait.
    """
    browsing = 0
    groups: dict[pytest.Item, str] = {}
    for item in items:
        asked = getattr(item, "fixturenames", ())
        group = item.nodeid.partition("::")[0]
        if "world" in asked:
            group = "access"
        if "chromium" in asked:
            browsing += 1
            group = f"browser-{browsing % 2}"
        item.add_marker(pytest.mark.xdist_group(group))
        groups[item] = group
    items.sort(key=lambda item: _place(groups[item]))


def _place(group: str) -> int:
    return next((place for place, name in enumerate(LONG) if group.startswith(name)), len(LONG))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes of a file say when they were made: test processes would not agree on the name of a test."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """What is loaded by now stays: searching it for garbage again and again takes an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@receiver(connection_created)
def _remember_what_was_asked(connection: BaseDatabaseWrapper, **_: object) -> None:
    """All rooms pass over one connection: of a hundred statements kept prepared, few would be asked again."""
    connection.connection.prepared_max = 1000


@pytest.fixture(autouse=True)
def _quick_and_apart(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> None:
    """Each test has files of its own; passwords are cheap, static files are named as they are."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    if "kept" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("kept"), settings.MEDIA_ROOT)
    settings.PASSWORD_HASHERS = [QUICK_HASHER]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Among other test processes the database is a copy."""
    migrated.copy_if_there_is_one()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each test process begins with what nearly every test asks for; a test that commits gives it back."""
    with django_db_blocker.unblock():
        if stock.is_kept():
            stock.restore()
        lay_out_groups([])
        small_instrument()
        stock.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: stock.restore())
        yield


@pytest.fixture(scope="module")
def kept(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """For fixtures of the scope of a file: what they make is made once, in a transaction that is never committed.

    Each test is a savepoint in it, and begins with the files that were kept. Give it a copy of what was made, since it
    may change what it holds. The other tests of the file find these rows too, and another connection never does. What
    tries TRUNCATE stands in a file without them: PostgreSQL refuses it while something written has to be checked.
    """
    files = tmp_path_factory.mktemp("kept")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=str(files), PASSWORD_HASHERS=[QUICK_HASHER]),
        transaction.atomic(),
    ):
        yield files
        transaction.set_rollback(True)


@pytest.fixture
def invariants_hold(db: None) -> Iterator[None]:
    """After the test, everything that must hold of the data still holds."""
    yield
    assert_invariants()


@pytest.fixture
def redis_url() -> str:
    """The Redis of this test process."""
    return os.environ["REDIS_URL"]


@pytest.fixture
def celery_worker_process(
    transactional_db: None, tmp_path: Path, settings: Settings
) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test database; what a test commits, it sees."""
    database = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "spbe_eval", "worker", "--pool=solo", "--loglevel=INFO"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database, "MEDIA_ROOT": settings.MEDIA_ROOT},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        limit = time.monotonic() + 60
        while b" ready." not in log.read_bytes():
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < limit, log.read_text()
            time.sleep(0.1)
        yield worker
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(10)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
