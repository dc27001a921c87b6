"""An SVG being drawn: geometry in attributes, paint in classes; on paper the classes become attributes."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

PAPER_FONT = "Inter, Arial, sans-serif"

# WeasyPrint gives an inline SVG no style sheet of the document. The values are those of the light tokens.
PAPER: dict[str, dict[str, str]] = {
    "ax": {"stroke": "#e3dcd5", "fill": "none"},
    "ax2": {"stroke": "#857a72", "fill": "none"},
    "s1": {"stroke": "#b42b2d", "stroke-width": "2.5", "fill": "none"},
    "s2": {"stroke": "#5a524c", "stroke-width": "1.75", "stroke-dasharray": "5 4", "fill": "none"},
    "gap": {"stroke-dasharray": "2 6", "stroke-linecap": "round"},
    "thick": {"stroke-width": "2.5"},
    "area": {"fill": "#b42b2d", "fill-opacity": "0.13"},
    "d1": {"fill": "#b42b2d", "stroke": "#ffffff", "stroke-width": "1.5"},
    "d0": {"fill": "#ffffff", "stroke": "#857a72", "stroke-width": "1.5", "stroke-dasharray": "2 2"},
    "brk": {"fill": "#f3efea", "stroke": "#857a72", "stroke-dasharray": "3 3"},
    "hatch": {"stroke": "#857a72", "stroke-width": "0.75", "fill": "none"},
    "b1": {"fill": "#b42b2d"},
    "ground": {"fill": "#f3efea"},
    "tick": {"stroke": "#1f1b19"},
    "edge": {"stroke": "#857a72"},
    "p1": {"fill": "#f7d9cc"},
    "p2": {"fill": "#efca6c"},
    "p3": {"fill": "#84bd95"},
    "p4": {"fill": "#2c7a57"},
    "p5": {"fill": "#0d4333"},
    "t1": {"fill": "#5c1f0b"},
    "t2": {"fill": "#3a2a00"},
    "t3": {"fill": "#0b2d19"},
    "t4": {"fill": "#ffffff"},
    "t5": {"fill": "#ffffff"},
    "text": {"fill": "#1f1b19"},
    "m": {"fill": "#5a524c"},
    "v": {"font-weight": "600"},
    "mid": {"text-anchor": "middle"},
    "end": {"text-anchor": "end"},
}

Number = float | int
Point = tuple[float, float]


class Canvas:
    """Collects elements and hands them back as one <svg> with a title and a description."""

    def __init__(self, *, title: str, description: str, classes: str = "", for_paper: bool = False) -> None:
        self.title = title
        self.description = description
        self.classes = f"chart {classes}".strip()
        self.for_paper = for_paper
        self._body: list[str] = []

    def add(self, name: str, paint: str, *, hint: str = "", **geometry: Number | str) -> None:
        """Draw an element; `paint` are classes, `hint` is what the pointer reads over it."""
        attributes = self._attributes(paint, geometry)
        inside = f"<title>{escape(hint)}</title>" if hint else ""
        self._body.append(f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>")

    def line(self, paint: str, points: Sequence[Point], *, hint: str = "") -> None:
        """Draw an open line through the points."""
        self.add("path", paint, hint=hint, d="M" + "L".join(pair(point) for point in points))

    def polygon(self, paint: str, points: Sequence[Point]) -> None:
        """Draw a closed shape."""
        self.add("polygon", paint, points=" ".join(pair(point, ",") for point in points))

    def text(self, x: float, y: float, words: str, paint: str = "", **geometry: Number | str) -> None:
        """Write a line of text with its base line at y."""
        placed = self._attributes(f"text {paint}" if self.for_paper else paint, {"x": x, "y": y, **geometry})
        font = f' font-family="{PAPER_FONT}" font-size="12"' if self.for_paper else ""
        self._body.append(f"<text{placed}{font}>{escape(words)}</text>")

    def render(
        self, width: float, height: float, *, left: float = 0, top: float = 0, stretch: bool = False
    ) -> SafeString:
        """The finished picture; the view box begins at (left, top). `stretch` lets it fill any box.

        It says its own size, so that a page shrinks it where it must and never blows its letters up.
        """
        box = f"{number(left)} {number(top)} {number(width)} {number(height)}"
        style = "" if self.for_paper else f' class="{escape(self.classes)}"'
        if stretch:
            style += ' preserveAspectRatio="none"'
        elif not self.for_paper:
            style += f' width="{number(width)}" height="{number(height)}"'
        head = f"<title>{escape(self.title)}</title>"
        if self.description:
            head += f"<desc>{escape(self.description)}</desc>"
        body = "".join(self._body)
        # The body is made of escaped text and of attributes written here.
        return mark_safe(  # noqa: S308
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{box}"{style}>{head}{body}</svg>'
        )

    def _attributes(self, paint: str, geometry: dict[str, Number | str]) -> str:
        attributes = {
            name.replace("_", "-"): escape(value) if isinstance(value, str) else number(value)
            for name, value in geometry.items()
        }
        if not self.for_paper:
            return _written({"class": paint, **attributes} if paint else attributes)
        painted: dict[str, str] = {}
        for name in paint.split():
            painted.update(PAPER.get(name, {}))
        return _written({**painted, **attributes})


def number(value: Number) -> str:
    """A coordinate to a tenth, without idle zeros."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def pair(point: Point, between: str = " ") -> str:
    """A point as two coordinates."""
    return f"{number(point[0])}{between}{number(point[1])}"


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())
