"""What is measured, how, and what it may cost."""

import itertools
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.dashboard.bench.apart import Cost, apart, batch_cost, decree_cost, report_cost
from apps.dashboard.bench.country import INSTITUTIONS, PASSWORD, Country, Judging
from apps.dashboard.bench.server import Browser, Server
from apps.decrees.actions import draft_decree
from apps.desk_review.queries import judgements_of
from apps.reports.actions import request_report
from apps.results.actions import compute, start_run
from apps.results.models import FinalisationRun

ROUNDS = 60
WARM_UP = 5
COMPUTATIONS = 3
BATCH_MS, CORES = 10 * 60_000, 2  # all reports of a period, on so many cores
AUTOSAVE = {"X-Autosave": "1"}
# What is typed when something is saved; the level stands beside it.
ANSWER = {"fact": "Fakta {}", "analysis": "Analisis", "justification": "Justifikasi"}
JUDGEMENT = {"reason": "Alasan {}"}
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Versioned(Protocol):
    """A row that is saved under the version that was read."""

    version: int


@dataclass(frozen=True)
class Limits:
    """What the design allows: statements, median ms, CPU ms, bytes, MB. None: no limit."""

    statements: int | None = None
    median_ms: float | None = None
    cpu_ms: float | None = None
    size: int | None = None
    memory_mb: float | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table, with what it may cost beside."""

    name: str
    limits: Limits
    statements: int | None = None
    median_ms: float | None = None
    cpu_ms: float | None = None
    size: int | None = None
    memory_mb: float | None = None


PAGES = {
    "the sheet": Limits(statements=12, median_ms=45, size=120_000),
    "one indicator": Limits(statements=15, median_ms=30),
    "one indicator to judge": Limits(statements=15, median_ms=40),
    "control room": Limits(statements=15, median_ms=150),
}


def pages(country: Country, judging: Judging, server: Server) -> list[Row]:
    """Saving and reading over HTTP, with statements counted by the same requests inside this process."""
    sheet = reverse("self_assessment:sheet", args=[country.sheet.pk])
    indicator = reverse("self_assessment:indicator", args=[country.sheet.pk, 1])
    judged = reverse("desk_review:indicator", args=[judging.sheet.pk, 1])
    room = reverse("coordination:control_room", args=[country.period.slug])
    asked = {
        "the sheet": (country.writer, sheet),
        "one indicator": (country.writer, indicator),
        "one indicator to judge": (judging.assessor, judged),
        "control room": (country.ministry, room),
    }
    answer = country.sheet.answers.get(indicator__number=1)
    judgement = judgements_of(judging.sheet, judging.assessor).get(indicator__number=1)
    rows = [
        _saving("save one answer", country.writer, answer, ANSWER, indicator, server),
        _saving("save one judgement", judging.assessor, judgement, JUDGEMENT, judged, server),
    ]
    for name, (user, path) in asked.items():
        rows.append(page(name, PAGES[name], user, path, server))
    return rows


def computation(country: Country) -> Row:
    """Computing every institution of the period, without paper."""
    wall, cpu = [], []
    for _ in range(COMPUTATIONS):
        run = start_run(country.period, by=country.ministry)
        run = FinalisationRun.objects.select_related("period__instrument", "job").get(pk=run.pk)
        started, worked = time.perf_counter(), time.process_time()
        compute(run)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - worked))
    return Row(
        f"finalise {run.results.count()} institutions",
        Limits(median_ms=1500),
        median_ms=statistics.median(wall),
        cpu_ms=statistics.median(cpu),
    )


def papers(country: Country) -> list[Row]:
    """The decree with every row, the report of the institution that went through every stage, and one of many."""
    run = country.period.runs.select_related("period__instrument").latest("pk")
    decree = draft_decree(run, by=country.ministry)
    result = run.results.select_related("evaluation__institution").get(evaluation=country.sheet)
    report = request_report(result, by=country.ministry)
    in_batch = apart(batch_cost, run.pk)
    minutes = in_batch.cpu_ms * INSTITUTIONS / CORES / 60_000
    return [
        _paper(
            f"decree with {decree.lines.count()} rows",
            Limits(cpu_ms=5000, memory_mb=250),
            apart(decree_cost, decree.pk),
        ),
        _paper("a full report", Limits(cpu_ms=2000), apart(report_cost, report.pk)),
        _paper(
            f"a report within a batch: {INSTITUTIONS} in {minutes:.1f} minutes on {CORES} cores",
            Limits(cpu_ms=BATCH_MS * CORES / INSTITUTIONS),
            in_batch,
        ),
    ]


def statements_of(user: User, ask: Callable[[Client], HttpResponseBase]) -> int:
    """How many statements a request makes, session and user included, transactions not."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client)
    _demand("a counted request", answer.status_code)
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in queries.captured_queries)


def _saving(name: str, user: User, written: Versioned, words: Mapping[str, str], path: str, server: Server) -> Row:
    """What the page sends by itself; each time other words, and the version that the last save has made."""

    def fields(version: int) -> dict[str, object]:
        typed = {field: text.format(version) for field, text in words.items()}
        return {"version": version, "level": "3", **typed}

    browser = Browser(server.port)
    browser.log_in(user.username, PASSWORD)
    statements = statements_of(user, lambda client: client.post(path, fields(written.version), headers=AUTOSAVE))
    versions = itertools.count(written.version + 1)
    return _timed(
        name,
        Limits(statements=8, median_ms=15, cpu_ms=8),
        server,
        lambda: browser.post(path, fields(next(versions)), **AUTOSAVE),
        statements,
    )


def page(name: str, limits: Limits, user: User, path: str, server: Server) -> Row:
    """Reading one page over HTTP."""
    browser = Browser(server.port)
    browser.log_in(user.username, PASSWORD)
    statements = statements_of(user, lambda client: client.get(path))
    return _timed(name, limits, server, lambda: browser.get(path), statements)


def _timed(name: str, limits: Limits, server: Server, ask: Callable[[], tuple[int, bytes]], statements: int) -> Row:
    for _ in range(WARM_UP):
        _demand(name, ask()[0])
    times, size, before = [], 0, server.cpu_ms()
    for _ in range(ROUNDS):
        started = time.perf_counter()
        status, content = ask()
        times.append(1000 * (time.perf_counter() - started))
        _demand(name, status)
        size = len(content)
    cpu = (server.cpu_ms() - before) / ROUNDS
    return Row(name, limits, statements, statistics.median(times), cpu, size)


def _paper(name: str, limits: Limits, cost: Cost) -> Row:
    return Row(name, limits, None, cost.wall_ms, cost.cpu_ms, cost.size, cost.peak_mb)


def _demand(name: str, status: int) -> None:
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{name} was answered by {status}")
