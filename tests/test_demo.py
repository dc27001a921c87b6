"""`make demo` as a person meets it: in a clone of its own, from start to stop."""

import json
import os
import shutil
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_commands import ROOT, descendants, running

pytestmark = pytest.mark.trial


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What is committed, with the environment of this clone and no services given."""
    for variable in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MEDIA_ROOT"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    yield folder
    subprocess.run(["make", "demo-reset"], cwd=folder, check=True)
    shutil.rmtree(folder)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(clone: Path, port: int) -> subprocess.Popen[str]:
    """Start the demo and return when it says that it can be used."""
    demo = subprocess.Popen(
        ["make", "demo"],
        cwd=clone,
        env=os.environ | {"PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout
    said = []
    for line in demo.stdout:
        said.append(line)
        if line.startswith(f"http://127.0.0.1:{port}/"):
            return demo
    raise AssertionError("".join(said))


def test_the_demo_answers_and_leaves_nothing_running(clone, port):
    demo = start(clone, port)
    pids = descendants(demo.pid)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        status = page.status
    logins = json.loads((clone / "var/demo/logins.json").read_text())

    demo.send_signal(signal.SIGTERM)
    demo.communicate(timeout=60)

    assert status == 200
    assert {tuple(login) for login in logins} == {("role", "username", "password", "institution")}
    assert running(pids) == set()


def test_a_worker_that_dies_ends_the_demo_and_is_named(clone, port):
    demo = start(clone, port)
    pids = descendants(demo.pid)
    [worker] = {pid for pid in pids if is_worker(pid) and is_worker(parent_of(pid)) is False}

    os.kill(worker, signal.SIGKILL)
    said, _ = demo.communicate(timeout=60)

    assert demo.returncode != 0
    assert "worker ended with status -9." in said
    assert running(pids) == set()


def is_worker(pid: int) -> bool:
    return b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
