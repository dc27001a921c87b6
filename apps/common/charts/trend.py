"""An index through the years, with a visible break where the instrument changed."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.common import formats
from apps.common.charts import words
from apps.common.charts.canvas import Canvas, Point
from apps.common.scales import band_step

SIZE = 12.0
LEAST_STEP = 56.0
MOST_STEP = 88.0
LEAST_WIDTH = 360.0
LEFT = 50.0
TOP = 34.0
HEIGHT = 240.0
WIDE = 460.0
BASE = TOP + HEIGHT
BREAK_WIDTH = 20.0
SHAPES = ("square", "circle", "diamond")

Absence = Literal["not_assessed", "not_loaded"]
ABSENCE_WORDS: dict[Absence, str] = {"not_assessed": "tidak dinilai", "not_loaded": "angka belum dimuat"}


class TrendPoint(NamedTuple):
    """A year. instrument: its name as people read it; absence says why a value is None."""

    year: int
    value: Decimal | None
    instrument: str
    note: str = ""
    absence: Absence = "not_assessed"


class Band(NamedTuple):
    """A predikat at the edge of the chart: the index it begins at; position and of as in "_predikat.html"."""

    floor: Decimal
    predikat: str
    position: int
    of: int


def trend(
    points: Sequence[TrendPoint],
    minimum: Decimal | int,
    maximum: Decimal | int,
    *,
    title: str,
    bands: Sequence[Band] = (),
    for_paper: bool = False,
) -> SafeString:
    """Lines join only figures of one instrument; dotted where years lie between without a figure.

    Bands belong to one instrument: give them only where all points share it. Raises ValueError for a doubled
    year or a figure outside minimum..maximum.
    """
    points = sorted(points, key=lambda point: point.year)
    _check(points, minimum, maximum)
    first = points[0].year if points else 0
    years = points[-1].year - first + 1 if points else 1
    step = min(MOST_STEP, max(LEAST_STEP, (LEAST_WIDTH - LEFT - LEAST_STEP / 2) / max(years - 1, 1)))
    right = max(LEAST_WIDTH, LEFT + step * (years - 1) + LEAST_STEP / 2)
    # A wide one is shrunk on a phone; there its letters grow.
    classes = "big" if right > WIDE else ""
    canvas = Canvas(title=title, description=_description(points), classes=classes, for_paper=for_paper)

    def height(figure: Decimal | int) -> float:
        return BASE - HEIGHT * float((Decimal(figure) - minimum) / (Decimal(maximum) - minimum))

    def at(point: TrendPoint, figure: Decimal) -> Point:
        return LEFT + step * (point.year - first), height(figure)

    for grade in range(int(minimum), int(maximum) + 1):
        canvas.line("ax", [(LEFT - 16, height(grade)), (right, height(grade))])
        canvas.text(LEFT - 22, height(grade) + 4, str(grade), "m end")
    edge = _draw_bands(canvas, bands, right + 6, height)
    for before, after in pairwise(points):
        if before.instrument != after.instrument:
            middle = LEFT + step * ((before.year + after.year) / 2 - first)
            _draw_break(canvas, middle, f"{before.instrument} diganti {after.instrument}")
    for start, end in joined(points):
        paint = "s1" if end.year - start.year == 1 else "s1 gap"
        canvas.line(paint, [at(start, start.value), at(end, end.value)])  # type: ignore[arg-type]
    shapes = shapes_of(points)
    for point in points:
        x = LEFT + step * (point.year - first)
        if point.value is None:
            _draw_absence(canvas, x, point)
        else:
            _draw_marker(canvas, shapes[point.instrument], at(point, point.value), _hint(point))
            canvas.text(x, height(point.value) - 12, formats.figure(point.value), "v mid ring")
        canvas.text(x, BASE + 22, str(point.year), "m mid" if point.value is None else "mid")
    return canvas.render(edge, BASE + 34)


def joined(points: Sequence[TrendPoint]) -> list[tuple[TrendPoint, TrendPoint]]:
    """The pairs a line may join: next figures of one instrument with no other instrument between."""
    pairs = []
    last: TrendPoint | None = None
    for point in points:
        if last is not None and point.instrument != last.instrument:
            last = None
        if point.value is None:
            continue
        if last is not None:
            pairs.append((last, point))
        last = point
    return pairs


def shapes_of(points: Sequence[TrendPoint]) -> dict[str, str]:
    """The marker of each instrument, oldest first; one instrument alone is drawn as circles."""
    instruments = list(dict.fromkeys(point.instrument for point in points))
    if len(instruments) == 1:
        return {instruments[0]: "circle"}
    return {name: SHAPES[place % len(SHAPES)] for place, name in enumerate(instruments)}


def trend_key(points: Sequence[TrendPoint]) -> SafeString:
    """The list under a trend that says what each mark means; only what occurs is explained."""
    points = sorted(points, key=lambda point: point.year)
    rows: list[tuple[str, str]] = []
    for instrument, shape in shapes_of(points).items():
        rows.append((_sample(shape), instrument))
    if any(end.year - start.year > 1 for start, end in joined(points)):
        rows.append(('<path class="s1 gap" d="M0 6H20"/>', "melewati tahun tanpa angka"))
    if len(shapes_of(points)) > 1:
        rows.append(
            (
                '<rect class="brk" x="6" y="0" width="8" height="12"/>',
                "instrumen berganti, tidak dapat dibandingkan",
            )
        )
    absent = {point.absence for point in points if point.value is None}
    if "not_assessed" in absent:
        rows.append(('<path class="ax2 thick" d="M5 1l10 10m0-10L5 11"/>', ABSENCE_WORDS["not_assessed"]))
    if "not_loaded" in absent:
        rows.append(('<circle class="d0" cx="10" cy="6" r="5"/>', ABSENCE_WORDS["not_loaded"]))
    items = format_html_join(
        "",
        '<li><svg xmlns="http://www.w3.org/2000/svg" width="20" height="12" viewBox="0 0 20 12" aria-hidden="true">{}'
        "</svg>{}</li>",
        ((SafeString(mark), text) for mark, text in rows),
    )
    return format_html('<ul class="key">{}</ul>', items)


def _check(points: Sequence[TrendPoint], minimum: Decimal | int, maximum: Decimal | int) -> None:
    for before, after in pairwise(points):
        if before.year == after.year:
            raise ValueError(f"the year {after.year} stands twice")
    for point in points:
        if point.value is not None and not minimum <= point.value <= maximum:
            raise ValueError(f"{point.year}: {point.value} lies outside {minimum}..{maximum}")


def _sample(shape: str) -> str:
    mark = {
        "square": '<rect class="d1" x="6" y="2" width="8" height="8"/>',
        "circle": '<circle class="d1" cx="10" cy="6" r="4.5"/>',
        "diamond": '<polygon class="d1" points="10,1 15,6 10,11 5,6"/>',
    }[shape]
    return f'<path class="s1" d="M0 6H20"/>{mark}'


def _draw_marker(canvas: Canvas, shape: str, centre: Point, hint: str) -> None:
    x, y = centre
    if shape == "square":
        canvas.add("rect", "d1", hint=hint, x=x - 5, y=y - 5, width=10, height=10)
    elif shape == "circle":
        canvas.add("circle", "d1", hint=hint, cx=x, cy=y, r=5.5)
    else:
        corners = [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
        canvas.polygon("d1", corners)


def _draw_absence(canvas: Canvas, x: float, point: TrendPoint) -> None:
    if point.absence == "not_assessed":
        y = BASE - 16
        canvas.add("path", "ax2 thick", hint=_hint(point), d=f"M{x - 6:.1f} {y}l12 12m0-12l-12 12")
    else:
        canvas.add("circle", "d0", hint=_hint(point), cx=x, cy=BASE - 10, r=6)


def _draw_break(canvas: Canvas, middle: float, hint: str) -> None:
    """A hatched band from top to base: nothing crosses it."""
    left, top = middle - BREAK_WIDTH / 2, TOP - 12
    canvas.add("rect", "brk", hint=hint, x=left, y=top, width=BREAK_WIDTH, height=BASE - top)
    strokes = []
    y = top + BREAK_WIDTH
    while y <= BASE:
        strokes.append(f"M{left:.1f} {y:.1f}l{BREAK_WIDTH:.0f}-{BREAK_WIDTH:.0f}")
        y += 12
    canvas.add("path", "hatch", d="".join(strokes))


def _draw_bands(
    canvas: Canvas,
    bands: Sequence[Band],
    left: float,
    height: Callable[[Decimal], float],
) -> float:
    """The predikat as a strip at the right; returns where the picture ends."""
    ceiling = BASE - HEIGHT
    for band in sorted(bands, key=lambda band: band.floor, reverse=True):
        floor = min(height(band.floor), BASE)
        step = band_step(band.position, band.of)
        canvas.add("rect", f"fl p{step}", x=left, y=ceiling, width=8, height=floor - ceiling)
        canvas.text(left + 14, (ceiling + floor) / 2 + 4, band.predikat, "m wide-only")
        ceiling = floor
    widest = max((words.width(band.predikat, SIZE) for band in bands), default=0.0)
    return left + 14 + widest + 4 if bands else left + 12


def _hint(point: TrendPoint) -> str:
    figure = ABSENCE_WORDS[point.absence] if point.value is None else formats.figure(point.value)
    return ", ".join(part for part in (f"{point.year}: {figure}", point.instrument, point.note) if part)


def _description(points: Sequence[TrendPoint]) -> str:
    if not points:
        return "Belum ada data."
    parts = []
    for before, point in zip([None, *points], points, strict=False):
        if before is not None and before.instrument != point.instrument:
            parts.append(f"Instrumen berganti dari {before.instrument} ke {point.instrument}, tidak dapat dibandingkan")
        figure = ABSENCE_WORDS[point.absence] if point.value is None else formats.figure(point.value)
        parts.append(f"{point.year} {figure}{f' ({point.note})' if point.note else ''}")
    return "; ".join(parts) + "."
