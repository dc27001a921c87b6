"""The figures as a table, the same on the terminal and in docs/benchmarks.md."""

from collections.abc import Iterable

from apps.dashboard.bench.measures import Row

HEAD = "| measured | statements | median ms | CPU ms | bytes | peak MB |"
RULE = "|---|---|---|---|---|---|"


def lines(rows: Iterable[Row]) -> list[str]:
    """A line for each measurement, what it may cost in brackets; `!` where it costs more."""
    return [HEAD, RULE, *(_line(row) for row in rows)]


def _line(row: Row) -> str:
    limits = row.limits
    cells = (
        _cell(row.statements, limits.statements, "{:d}"),
        _cell(row.median_ms, limits.median_ms, "{:.1f}"),
        _cell(row.cpu_ms, limits.cpu_ms, "{:.1f}"),
        _cell(row.size, limits.size, "{:d}"),
        _cell(row.memory_mb, limits.memory_mb, "{:.0f}"),
    )
    return f"| {row.name} | {' | '.join(cells)} |"


def _cell(value: float | None, limit: float | None, form: str) -> str:
    if value is None:
        return ""
    if limit is None:
        return form.format(value)
    return f"{form.format(value)}{' !' if value > limit else ''} ({limit:g})"
