"""A country at work: what the server bears for a minute, and whether everything that it acknowledged is there."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from math import inf
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse
from django.utils.crypto import get_random_string

from apps.accounts.models import User
from apps.common import files
from apps.dashboard.bench import client
from apps.dashboard.bench.country import Country
from apps.dashboard.bench.server import TICKS, Server, children
from apps.dashboard.demo.year import at_stage
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, Evidence

SECONDS = 60
WARM_UP = 5
AT_ONCE = 12
FILE_SIZE = 200_000
SAVES_A_SECOND, P95_MS = 120, 150  # what is asked for


@dataclass(frozen=True)
class Work:
    """CPU seconds of everybody who shares the processors, while the crowd was at it."""

    web: float
    looking: float  # into the files that came, in processes of their own
    database: float
    client: float
    machine: float


@dataclass(frozen=True)
class Heard:
    """What the crowd measured (milliseconds by kind), what it was promised, and what of that is not there."""

    seconds: float
    times: dict[str, list[float]]
    requests: int
    connections: int
    failures: int
    errors: list[str]
    saves: int
    uploads: int
    lost: list[str]
    work: Work

    @property
    def saves_a_second(self) -> float:
        return len(self.times["save"]) / self.seconds


def load(country: Country, server: Server, *, seconds: int = SECONDS, at_once: int = AT_ONCE) -> Heard:
    """Let a crowd of the writers of every institution work, and read everything back that it was told is kept."""
    plan = {
        "port": server.port,
        "seconds": seconds,
        "warm_up": WARM_UP,
        "at_once": at_once,
        "cookie": settings.SESSION_COOKIE_NAME,
        "csrf": get_random_string(32),
        "file_size": FILE_SIZE,
        "people": _people(country),
        "ministry": _session(country.ministry),
        "room": reverse("coordination:control_room", args=[country.period.slug]),
    }
    command = [sys.executable, client.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:  # noqa: S603
        if crowd.stdin is None or crowd.stdout is None:
            raise RuntimeError("the crowd has no ears")
        json.dump(plan, crowd.stdin)
        crowd.stdin.close()
        crowd.stdout.readline()
        before = _busy(server)
        heard = json.loads(crowd.stdout.read())
        after = _busy(server)
    web, looking, database, machine = (late - early for early, late in zip(before, after, strict=True))
    saved, uploaded = heard.pop("saved"), heard.pop("uploaded")
    return Heard(
        work=Work(web, looking, database, heard.pop("cpu"), machine),
        saves=len(saved),
        uploads=len(uploaded),
        lost=[*missing_saves(saved), *missing_uploads(uploaded)],
        **heard,
    )


def lines(heard: Heard) -> Iterator[str]:
    """The figures as they are printed and kept in docs/benchmarks.md."""
    yield "| what people do | times | p50 ms | p95 ms | p99 ms |"
    yield "|---|---|---|---|---|"
    for kind, times in {**heard.times, "everything": [*chain(*heard.times.values())]}.items():
        if len(times) > 1:
            p50, p95, p99 = percentiles(times)
            yield f"| {kind} | {len(times)} | {p50:.0f} | {p95:.0f} | {p99:.0f} |"
    _, p95, _ = percentiles(heard.times["save"])
    reached = heard.saves_a_second >= SAVES_A_SECOND and p95 <= P95_MS
    yield ""
    yield (
        f"{heard.saves_a_second:.1f} saves a second with p95 {p95:.0f} ms{'' if reached else ' !'} "
        f"({SAVES_A_SECOND} with {P95_MS} ms), {heard.requests / (heard.seconds + WARM_UP):.0f} requests a second over "
        f"{heard.connections} connections, {heard.failures} errors; {heard.seconds:.0f} s. "
        f"Read back: {heard.saves} saves and {heard.uploads} files that were acknowledged, {len(heard.lost)} lost."
    )
    yield ""
    yield from cost(heard)
    yield from (f"    {one}" for one in [*heard.errors, *heard.lost[:20]])


def cost(heard: Heard, *, cores: int = os.cpu_count() or 1) -> Iterator[str]:
    """Who used the processors, of all that there is and for each thing that was done."""
    done = sum(map(len, heard.times.values())) or 1
    there_is = heard.seconds * cores
    work = heard.work
    known = {
        "the web server": work.web,
        "looking into files": work.looking,
        "the database": work.database,
        "the crowd itself": work.client,
    }
    yield "| CPU used by | of all cores | ms for each thing done |"
    yield "|---|---|---|"
    for name, seconds in {**known, "everything else": work.machine - sum(known.values())}.items():
        yield f"| {name} | {seconds / there_is:.0%} | {1000 * seconds / done:.1f} |"


def percentiles(times: list[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th; of fewer than two, endless: nothing was reached."""
    if len(times) < 2:
        return inf, inf, inf
    cut = statistics.quantiles(times, n=100, method="inclusive")
    return cut[49], cut[94], cut[98]


# --- who they are


def _people(country: Country) -> list[dict[str, Any]]:
    """The writer of every institution, logged in, with the versions of the answers as they stand."""
    versions: dict[int, dict[int, int]] = {}
    rows = Answer.objects.filter(evaluation__period=country.period)
    for sheet, number, version in rows.values_list("evaluation_id", "indicator__number", "version"):
        versions.setdefault(sheet, {})[number] = version
    return [
        {
            "session": _session(country.play.person(script.evaluation, Role.DATA_ENTRY)),
            "sheet": script.evaluation.pk,
            "versions": versions[script.evaluation.pk],
        }
        for script in at_stage(country.scripts, Stage.SELF_ASSESSMENT)
    ]


def _session(user: User) -> str:
    """The key of a session as a log-in makes it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


# --- whether it is there


def missing_saves(saved: Iterable[list[Any]]) -> list[str]:
    """Acknowledged saves (sheet, indicator, version, text) that the history does not hold word for word."""
    promised = {(sheet, number, version): text for sheet, number, version, text in saved}
    events: Any = apps.get_model("self_assessment", "AnswerEvent").objects
    rows = events.filter(evaluation__in={sheet for sheet, *_ in promised})
    for *key, text in rows.values_list("evaluation_id", "indicator__number", "version", "fact").iterator():
        if promised.get(tuple(key)) == text:
            del promised[tuple(key)]
    return [f"the save of version {version} of {sheet}/{number}" for sheet, number, version in promised]


def missing_uploads(uploaded: Iterable[list[Any]]) -> list[str]:
    """Acknowledged files (sheet, indicator, SHA-256) that are no evidence, or whose bytes are not in the store."""
    promised = {tuple(one) for one in uploaded}
    sheets = {sheet for sheet, *_ in promised}
    rows = Evidence.objects.filter(evaluation__in=sheets, file__isnull=False)
    held = set(rows.values_list("evaluation_id", "indicator__number", "file__sha256"))
    return [
        f"the file {digest} of {sheet}/{number}"
        for sheet, number, digest in promised
        if (sheet, number, digest) not in held or not _is_whole(digest)
    ]


def _is_whole(digest: str) -> bool:
    try:
        files.read(digest)
    except OSError:
        return False
    return True


# --- who works how much


def _busy(server: Server) -> tuple[float, ...]:
    """CPU seconds so far: the server's processes, those they started, the database's, everybody's."""
    pids = [server.process, *children(server.process)]
    workers = [_stat(pid) for pid in pids]
    own, ended = (sum(sum(map(int, one[first : first + 2])) for one in workers) for first in (11, 13))
    openers = [_stat(one) for pid in pids[1:] for one in children(pid)]  # each with those that it has waited for
    started = ended + sum(sum(map(int, one[11:15])) for one in openers)
    everybody = list(map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]))
    idle = everybody[3] + everybody[4]
    return tuple(ticks / TICKS for ticks in (own, started, _database_ticks(), sum(everybody) - idle))


def _database_ticks() -> int:
    """Of the postmaster, of those it has waited for, and of those that live."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    postmaster = int(_stat(backend)[1])
    living = [_stat(pid) for pid in children(postmaster)]
    return sum(map(int, _stat(postmaster)[11:15])) + sum(sum(map(int, one[11:13])) for one in living)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name: state, parent, ..., at 11 the ticks of CPU time."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
