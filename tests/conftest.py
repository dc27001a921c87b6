"""What every test may ask for. PostgreSQL and Redis come from `scripts/launch.py run`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

ROOT = Path(__file__).resolve().parent.parent


def with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


def pytest_configure() -> None:
    """Static files as they lie in the source; hashed and compressed they are made at deployment."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list) -> None:
    """A Redis database for each test process, so that no worker takes another's bell."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = with_path(os.environ["REDIS_URL"], str(number))


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> Iterator[None]:
    """Only the emptying after a test with transactions may pass the triggers that refuse TRUNCATE."""
    operations = type(connection.ops)
    execute = operations.execute_sql_flush

    def past_the_triggers(self: BaseDatabaseOperations, statements: list[str]) -> None:
        execute(self, ["SET LOCAL session_replication_role = replica", *statements])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", past_the_triggers)
        yield


@pytest.fixture
def redis_url() -> str:
    """The Redis of this test process."""
    return os.environ["REDIS_URL"]


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test database; what a test commits, it sees."""
    database = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "spbe_eval", "worker", "--pool=solo", "--loglevel=INFO"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
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
