"""The launcher gives a command a PostgreSQL and a Redis of its own, and leaves nothing behind."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = [sys.executable, str(ROOT / "scripts/launch.py")]

# Says where it runs and with what, then waits to be ended.
WAITER = """
import json, os, time
print(json.dumps({"pid": os.getpid(), "database": os.environ["DATABASE_URL"]}), flush=True)
time.sleep(300)
"""
# Counts its own runs in the database.
COUNTER = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS visit ()")
    connection.execute("INSERT INTO visit DEFAULT VALUES")
    print(connection.execute("SELECT count(*) FROM visit").fetchone()[0])
"""


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No services are given."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def launch(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LAUNCH, *arguments], env=os.environ | environment, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def data(bare: None, tmp_path: Path) -> Iterator[str]:
    """A folder to keep data in, and what belongs to it elsewhere, for one test."""
    yield str(tmp_path)
    launch("reset", "--data", str(tmp_path))


def waiter(data: str) -> list[str]:
    return [*LAUNCH, "run", "--fast", "--data", data, "--", sys.executable, "-c", WAITER]


@pytest.fixture
def waiting(data: str) -> Iterator[tuple[subprocess.Popen[str], set[int]]]:
    """A launcher whose command waits, and the processes it started."""
    launcher = subprocess.Popen(
        waiter(data),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout
    command = json.loads(launcher.stdout.readline())
    try:
        yield launcher, descendants(launcher.pid) | {command["pid"]}
    finally:
        launcher.kill()
        launcher.wait()
        launcher.stdout.close()


def descendants(pid: int) -> set[int]:
    children = {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    return children.union(*map(descendants, children))


def running(pids: set[int]) -> set[int]:
    def is_running(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    return {pid for pid in pids if is_running(pid)}


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_a_command_gets_services_and_gives_its_exit_code(bare):
    probe = (
        "import os, sys, psycopg, redis;"
        "psycopg.connect(os.environ['DATABASE_URL']).close();"
        "sys.exit(40 + redis.Redis.from_url(os.environ['REDIS_URL']).incr('seen'))"
    )

    done = launch("run", "--fast", "--", sys.executable, "-c", probe)

    assert (done.returncode, done.stderr) == (41, "")


def test_services_of_the_environment_are_used():
    database, redis = "postgres://somebody@127.0.0.1:1/theirs", "redis://127.0.0.1:1/0"

    done = launch("run", "--", "sh", "-c", "echo $DATABASE_URL $REDIS_URL", DATABASE_URL=database, REDIS_URL=redis)

    assert done.stdout == f"{database} {redis}\n"


def test_a_second_start_keeps_the_data_until_it_is_reset(data):
    command = ("run", "--fast", "--data", data, "--", sys.executable, "-c", COUNTER)

    counts = [launch(*command).stdout, launch(*command).stdout]
    launch("reset", "--data", data)
    counts.append(launch(*command).stdout)

    assert counts == ["1\n", "2\n", "1\n"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_it_started(waiting, number):
    launcher, pids = waiting
    assert len(pids) > 3

    launcher.send_signal(number)

    assert launcher.wait(30) != 0
    assert running(pids) == set()


def test_nothing_outlives_a_killed_launcher(waiting):
    launcher, pids = waiting

    launcher.kill()

    assert within(30, lambda: not running(pids))


def test_it_ends_with_what_started_it(data):
    shell = subprocess.Popen(["sh", "-c", f"{shlex.join(waiter(data))}; true"], stdout=subprocess.PIPE, text=True)
    assert shell.stdout
    shell.stdout.readline()
    pids = descendants(shell.pid)

    shell.kill()
    shell.communicate()

    assert len(pids) > 3
    assert within(30, lambda: not running(pids))


def test_the_same_data_is_not_started_twice(waiting, data):
    done = launch("run", "--data", data, "--", "true")

    assert done.returncode == 1
    assert done.stderr == f"{data} is in use: its application is running already.\n"


def test_a_grandchild_that_was_left_behind_is_ended(bare, tmp_path):
    left = tmp_path / "left"

    launch("run", "--fast", "--", "sh", "-c", f"setsid sleep 300 & echo $! > {left}")

    assert running({int(left.read_text())}) == set()


def test_a_taken_port_is_one_sentence_and_starts_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        done = launch("demo", PORT=str(port))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} cannot be used (address already in use): choose another, as in PORT=8123 make demo.\n"
    )


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(port):
    done = launch("demo", PORT=port)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"PORT is '{port}': it has to be a number from 1 to 65535.\n"


# --- the preparation


def stand_in(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def prepare(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the preparation with the stand-ins of the folder before the machine's commands."""
    return subprocess.run(
        ["sh", str(ROOT / "scripts/prepare.sh"), "demo"],
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )


def test_too_little_disk_is_one_sentence(tmp_path):
    stand_in(tmp_path, "df", "echo head; echo disk 9999999 8975423 1024000 9% /")

    done = prepare(tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Only 1000 MB are free here: 2 GB are needed.\n"


def test_who_may_not_install_gets_the_line_to_run(tmp_path):
    stand_in(tmp_path, "ldconfig", "true")
    stand_in(tmp_path, "id", "echo 1000")
    stand_in(tmp_path, "sudo", "exit 1")
    stand_in(tmp_path, "apt-get", "echo called >&2; exit 1")

    done = prepare(tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        "System packages are missing. Run this line as root, then repeat: apt-get install --yes "
        "--no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )


def test_nothing_is_installed_where_nothing_is_missing(tmp_path):
    stand_in(tmp_path, "apt-get", "echo called >&2; exit 1")

    done = prepare(tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
