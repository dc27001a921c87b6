"""What a browser knows of a page: its forms, filled as the page shows them."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

ALERT = re.compile(
    r'<(?:div|p|li|span)[^>]*(?:role="alert"|class="[^"]*\berr)[^>]*>(.*?)</(?:div|p|li|span)>', re.DOTALL
)
TAG = re.compile(r"<[^>]+>")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
REFUSAL = b'class="note err'
LONGEST_WORDS = 300
UNTICKED = ("checkbox", "radio")
BUTTONS = ("submit", "button", "image", "reset", "file")


@dataclass
class Form:
    """Where it goes, and what would be sent if nobody typed anything."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    """The values of all its inputs, by name, those included that send nothing as they stand."""

    def put(self, name: str | None, value: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)

    def has(self, name: str, value: str) -> bool:
        """Whether there is such an input, holding this value; an empty one stands for any."""
        return value in self.fields.get(name, ()) if value else name in self.offered


@dataclass(frozen=True)
class Page:
    """An answer of the application."""

    path: str
    status: int
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def form(self, **has: str) -> Form:
        """The first form that has all of these fields with these values; an empty value stands for any.

        LookupError if there is none. Only what names them all is read: reading a page costs more than asking for it.
        """
        for piece in FORM.findall(self.text):
            if all(f'name="{name}"' in piece for name in has):
                form = _read(piece)
                if all(form.has(name, value) for name, value in has.items()):
                    return form
        raise LookupError(f"{self.path} shows no form with {', '.join(has)}")

    @property
    def is_refusal(self) -> bool:
        return REFUSAL in self.content

    @property
    def complaint(self) -> str:
        """What the page says went wrong, as a reader sees it."""
        said = [" ".join(unescape(TAG.sub(" ", one)).split()) for one in ALERT.findall(self.text)]
        return " / ".join(filter(None, said))[:LONGEST_WORDS] or self.text[:LONGEST_WORDS]


def _read(piece: str) -> Form:
    reader = _Reader()
    reader.feed(piece)
    return reader.form


class _Reader(HTMLParser):
    """Reads one form; of select and textarea what is chosen and written there."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form("")
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.textarea: str | None = None
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.form.action = said.get("action") or ""
        elif "disabled" in said:
            return
        elif tag == "option" and self.select:
            self.options.append((said.get("value") or "", "selected" in said))
            self.form.offered[self.select].append(said.get("value") or "")
        elif tag in ("input", "select", "textarea") and (name := said.get("name")):
            self.form.offered.setdefault(name, []).extend([said["value"] or ""] if "value" in said else [])
            self._control(tag, name, said)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            chosen = [value for value, is_selected in self.options if is_selected]
            for value in chosen or [value for value, _ in self.options[:1]]:
                self.form.put(self.select, value)
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            self.form.put(self.textarea, self.written.removeprefix("\n"))
            self.textarea = None

    def _control(self, tag: str, name: str, said: dict[str, str | None]) -> None:
        kind = said.get("type") or "text"
        if tag == "select":
            self.select, self.options = name, []
        elif tag == "textarea":
            self.textarea, self.written = name, ""
        elif kind not in BUTTONS and (kind not in UNTICKED or "checked" in said):
            self.form.put(name, said.get("value") or ("on" if kind in UNTICKED else ""))
