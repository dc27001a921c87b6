"""The application as it is deployed, on a free port of this machine, and somebody who asks it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

WORKERS = 2
STARTS_WITHIN = 60  # seconds
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    port: int
    process: int

    def cpu_ms(self) -> float:
        """CPU time that the server's processes have used so far."""
        return 1000 * sum(_ticks(pid) for pid in [self.process, *children(self.process)]) / TICKS


@contextmanager
def served(given: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """gunicorn with two workers, DEBUG off; ended with the block. `given` goes before what the environment says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DEBUG": "false"} | dict(given)
    command = [
        sys.executable, "-m", "gunicorn", "spbe_eval.wsgi", "--config", "conf/gunicorn.py",
        "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603 - our own words
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Browser:
    """One person with their cookies. The connection is made again whenever the server has closed it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, object], **headers: str) -> tuple[int, bytes]:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, body, headers)

    def log_in(self, username: str, password: str) -> None:
        _, page = self.get("/masuk/")
        if not TOKEN.search(page.decode()):
            raise RuntimeError("the log-in page has no form")
        status, _ = self.post("/masuk/", {"login": username, "password": password})
        if status != 302:
            raise RuntimeError(f"the log-in of {username} was answered by {status}")

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content


def conditions() -> str:
    """What the figures were measured on, in a line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"{_machine()}; PostgreSQL {version}, fsync {fsync}; gunicorn, {WORKERS} workers, DEBUG off."


def _machine() -> str:
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    gib = int(memory.group(1)) / 1024**2 if memory else 0
    return f"{os.cpu_count()} cores, {cpu.group(1) if cpu else 'unknown processor'}, {gib:.0f} GiB"


def _wait_for(port: int) -> None:
    limit = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < limit:
        try:
            Browser(port).get("/masuk/")
        except (OSError, HTTPException):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer")


def children(pid: int) -> list[int]:
    """Those that any of its threads has started and that live."""
    started = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for thread in started for one in thread.read_text().split()]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
