"""Papers made in a process of their own, as a worker makes them: its memory is theirs alone."""

import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import django

from apps.decrees.models import Decree
from apps.decrees.paper import render_decree
from apps.decrees.queries import sheet_of as sheet_of_decree
from apps.reports.models import Report
from apps.reports.paper import render_report
from apps.reports.queries import sheet_of as sheet_of_report
from apps.results.models import Result

ROUNDS = 3
IN_BATCH = 20


@dataclass(frozen=True)
class Cost:
    """Medians of some rounds after a first one; the peak is that of the whole process, imports included."""

    size: int
    wall_ms: float
    cpu_ms: float
    peak_mb: float


def apart(measure: Callable[[int], Cost], pk: int) -> Cost:
    """Measure in a fresh interpreter."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as process:
        return process.submit(measure, pk).result()


def decree_cost(pk: int) -> Cost:
    decree = Decree.objects.select_related("run__period__instrument").get(pk=pk)
    return cost_of(lambda: render_decree(sheet_of_decree(decree, is_draft=True)))


def report_cost(pk: int) -> Cost:
    report = Report.objects.select_related("result__evaluation__period__instrument").get(pk=pk)
    return cost_of(lambda: render_report(sheet_of_report(report)))


def batch_cost(run: int) -> Cost:
    """One after the other, as a worker makes those of a batch, read from the database and rendered."""
    asked = Result.objects.filter(run=run).select_related(
        "run", "predikat", "evaluation__institution", "evaluation__period__instrument"
    )
    reports = iter([Report(result=result, code="LH") for result in asked.order_by("pk")[: IN_BATCH + 1]])
    return cost_of(lambda: render_report(sheet_of_report(next(reports), is_draft=True)), rounds=IN_BATCH)


def cost_of(make: Callable[[], bytes], *, rounds: int = ROUNDS) -> Cost:
    make()
    size, wall, cpu = 0, [], []
    for _ in range(rounds):
        started, worked = time.perf_counter(), time.process_time()
        size = len(make())
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - worked))
    return Cost(size, statistics.median(wall), statistics.median(cpu), peak_mb())


def peak_mb() -> float:
    """The most memory this process has held. Not ru_maxrss: that one begins with the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) / 1024
