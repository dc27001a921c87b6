"""Figures with the range in which they may lie: a dot and a line a row, under one another."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from apps.common import formats
from apps.common.charts import words
from apps.common.charts.canvas import Canvas

SIZE = 13.0
ROW = 24.0
LONGEST = 260.0
LABEL = 260.0
HEAD = 22.0


class Span(NamedTuple):
    """A row: its name, its figure, and from where to where that may lie."""

    label: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


def spans(
    rows: Sequence[Span],
    minimum: Decimal | int,
    maximum: Decimal | int,
    *,
    title: str,
    signed: bool = False,
    for_paper: bool = False,
) -> SafeString:
    """A dot for every figure, a line over its range, a tick where zero is; what lies outside ends at the edge."""
    written = formats.change if signed else formats.figure
    canvas = Canvas(title=title, description=_description(rows, written), for_paper=for_paper)
    labels = [_cut(row.label) for row in rows]
    start = 12 + max((words.width(label, SIZE) for label in labels), default=0)
    foot = HEAD + ROW * max(len(rows), 1)

    def along(figure: Decimal | int) -> float:
        share = float((Decimal(figure) - minimum) / (Decimal(maximum) - minimum))
        return start + LONGEST * min(1.0, max(0.0, share))

    for edge in dict.fromkeys((minimum, Decimal(0), maximum)):
        if minimum <= edge <= maximum:
            canvas.line("ax2" if not edge else "ax", [(along(edge), HEAD), (along(edge), foot)])
            canvas.text(along(edge), HEAD - 6, written(Decimal(edge)) if edge else "0", "m mid")
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        middle = HEAD + ROW * place + ROW / 2
        canvas.text(start - 10, middle + 4, label, "end")
        if row.value is None:
            canvas.text(start + 6, middle + 4, formats.ABSENT, "m")
            continue
        if row.low is not None and row.high is not None:
            canvas.line("tick thick", [(along(row.low), middle), (along(row.high), middle)], hint=_said(row, written))
        canvas.add("circle", "d1", hint=_said(row, written), cx=along(row.value), cy=middle, r=5)
        canvas.text(start + LONGEST + 12, middle + 4, written(row.value), "v")
    return canvas.render(start + LONGEST + 60, foot + 4)


def _cut(label: str) -> str:
    """One line of it; the whole stands in the hint, the description and the table beside."""
    first, *more = words.wrapped(label, SIZE, LABEL)
    return f"{first} …" if more else first


def _said(row: Span, written: Callable[[Decimal | None], str]) -> str:
    figure = f"{row.label}: {written(row.value)}"
    return figure if row.low is None else f"{figure} ({written(row.low)} sampai {written(row.high)})"


def _description(rows: Sequence[Span], written: Callable[[Decimal | None], str]) -> str:
    return "; ".join(_said(row, written) for row in rows) + "." if rows else "Belum ada data."
