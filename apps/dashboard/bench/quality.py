"""What the page of quality costs over a whole country: working out what stands out, and reading it."""

import statistics
import time
from decimal import Decimal

from django.urls import reverse

from apps.dashboard.bench.country import Country
from apps.dashboard.bench.measures import Limits, Row, page
from apps.dashboard.bench.server import Server
from apps.quality.actions import compute_signals, set_bounds
from apps.quality.choices import Kind

ROUNDS = 3
# Far beneath what ships, so that a good part of all levels stands out.
BOUND = Decimal("1.00")
PAGE = Limits(statements=20, median_ms=150)


def quality(country: Country, server: Server) -> list[Row]:
    """The first working out writes every signal; those after it find that all of them still stand."""
    set_bounds(country.period, {Kind.OUTLIER: BOUND}, by=country.ministry)
    first, count = _worked_out(country)
    again = [_worked_out(country)[0] for _ in range(ROUNDS)]
    name = f"quality: {country.period.evaluations.count()} institutions, {count} signals"
    return [
        Row(f"{name}, written", Limits(median_ms=20_000), median_ms=first[0], cpu_ms=first[1]),
        Row(
            f"{name}, worked out again",
            Limits(median_ms=10_000),
            median_ms=statistics.median(wall for wall, _ in again),
            cpu_ms=statistics.median(cpu for _, cpu in again),
        ),
        page(
            "the page of quality",
            PAGE,
            country.ministry,
            reverse("quality:signals", args=[country.period.slug]),
            server,
        ),
    ]


def _worked_out(country: Country) -> tuple[tuple[float, float], int]:
    """(wall and CPU in ms, how many stand)."""
    started, worked = time.perf_counter(), time.process_time()
    run = compute_signals(country.period)
    return (1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)), run.signals
