"""Reading a PDF back: its words page by page, as a person would copy them.

A paper that a test makes and nobody reads need not be printed: see `printed_when_read`.
"""

import pickle
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from apps.common import printing
from apps.common.pdf import Printing

UNPRINTED = b"%PDF-unprinted\n"
_printed = printing.printed


def unprinted(asked: Printing) -> bytes:
    """In the place of a paper everything that it is printed from, as different from others' as the paper."""
    return UNPRINTED + pickle.dumps(replace(asked, files=dict(asked.files), attachments=tuple(asked.attachments)))


@pytest.fixture(autouse=True)
def printed_when_read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all tests of a room whose conftest.py imports it: of its papers, which cost more than everything around
    them, only those are printed that a test reads; all where it is marked `printed`."""
    if request.node.get_closest_marker("printed") is None:
        monkeypatch.setattr(printing, "printed", unprinted)


@contextmanager
def nothing_printed() -> Iterator[None]:
    """The same for what a fixture of a whole file makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "printed", unprinted)
        yield


@cache
def on_paper(made: bytes) -> bytes:
    """The paper, printed now if it was not yet."""
    return _printed(pickle.loads(made.removeprefix(UNPRINTED))) if made.startswith(UNPRINTED) else made


def pages(made: bytes) -> list[str]:
    """The text of every page, each run of white space as one blank."""
    read = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"], input=on_paper(made), capture_output=True, check=True
    ).stdout.decode()
    return [" ".join(page.split()) for page in read.removesuffix("\f").split("\f")]


def fonts(made: bytes) -> set[str]:
    """The names of all fonts; fails for one that is not embedded."""
    found = set()
    for page in PdfReader(BytesIO(on_paper(made))).pages:
        for reference in page["/Resources"]["/Font"].get_object().values():
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            found.add(str(font["/BaseFont"]).partition("+")[2])
    return found


def kinds_of_tags(made: bytes) -> set[str]:
    """Every structure type in the tree of tags."""
    kinds: set[str] = set()

    def walk(element: object) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if "/S" in element:
                kinds.add(str(element["/S"]))
            if "/K" in element:
                walk(element["/K"])

    walk(PdfReader(BytesIO(on_paper(made))).trailer["/Root"]["/StructTreeRoot"])
    return kinds


def attached(made: bytes) -> dict[str, bytes]:
    """The files inside, by name."""
    with pikepdf.open(BytesIO(on_paper(made))) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def addresses(made: bytes) -> list[list[str]]:
    """What the QR codes of every page say when the page is printed and looked at."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "120", "-gray", "-", f"{folder}/p"], input=on_paper(made), check=True)
        shots = sorted(Path(folder).glob("*.pgm"))
        return [[code.text for code in zxingcpp.read_barcodes(Image.open(shot))] for shot in shots]
