"""A radar: one axis a part of the instrument, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, hypot, pi, sin, sqrt
from typing import NamedTuple

from django.utils.safestring import SafeString

from apps.common import formats
from apps.common.charts import words
from apps.common.charts.canvas import Canvas, Point

SIZE = 13.0
LINE = 15.0
LABEL_WIDTH = 104.0
LEAST_RADIUS = 92.0
MARGIN = 14.0
BETWEEN = 5.0


class Axis(NamedTuple):
    """One spoke: its name, its figure, and the figure aimed at."""

    label: str
    value: Decimal | None
    target: Decimal | None = None


@dataclass
class Label:
    """The words of an axis and where they stand; side is -1 left, 0 over or under, 1 right."""

    lines: list[str]
    tip: Point
    side: int
    middle: float

    @property
    def height(self) -> float:
        return LINE * len(self.lines)

    @property
    def top(self) -> float:
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.height / 2

    @property
    def width(self) -> float:
        return max(words.width(line, SIZE) for line in self.lines)


def radar(
    axes: Sequence[Axis],
    minimum: Decimal | int,
    maximum: Decimal | int,
    *,
    title: str,
    for_paper: bool = False,
) -> SafeString:
    """Values solid with dots, targets dashed, the first axis at the top. At least three axes.

    Raises ValueError for fewer axes or a figure outside minimum..maximum.
    """
    if len(axes) < 3:
        raise ValueError("a radar needs at least three axes")
    for axis in axes:
        for figure in (axis.value, axis.target):
            if figure is not None and not minimum <= figure <= maximum:
                raise ValueError(f"{axis.label}: {figure} lies outside {minimum}..{maximum}")

    texts = [[*words.wrapped(axis.label, SIZE, LABEL_WIDTH), formats.figure(axis.value)] for axis in axes]
    radius = _radius(texts)
    canvas = Canvas(title=title, description=_description(axes), classes="radar", for_paper=for_paper)

    def at(place: int, figure: Decimal | int) -> Point:
        share = float((Decimal(figure) - minimum) / (Decimal(maximum) - minimum))
        return _spoke(place, len(axes), radius * share)

    _draw_grid(canvas, len(axes), radius, int(maximum) - int(minimum))
    targets = [at(place, axis.target) for place, axis in enumerate(axes) if axis.target is not None]
    if len(targets) == len(axes):
        canvas.polygon("s2", targets)
    _draw_values(canvas, [None if axis.value is None else at(place, axis.value) for place, axis in enumerate(axes)])

    labels = _placed(texts, radius)
    left, right = _draw_labels(canvas, labels, radius)
    top = min(label.top for label in labels) - 2
    bottom = max(label.bottom for label in labels) + 2
    return canvas.render(right - left, bottom - top, left=left, top=top)


def _spoke(place: int, of: int, distance: float) -> Point:
    angle = 2 * pi * place / of
    return distance * sin(angle), -distance * cos(angle)


def _radius(texts: list[list[str]]) -> float:
    """Large enough for the labels of each side to stand under one another."""
    sides = [0.0, 0.0]
    for place, lines in enumerate(texts):
        if side := _side(place, len(texts)):
            sides[side > 0] += LINE * len(lines) + BETWEEN
    return max(LEAST_RADIUS, max(sides) / 2)


def _side(place: int, of: int) -> int:
    across = sin(2 * pi * place / of)
    return 0 if abs(across) < 1e-9 else 1 if across > 0 else -1


def _draw_grid(canvas: Canvas, spokes: int, radius: float, rings: int) -> None:
    for ring in range(1, rings + 1):
        edge = [_spoke(place, spokes, radius * ring / rings) for place in range(spokes)]
        canvas.polygon("ax2" if ring == rings else "ax", edge)
    for place in range(spokes):
        canvas.line("ax", [(0, 0), _spoke(place, spokes, radius)])


def _draw_values(canvas: Canvas, points: list[Point | None]) -> None:
    """The shape of the values; beside an axis without a figure the line stays open."""
    known = [point for point in points if point is not None]
    if len(known) == len(points):
        canvas.polygon("area", known)
        canvas.polygon("s1", known)
    else:
        for before, after in pairwise([*points, points[0]]):
            if before is not None and after is not None:
                canvas.line("s1", [before, after])
    for x, y in known:
        canvas.add("circle", "d1", cx=x, cy=y, r=4)


def _placed(texts: list[list[str]], radius: float) -> list[Label]:
    labels = []
    for place, lines in enumerate(texts):
        x, y = _spoke(place, len(texts), radius)
        labels.append(Label(lines, (x, y), _side(place, len(texts)), y + MARGIN * y / radius))
    for label in labels:
        if label.side == 0:
            label.middle += label.height / 2 if label.tip[1] > 0 else -label.height / 2
    for side in (-1, 1):
        _spread(sorted((each for each in labels if each.side == side), key=lambda each: each.tip[1]), radius)
    return labels


def _spread(column: list[Label], radius: float) -> None:
    """Keep the labels of one side off one another and between the poles, in the order of their axes."""
    floor = -radius - MARGIN
    for label in column:
        label.middle = max(label.middle, floor + label.height / 2)
        floor = label.bottom + BETWEEN
    ceiling = radius + MARGIN
    for label in reversed(column):
        label.middle = min(label.middle, ceiling - label.height / 2)
        ceiling = label.top - BETWEEN


def _draw_labels(canvas: Canvas, labels: list[Label], radius: float) -> tuple[float, float]:
    """Write the labels beside the circle; returns how far they reach to the left and right."""
    reach = []
    for label in labels:
        nearest = max(0.0, label.top, -label.bottom) if label.side else 0.0
        outside = sqrt(max(0.0, (radius + MARGIN) ** 2 - nearest**2))
        x = label.side * max(outside, abs(label.tip[0]) + 6)
        anchor = {-1: "end", 0: "mid", 1: ""}[label.side]
        if label.side and hypot(x - label.tip[0], label.middle - label.tip[1]) > 2 * MARGIN:
            canvas.line("ax", [label.tip, (x - label.side * 3, label.middle)])
        for row, line in enumerate(label.lines):
            last = row == len(label.lines) - 1
            canvas.text(x, label.top + LINE * row + 12, line, f"{anchor} {'v' if last else 'm'}".strip())
        reach += {
            -1: [x - label.width],
            0: [-label.width / 2, label.width / 2],
            1: [x + label.width],
        }[label.side]
    return min(*reach, -radius) - 2, max(*reach, radius) + 2


def _description(axes: Sequence[Axis]) -> str:
    values = "; ".join(f"{axis.label} {formats.figure(axis.value)}" for axis in axes)
    targets = [axis.target for axis in axes]
    if None in targets:
        return f"{values}."
    if len(set(targets)) == 1:
        return f"{values}. Garis putus-putus: target {formats.figure(targets[0])}."
    each = "; ".join(f"{axis.label} {formats.figure(axis.target)}" for axis in axes)
    return f"{values}. Garis putus-putus: target {each}."
