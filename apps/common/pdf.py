"""The one door to papers as PDF. WeasyPrint stands behind it (printing.py), and only who prints loads it: it costs a
process that starts seconds, and its memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class ForeignResourceError(Exception):
    """A paper asked for something that is not bundled with it."""


@dataclass(frozen=True)
class Attached:
    """A file that travels inside the PDF, such as the rows of an annex as CSV."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"


@dataclass(frozen=True)
class Printing:
    """What is to be printed, and what the file says of itself (see render_pdf)."""

    html: str
    title: str
    dated: date
    subject: str
    author: str
    files: Mapping[str, bytes]
    attachments: Sequence[Attached]
    variant: str | None


def render_pdf(
    html: str,
    *,
    title: str,
    dated: date,
    subject: str = "",
    author: str = "",
    files: Mapping[str, bytes] = NO_FILES,
    attachments: Sequence[Attached] = (),
    variant: str | None = "pdf/a-3a",
) -> bytes:
    """The HTML as a tagged PDF; the same arguments give the same bytes, in any process, on any day.

    The HTML is well-formed: `<br/>`, not `<br>`. It and its style sheets name bundled files as `paper:NAME` (below
    static/paper) and pictures handed over in `files` likewise. Anything else they ask for raises
    ForeignResourceError. `dated` is the paper's own date and the only one written into the file.
    """
    from apps.common.printing import printed

    return printed(Printing(html, title, dated, subject, author, files, attachments, variant))


def pages_of(made: bytes) -> int:
    """How many pages a paper of ours has."""
    import pypdfium2  # here, since only who counts pages needs it

    with pypdfium2.PdfDocument(made) as paper:
        return len(paper)
