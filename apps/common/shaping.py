"""How WeasyPrint's text is shaped once. By itself it shapes a line to measure it, forgets it to save memory, and shapes
it again to draw it; a paper of ours is small, and most of what its text costs is that.
"""

from collections.abc import Iterator

from weasyprint.css import Style
from weasyprint.svg import Node
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

PARAGRAPHS_END = frozenset("\n\r\u2029")


class KeptLayout(line_break.Layout):
    """A line that stays as it was measured until it is drawn.

    One that is justified is shaped again, since only then the width of its spaces is known; so is one that ends a
    paragraph, since drawing takes any text as one.
    """

    is_kept = False

    def set_text(self, text: str, justify: bool = False) -> None:
        # Drawing asks for this, too; asked for later it would throw away what was shaped.
        pango.pango_layout_set_single_paragraph_mode(self.layout, PARAGRAPHS_END.isdisjoint(text))
        super().set_text(text, justify)

    def deactivate(self) -> None:
        """Called when the line was measured, and again when it was drawn."""
        self.is_kept = not self.is_kept and self._is_what_is_drawn()
        if not self.is_kept:
            super().deactivate()

    def reactivate(self, style: Style) -> None:
        if not (self.is_kept and style is self.style):
            self.is_kept = True  # so that the next word lets it go
            super().reactivate(style)

    def _is_what_is_drawn(self) -> bool:
        is_one_line = pango.pango_layout_get_line_readonly(self.layout, 1) == ffi.NULL
        return is_one_line and not self.justification_spacing and PARAGRAPHS_END.isdisjoint(self.text)


class WholeText(str):
    """Words of a drawing that are set at once. WeasyPrint goes through a text letter by letter and shapes each alone,
    since a drawing may give each a place of its own; ours give one place to a whole text. So letters are kerned, too.
    """

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _whole(node: Node) -> str | None:
    text: str | None = node._etree_node.text  # as its own property does
    return text and WholeText(text)


def _key(style: Style, include_size: bool = False) -> str:
    """Under which WeasyPrint keeps the height of a line. It asks for every line, and a style's fonts do not change."""
    known: dict[bool, str] = vars(style).setdefault("keys", {})
    if include_size not in known:
        known[include_size] = _full_key(style, include_size)
    return known[include_size]


_full_key = line_break._font_style_cache_key
line_break._font_style_cache_key = _key
line_break.Layout = KeptLayout
Node.text = property(_whole)
