"""What the figures of agreement cost over a whole country: at once, and with their intervals in a worker."""

import time

from apps.dashboard.bench.country import Country
from apps.dashboard.bench.measures import Limits, Row
from apps.harmonisation.actions.figures import DRAWS, figures_of
from apps.harmonisation.queries.judged import judged_of


def agreement(country: Country) -> list[Row]:
    """From the rows in the database to the last figure; without draws the point figures alone."""
    return [
        _row(country, "agreement, point figures", Limits(median_ms=3_000), draws=0),
        _row(country, f"agreement, intervals of {DRAWS} draws", Limits(median_ms=60_000), draws=DRAWS),
    ]


def _row(country: Country, name: str, limits: Limits, *, draws: int) -> Row:
    started, worked = time.perf_counter(), time.process_time()
    judged = judged_of(country.period)
    for _ in figures_of(judged, draws=draws):
        pass
    wall, cpu = time.perf_counter() - started, time.process_time() - worked
    return Row(f"{name}: {len(judged.ratings)} judgements", limits, median_ms=1000 * wall, cpu_ms=1000 * cpu)
