"""Bars: how many stand in each band, and how far an index has come."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from apps.common import formats
from apps.common.charts import words
from apps.common.charts.canvas import Canvas
from apps.common.scales import band_step

SIZE = 13.0
ROW = 30.0
THICK = 18.0
LONGEST = 240.0


class Bar(NamedTuple):
    """A band and how many stand in it; position and of as in "_predikat.html"."""

    label: str
    amount: int
    position: int
    of: int


def distribution(bars: Sequence[Bar], *, title: str, for_paper: bool = False) -> SafeString:
    """One bar a band, in the order given, its count behind it. An empty band keeps its row and says 0."""
    description = "; ".join(f"{bar.label} {formats.count(bar.amount)}" for bar in bars)
    canvas = Canvas(title=title, description=f"{description}." if bars else "Belum ada data.", for_paper=for_paper)
    most = max((bar.amount for bar in bars), default=0)
    start = 12 + max((words.width(bar.label, SIZE) for bar in bars), default=0)

    for row, bar in enumerate(bars):
        top = row * ROW + (ROW - THICK) / 2
        base = top + THICK - 5
        canvas.text(start - 10, base, bar.label, "end")
        length = LONGEST * bar.amount / most if most else 0.0
        if bar.amount:
            step = band_step(bar.position, bar.of)
            canvas.add("rect", f"fl p{step} edge", x=start, y=top, width=length, height=THICK)
        canvas.text(start + length + 8, base, formats.count(bar.amount), "v")

    longest_count = max((words.width(formats.count(bar.amount), SIZE) for bar in bars), default=0)
    return canvas.render(start + LONGEST + 8 + longest_count + 4, max(len(bars), 1) * ROW)


def index_bar(
    value: Decimal | None,
    minimum: Decimal | int,
    maximum: Decimal | int,
    *,
    target: Decimal | None = None,
    for_paper: bool = False,
) -> SafeString:
    """A thin bar from the scale's minimum, for a table cell beside the figure; a tick marks the target."""

    def along(figure: Decimal) -> float:
        return float(100 * (figure - minimum) / (Decimal(maximum) - minimum))

    scale = f"pada skala {formats.level(Decimal(minimum))} sampai {formats.level(Decimal(maximum))}"
    canvas = Canvas(title=f"{formats.figure(value)} {scale}", description="", classes="bar", for_paper=for_paper)
    canvas.add("rect", "ground", x=0, y=0, width=100, height=10)
    if value is not None:
        canvas.add("rect", "b1", x=0, y=0, width=along(value), height=10)
    if target is not None:
        canvas.line("tick", [(along(target), 0), (along(target), 10)])
    return canvas.render(100, 10, stretch=True)
