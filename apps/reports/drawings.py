"""The drawings of a report: the cover's shape, the scale of predikat, the radar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin
from typing import TYPE_CHECKING, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.common.charts.radar import Axis, radar
from apps.common.formats import figure

if TYPE_CHECKING:
    from apps.reports.paper import ReportSheet

AXES_OF_A_SHAPE = 3
RINGS = 9
CENTRE = (462.0, 250.0)
REACH = 144.0
GROUNDS = ("#f3eded", "#ecdede", "#e0bcbc", "#c98f90", "#a95355")
WIDTH = 300.0


class HasFigure(Protocol):
    """A part with its figure."""

    @property
    def stated(self) -> Decimal: ...


def leaf_radar(sheet: ReportSheet) -> SafeString | None:
    """The leaves as a radar; None where they are too few to make a shape."""
    leaves = sheet.leaves
    if len(leaves) < AXES_OF_A_SHAPE:
        return None
    axes = [Axis(node.name, node.stated, node.target) for node in leaves]
    title = f"Radar {len(leaves)} {leaves[0].kind.lower()}"
    return radar(axes, sheet.minimum, sheet.maximum, title=title, for_paper=True)


def cover(leaves: Sequence[HasFigure], minimum: Decimal, maximum: Decimal) -> SafeString | None:
    """The same shape, large and pale, as the ornament of a cover."""
    if len(leaves) < AXES_OF_A_SHAPE:
        return None
    rings = format_html_join(
        "",
        '<polygon points="{}" fill="none" stroke="#{}" stroke-width=".9"/>',
        ((_shape([ring * 0.3] * len(leaves)), f"{0x8A - ring * 7:02x}3a3c") for ring in range(1, RINGS + 1)),
    )
    shares = [float((node.stated - minimum) / (maximum - minimum)) for node in leaves]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 609 400">'
        "<title>Hiasan: bentuk capaian</title>{}"
        '<polygon points="{}" fill="#8f2527" stroke="#d98b8c" stroke-width="1.6"/></svg>',
        rings,
        _shape([0.12 + 0.88 * share for share in shares]),
    )


def scale(sheet: ReportSheet) -> SafeString:
    """The bands of the predikat side by side, the institution's index and the averages over them."""
    span = sheet.maximum - sheet.minimum

    def along(value: Decimal) -> float:
        return round(float((value - sheet.minimum) / span) * WIDTH, 1)

    rising = list(reversed(sheet.bands))
    edges = [along(sheet.minimum), *(along(band.floor) for band in rising[1:]), WIDTH]
    parts = [
        format_html(
            '<rect x="{}" y="30" width="{}" height="11" fill="{}"/>{}{}',
            left,
            round(right - left - 1, 1),
            GROUNDS[min(place, len(GROUNDS) - 1)],
            _words((left + right) / 2, 52, band.predikat, "middle", bold=band.predikat == sheet.predikat),
            _words(left, 63, figure(band.floor if place else sheet.minimum), "start"),
        )
        for place, (band, left, right) in enumerate(zip(rising, edges, edges[1:], strict=False))
    ]
    for place, average in enumerate(sheet.averages):
        x = along(average.index)
        y = 6 + 10 * place
        side = "end" if x > WIDTH / 3.5 else "start"
        parts.append(
            format_html('<path d="M{} {}V42" stroke="#525252" stroke-width=".9"/>', x, y - 6)
            + _words(x - 3 if side == "end" else x + 3, y, f"{average.label} {figure(average.index)}", side)
        )
    x = along(sheet.stated)
    parts.append(format_html('<path d="M{} 42l-4.5 -8h9z" transform="translate(0 -13)" fill="#b42b2d"/>', x))
    described = ", ".join(f"{band.predikat} mulai {figure(band.floor)}" for band in rising)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -2 312 68">'
        "<title>Indeks {} terletak pada predikat {}. Skala: {}.</title>{}</svg>",
        figure(sheet.stated),
        sheet.predikat,
        described,
        SafeString("".join(parts)),
    )


def _words(x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="Inter" font-size="7.4" font-weight="{}" fill="{}" text-anchor="{}">{}</text>',
        round(x, 1),
        y,
        600 if bold else 400,
        "#8f2527" if bold else "#525252",
        anchor,
        words,
    )


def _shape(shares: Sequence[float]) -> str:
    """Corners around the cover's centre, the first at the top; a share of 1 reaches the outermost level."""
    points = []
    for place, share in enumerate(shares):
        angle = 2 * pi * place / len(shares)
        x, y = CENTRE[0] + REACH * share * sin(angle), CENTRE[1] - REACH * share * cos(angle)
        points.append(f"{x:.1f},{y:.1f}")
    return " ".join(points)
