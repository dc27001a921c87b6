"""Reading a PDF back: its words page by page, as a person would copy them."""

import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import zxingcpp
from PIL import Image
from pypdf import PdfReader


def pages(made: bytes) -> list[str]:
    """The text of every page, each run of white space as one blank."""
    read = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    return [" ".join(page.split()) for page in read.removesuffix("\f").split("\f")]


def fonts(made: bytes) -> set[str]:
    """The names of all fonts; fails for one that is not embedded."""
    found = set()
    for page in PdfReader(BytesIO(made)).pages:
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

    walk(PdfReader(BytesIO(made)).trailer["/Root"]["/StructTreeRoot"])
    return kinds


def attached(made: bytes) -> dict[str, bytes]:
    """The files inside, by name."""
    with pikepdf.open(BytesIO(made)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def addresses(made: bytes) -> list[list[str]]:
    """What the QR codes of every page say when the page is printed and looked at."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "120", "-gray", "-", f"{folder}/p"], input=made, check=True)
        shots = sorted(Path(folder).glob("*.pgm"))
        return [[code.text for code in zxingcpp.read_barcodes(Image.open(shot))] for shot in shots]
