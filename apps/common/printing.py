"""How a paper is printed by WeasyPrint: nothing from outside comes in, and no clock is read. Asked for by pdf.py."""

import atexit
import gc
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from fontTools.ttLib import woff2
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from apps.common import shaping  # noqa: F401 - takes its place in WeasyPrint
from apps.common.pdf import ForeignResourceError, Printing

PAPER = Path(__file__).resolve().parents[2] / "static" / "paper"
SCHEME = "paper:"
TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".otf": "font/otf",
    ".woff2": "font/ttf",
}
UNPRINTABLE = dict.fromkeys([*(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), 0xFFFE, 0xFFFF])

_environment_lock = Lock()


class BundledFetcher(URLFetcher):
    """Hands out the files of static/paper and those given by name; refuses and remembers the rest."""

    def __init__(self, given: Mapping[str, bytes]) -> None:
        super().__init__()
        self.known = {SCHEME + name: body for name, body in ({**_bundled(), **given}).items()}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url not in self.known:
            self.refused.append(url)
            raise ForeignResourceError(url)
        content_type = TYPES.get(Path(url).suffix, "application/octet-stream")
        return URLFetcherResponse(url, self.known[url], {"Content-Type": content_type})


class Paper(HTML):
    """A paper's elements: well-formed, as XML is, and plain until its sheet speaks (static/paper/elements.css).

    Read by the parser of the standard library, since HTML's own rules cost a twentieth of a decree. Characters that
    XML does not know are left out. Bundled style sheets that it names are read once a process: `sheets`.
    """

    def __init__(self, text: str, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = SCHEME, fetcher, "print"
        root = ElementTree.fromstring(text.translate(UNPRINTABLE))  # noqa: S314 - our own templates
        self.sheets = [_sheet(name) for name in _taken_out(root)]
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002 - as overridden
        return [_elements()]


def printed(asked: Printing) -> bytes:
    """The paper's bytes."""
    moment = datetime.combine(asked.dated, time(), UTC)
    options: dict[str, Any] = {"pdf_variant": asked.variant, "pdf_tags": True}
    options["attachments"] = [
        Attachment(
            file_obj=BytesIO(attached.content),
            name=attached.name,
            description=attached.description,
            relationship=attached.relationship,
            created=moment,
            modified=moment,
        )
        for attached in asked.attachments
    ]
    fetcher = BundledFetcher(asked.files)
    with _own_world(moment), _no_collection():
        page = Paper(asked.html, fetcher)
        document = page.render(font_config=_fonts(os.getpid()), stylesheets=page.sheets, **options)
        document.metadata.title, document.metadata.description = asked.title, asked.subject
        document.metadata.authors = [asked.author] if asked.author else []
        document.metadata.created = document.metadata.modified = asked.dated.isoformat()
        document.metadata.generator = ""
        made = bytes(document.write_pdf(finisher=_written_once, **options))
    # WeasyPrint prints on without what it could not fetch; a paper with a hole is no paper.
    if fetcher.refused:
        raise ForeignResourceError(", ".join(fetcher.refused))
    return made


@contextmanager
def _own_world(moment: datetime) -> Iterator[None]:
    """Fontconfig without the machine's fonts and fontTools without its clock: both listen only here."""
    own = {
        "FONTCONFIG_FILE": str(PAPER / "fonts" / "fonts.conf"),
        "SOURCE_DATE_EPOCH": str(int(moment.timestamp())),
    }
    with _environment_lock:
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextmanager
def _no_collection() -> Iterator[None]:
    """Boxes live as long as the paper: searching them for garbage again and again finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Fonts(FontConfiguration):
    """The faces of fonts.css, unpacked where fontconfig finds them until their process ends.

    Pango crashes where it finds no face at all, so they stand even where a sheet names none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.process = os.getpid()
        CSS(url="paper:fonts.css", url_fetcher=BundledFetcher({}), font_config=self)

    def __del__(self) -> None:
        if self.process == os.getpid():  # a process that was forked leaves its parent the files
            super().__del__()


@lru_cache(maxsize=1)
def _fonts(process: int) -> Fonts:  # noqa: ARG001 - each has its own
    """Read once: a small paper spends a tenth of its time on finding its fonts."""
    return Fonts()


atexit.register(_fonts.cache_clear)


class Deflate:
    """Compression at zlib's usual effort, in place of its utmost: that takes three times as long for a twentieth."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int) -> Any:  # noqa: ARG004 - pydyf's call
        return zlib.compressobj()


pydyf.zlib = Deflate


class Written(pydyf.Object):
    """An object of a PDF whose bytes stand already."""

    def __init__(self, one: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = one.number, one.generation, one.free
        self.is_compressible, self.said = one.compressible, one.data

    @property
    def data(self) -> bytes:
        return self.said

    @property
    def compressible(self) -> bool:
        return self.is_compressible


def _written_once(_: Document, pdf: pydyf.PDF) -> None:
    """Fix the bytes of every object: the writer asks for them twice, once for the identifier of the file, and
    would compress all pages and fonts as often.
    """
    # WeasyPrint 70 names each attached file twice among the associated ones, and a reader would show it twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.objects = [one if one.free == "f" else Written(one) for one in pdf.objects]


def _taken_out(root: ElementTree.Element) -> Iterator[str]:
    """The addresses of the bundled style sheets that the head names, each taken out of it."""
    for head in root.findall("head"):
        for link in head.findall("link[@rel='stylesheet']"):
            if link.get("href", "").removeprefix(SCHEME) in _bundled():
                head.remove(link)
                yield link.get("href", "")


@cache
def _elements() -> CSS:
    return CSS(filename=PAPER / "elements.css")


@cache
def _sheet(url: str) -> CSS:
    return CSS(url=url, url_fetcher=BundledFetcher({}))


@cache
def _bundled() -> dict[str, bytes]:
    """Every bundled file by its name below static/paper, with WOFF2 already unpacked to what Pango reads."""
    found = (path for path in sorted(PAPER.rglob("*")) if path.suffix in TYPES)
    return {path.relative_to(PAPER).as_posix(): _readable(path) for path in found}


def _readable(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".woff2":
        return content
    unpacked = BytesIO()
    woff2.decompress(BytesIO(content), unpacked)
    return unpacked.getvalue()
