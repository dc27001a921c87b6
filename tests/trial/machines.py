"""The machines of a country in small, to be cut off: a durable PostgreSQL of its own, and a gunicorn on it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO
from unittest.mock import patch

from django.db import connection
from django.urls import reverse
from processes import children_of, dies_with, primary_group
from services import binaries, cluster_of, forget, free_port, initialise, is_ready, secret, server, service_user

from tests.conftest import ROOT

PATIENCE = 120  # seconds


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < limit, what
        time.sleep(0.02)


def end(pids: list[int]) -> None:
    """Kill -9, and wait until they are gone."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(lives(pid) for pid in pids), "somebody survives kill -9")


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Cluster:
    """A PostgreSQL that keeps what it has said it keeps. `options` make it careless."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir()
        self.folder, self.options = folder, options
        self.place, self.port, self.user = cluster_of(folder), free_port(), service_user()
        initialise(self.place, secret(folder, "postgresql-password"), self.user)
        self.log = (folder / "postgresql.log").open("wb")
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://spbe:{secret(self.folder, 'postgresql-password')}@127.0.0.1:{self.port}/spbe"

    def start(self) -> None:
        self.process = subprocess.Popen(
            server(self.place, self.port, *self.options),
            stdout=self.log,
            stderr=self.log,
            user=self.user,
            group=self.user and primary_group(self.user),
            extra_groups=[] if self.user else None,
            cwd="/",
            start_new_session=True,
            preexec_fn=dies_with(os.getpid(), signal.SIGINT),
        )
        wait_until(lambda: is_ready(self.place, self.process.pid), "PostgreSQL does not start")

    def kill(self) -> None:
        """Postmaster and all that it has started. Held first, so that it starts no more of them."""
        self.process.send_signal(signal.SIGSTOP)
        started = children_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        end([pid for pid in started if lives(pid)])

    def kill_and_start(self, _: random.Random) -> None:
        connection.close()  # ours; it would not survive this
        self.kill()
        self.start()

    def leave(self) -> None:
        self.kill()
        self.log.close()
        forget(self.folder)


def copy_database(source: Mapping[str, object], cluster: Cluster) -> None:
    """What stands in a database, into the cluster's: quicker than all migrations again."""
    address = "postgres://{USER}@{HOST}:{PORT}/{NAME}".format_map(source)
    dump = subprocess.run(
        [binaries() / "pg_dump", "--no-owner", address],
        env=os.environ | {"PGPASSWORD": str(source["PASSWORD"])},
        stdout=subprocess.PIPE,
        check=True,
    )
    subprocess.run(
        [binaries() / "psql", "--quiet", "--no-psqlrc", "--single-transaction", "-v", "ON_ERROR_STOP=1", cluster.url],
        input=dump.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def connected_to(cluster: Cluster) -> Iterator[None]:
    """Our own connection goes there, and every one that a thread of ours opens."""
    there = {
        "HOST": "127.0.0.1",
        "PORT": cluster.port,
        "NAME": "spbe",
        "USER": "spbe",
        "PASSWORD": secret(cluster.folder, "postgresql-password"),
    }
    connection.close()
    with patch.dict(connection.settings_dict, there):
        yield
        connection.close()


class Web:
    """gunicorn with two workers. They are forked from what the master has loaded, so that a start costs little."""

    def __init__(self, env: Mapping[str, str], log: IO[bytes], *, application: str = "spbe_eval.wsgi") -> None:
        self.env, self.log, self.application, self.port = env, log, application, free_port()
        self.start()

    def start(self) -> None:
        address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", self.application),
                *("--workers", "2", "--preload", "--bind", address, "--no-control-socket"),
            ],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=dies_with(os.getpid(), signal.SIGTERM),
        )
        wait_until(self.answers, "the web server does not answer")

    def answers(self) -> bool:
        visitor = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            visitor.request("GET", reverse("account_login"))
            return visitor.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            visitor.close()

    def kill_worker(self, drawn: random.Random) -> None:
        """The master starts another one."""
        os.kill(drawn.choice(children_of(self.process.pid)), signal.SIGKILL)

    def kill_master(self, drawn: random.Random) -> None:
        """Its workers go on for a moment; then they are killed too, and all is started again."""
        workers = children_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        time.sleep(drawn.uniform(0, 0.1))
        end([pid for pid in workers if lives(pid)])
        self.start()

    def leave(self) -> None:
        workers = children_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        end([pid for pid in workers if lives(pid)])
