"""The look of the workbook: the colours of the house, one format for each kind of cell."""

from typing import Any

BRAND, ON_BRAND, TINT = "#a82729", "#ffffff", "#fdf3f2"
TEXT, MUTED, SUNKEN, LINE, EDGE = "#1f1b19", "#5a524c", "#f3efea", "#e3dcd5", "#857a72"
SIMULATION, ON_SIMULATION = "#f2c548", "#2a2003"
AS_TEXT = "@"


class Styles:
    """Formats of one workbook. Inputs are white and unlocked; everything else stands on a tinted ground."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Arial", "font_size": 9, "font_color": TEXT, "valign": "top"}
        boxed = base | {"text_wrap": True, "border": 1, "border_color": LINE}
        typed = boxed | {"locked": False, "border_color": EDGE, "bg_color": "#ffffff"}

        def style(**more: Any) -> Any:
            return book.add_format(base | more)

        self._book, self._level = book, typed | {"align": "center", "bold": True, "font_size": 12}
        on_band = {"bg_color": TINT, "valign": "vcenter"}
        self.title = style(**on_band, bold=True, font_size=16, font_color=BRAND)
        self.subtitle = style(**on_band, font_size=10, font_color=TEXT)
        self.hint = style(**on_band, font_size=10, font_color=MUTED)
        self.simulation = style(
            bold=True, font_size=10, valign="vcenter", bg_color=SIMULATION, font_color=ON_SIMULATION
        )
        self.heading = book.add_format(
            boxed | {"bold": True, "bg_color": BRAND, "font_color": ON_BRAND, "valign": "vcenter"}
        )
        self.fixed = book.add_format(boxed | {"bg_color": SUNKEN})
        self.name = book.add_format(boxed | {"bg_color": SUNKEN, "bold": True, "font_size": 10})
        self.number = book.add_format(boxed | {"bg_color": SUNKEN, "bold": True, "align": "center"})
        self.quiet = book.add_format(boxed | {"bg_color": SUNKEN, "font_color": MUTED, "font_size": 8})
        # Marked as text, so that days and long numbers stay as typed, and what begins with "=" is no formula.
        self.input = book.add_format(typed | {"num_format": AS_TEXT, "quote_prefix": True})
        self.level = book.add_format(self._level)
        run = {"font_name": "Arial", "font_size": 9, "font_color": TEXT}
        self.run, self.strong = book.add_format(run), book.add_format(run | {"bold": True})
        self.words = style(text_wrap=True, font_size=10)
        self.words_strong = style(text_wrap=True, font_size=10, bold=True)
        self.section = style(bold=True, font_size=12, font_color=BRAND, bottom=1, bottom_color=LINE)

    def level_of(self, digits: int) -> Any:
        """The format of a level with that many decimal places."""
        return self._book.add_format(self._level | {"num_format": "0" + "." * bool(digits) + "0" * digits})
