"""One sheet of a workbook, read cell by cell from its XML, so that a refusal can name the cell.

`sheets.read_rows` takes lists from anywhere; this takes back a workbook that we gave out ourselves, and is stricter.
Sizes are bounded while it is unpacked; parts that are not asked for are never unpacked at all.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, NamedTuple
from xml.parsers import expat

from apps.common.exceptions import InputRefusedError
from apps.common.sheets import (
    BROKEN,
    CELL,
    CHUNK,
    MAX_COLUMNS,
    MAX_FILE,
    MAX_MEMBERS,
    MAX_ROWS,
    NOT_XLSX,
    column_number,
)

MAX_UNPACKED = 20_000_000
MAX_CELLS = 200_000
LONGEST_CELL = 32_767  # the most that a spreadsheet program itself puts into a cell
LONGEST_NUMBER = 60
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_RECORD = 22  # bytes at the end of a zip without a comment
# What a workbook may not carry, by the beginning of the part's name.
FORBIDDEN = {
    "xl/vbaproject": "makro",
    "xl/macrosheets/": "makro",
    "xl/dialogsheets/": "makro",
    "xl/externallinks/": "tautan ke berkas lain",
    "xl/embeddings/": "berkas yang disisipkan",
    "xl/activex/": "kontrol aktif",
    "xl/connections": "sambungan data",
    "xl/querytables/": "sambungan data",
}
# Formats that the standard numbers itself and that show a number as a day or an hour.
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS_KEPT = 15  # as spreadsheet programs show them: beyond stands the noise of binary fractions
FARTHEST_EXPONENT = 30


class Cell(NamedTuple):
    """What stands in a cell. `odd` says why it is not plain text or a number: formula, error, date; else empty."""

    text: str
    odd: str = ""


@dataclass(frozen=True)
class Sheet:
    """The cells that are not empty: by row, then by column letter."""

    rows: dict[int, dict[str, Cell]]


@dataclass
class _Book:
    """An open workbook with what is left of its budget of bytes."""

    archive: zipfile.ZipFile
    left: int = MAX_UNPACKED
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)


Start = Callable[[str, dict[str, str]], None]


def read_sheet(file: IO[bytes], name: str) -> Sheet:
    """The sheet of that name. Raises InputRefusedError, saying what is wrong with the workbook."""
    content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise InputRefusedError(f"Berkas lebih besar dari {MAX_FILE // 1_000_000} MB. Tidak ada yang diubah.")
    if content.startswith(COMPOUND):
        raise InputRefusedError(
            "Berkas ini dikunci dengan kata sandi atau memakai format lama (xls). "
            "Simpan sebagai xlsx tanpa kata sandi, lalu unggah lagi."
        )
    if not content.startswith(b"PK\x03\x04") or content[-END_RECORD:][:4] != b"PK\x05\x06":
        raise InputRefusedError(NOT_XLSX)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(_opened(archive), name)
    except (*BROKEN, NotImplementedError, ValueError, LookupError) as error:
        raise InputRefusedError(NOT_XLSX) from error


def _opened(archive: zipfile.ZipFile) -> _Book:
    """The workbook, if its list of parts holds nothing that does not belong there."""
    infos = archive.infolist()
    members = {one.filename.lower(): one for one in infos}
    if (
        not infos
        or len(infos) > MAX_MEMBERS
        or len(members) < len(infos)  # two parts of one name: readers differ in which they take
        or min(one.header_offset for one in infos) != 0  # something else stands before
        or "xl/workbook.xml" not in members
    ):
        raise InputRefusedError(NOT_XLSX)
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in infos):
        raise InputRefusedError(NOT_XLSX)  # other ways of packing unpack without end in a single step
    if any(one.flag_bits & 1 for one in infos):
        raise InputRefusedError("Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.")
    for part in members:
        for beginning, what in FORBIDDEN.items():
            if part.startswith(beginning):
                _refuse_part(what)
    return _Book(archive, members=members)


def _refuse_part(what: str) -> None:
    raise InputRefusedError(f"Berkas ini memuat {what}. Simpan sebagai xlsx biasa tanpa itu, lalu unggah lagi.")


def _read(book: _Book, name: str) -> Sheet:
    _stream(book, "[content_types].xml", _refuse_macros)
    sheets: list[tuple[str, bool, str]] = []
    targets: dict[str, str] = {}

    def on_sheet(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet":
            local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            is_hidden = local.get("state", "visible") != "visible"
            sheets.append((local.get("name", ""), is_hidden, local.get("id", "")))

    def on_relationship(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship":
            if attributes.get("Type", "").lower().rpartition("/")[2].startswith("externallink"):
                _refuse_part("tautan ke berkas lain")
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _stream(book, "xl/workbook.xml", on_sheet)
    _stream(book, "xl/_rels/workbook.xml.rels", on_relationship)
    if hidden := ", ".join(printable(one, 40) for one, is_hidden, _ in sheets if is_hidden):
        raise InputRefusedError(f"Berkas ini memuat lembar tersembunyi: {hidden[:200]}. Hapus, lalu unggah lagi.")
    wanted = [reference for one, _, reference in sheets if one == name]
    if len(wanted) != 1:
        raise InputRefusedError(f"Lembar “{name}” tidak ada dalam berkas ini, atau namanya diubah.")
    part = posixpath.normpath(posixpath.join("/xl", targets[wanted[0]])).lstrip("/").lower()
    return _cells(book, part, _shared_strings(book), _date_styles(book))


def _refuse_macros(_: str, attributes: dict[str, str]) -> None:
    if "macroenabled" in attributes.get("ContentType", "").lower():
        _refuse_part("makro")


def _stream(
    book: _Book,
    part: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Hand one part's elements to the handlers, by their names without prefix, within the budget of bytes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    with book.archive.open(book.members[part]) as source:
        while chunk := source.read(CHUNK):
            book.left -= len(chunk)
            if book.left < 0:
                raise InputRefusedError("Isi berkas ini terlalu besar setelah dibuka. Tidak ada yang diubah.")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise InputRefusedError(NOT_XLSX)


class _Words:
    """Collects the words of one text: all its runs, without the readings that stand above East Asian words."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.is_on = False
        self.is_reading = False

    def start(self, element: str) -> None:
        if element == "rPh":
            self.is_reading = True
        self.is_on = element == "t" and not self.is_reading

    def end(self, element: str) -> None:
        self.is_on = False
        if element == "rPh":
            self.is_reading = False

    def add(self, words: str) -> None:
        if self.is_on:
            self.parts.append(words)

    def take(self) -> str:
        text, self.parts = "".join(self.parts), []
        return text


def _shared_strings(book: _Book) -> list[str]:
    if "xl/sharedstrings.xml" not in book.members:
        return []
    found: list[str] = []
    words = _Words()

    def end(element: str) -> None:
        words.end(element)
        if element == "si":
            found.append(_unescaped(words.take()))

    _stream(book, "xl/sharedstrings.xml", lambda element, _: words.start(element), end, words.add)
    return found


def _date_styles(book: _Book) -> set[str]:
    """The numbers of the cell styles that show a number as a day or an hour."""
    if "xl/styles.xml" not in book.members:
        return set()
    formats: set[int] = set(DATE_FORMATS)
    found: set[str] = set()
    place = _Place()

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt" and re.search(r"[dmyhs]", QUOTED.sub("", attributes.get("formatCode", "")).lower()):
            formats.add(int(attributes.get("numFmtId", "-1")))
        elif element == "cellXfs":
            place.inside = True
        elif element == "xf" and place.inside:
            if int(attributes.get("numFmtId", "0")) in formats:
                found.add(str(place.count))
            place.count += 1

    def end(element: str) -> None:
        if element == "cellXfs":
            place.inside = False

    _stream(book, "xl/styles.xml", start, end)
    return found


@dataclass
class _Place:
    inside: bool = False
    count: int = 0


def _cells(book: _Book, part: str, strings: list[str], dates: set[str]) -> Sheet:
    reader = _CellReader(strings, dates)
    _stream(book, part, reader.start, reader.end, reader.add)
    return Sheet(reader.rows)


class _CellReader:
    """Reads the cells of a worksheet as their elements go by."""

    def __init__(self, strings: list[str], dates: set[str]) -> None:
        self.rows: dict[int, dict[str, Cell]] = {}
        self.strings, self.dates = strings, dates
        self.row = self.column = self.count = 0
        self.kind = self.style = self.letters = ""
        self.has_formula = self.is_value = False
        self.value: list[str] = []
        self.words = _Words()

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
            self._stay_within()
        elif element == "c":
            self._go_to(attributes.get("r", ""))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.has_formula, self.value = False, []
            self.words.take()
        elif element == "f":
            self.has_formula = True
        elif element == "v":
            self.is_value = True
        else:
            self.words.start(element)

    def add(self, words: str) -> None:
        if self.is_value:
            self.value.append(words)
        else:
            self.words.add(words)

    def end(self, element: str) -> None:
        if element == "v":
            self.is_value = False
        elif element == "c":
            self._keep(self._cell("".join(self.value), self.words.take()))
        else:
            self.words.end(element)

    def _keep(self, cell: Cell) -> None:
        """Many cells may share one vast text; nobody is to compare it as often."""
        if len(cell.text) > LONGEST_CELL:
            cell = Cell(cell.text[:LONGEST_CELL], "teks yang lebih panjang daripada yang muat dalam sebuah sel")
        if cell.text or cell.odd:
            self.rows.setdefault(self.row, {})[self.letters] = cell

    def _go_to(self, address: str) -> None:
        """A cell says where it stands, or follows the one before it."""
        if address:
            found = CELL.fullmatch(address)
            if not found:
                raise InputRefusedError(NOT_XLSX)
            self.column, self.row = column_number(found[1]), int(found[2])
        else:
            self.column += 1
        self.count += 1
        self._stay_within()
        self.letters = letters_of(self.column)

    def _stay_within(self) -> None:
        """A single cell far away would make somebody lay out everything before it."""
        if not 1 <= self.row <= MAX_ROWS or self.column > MAX_COLUMNS or self.count > MAX_CELLS:
            raise InputRefusedError(
                f"Lembar ini melampaui {MAX_ROWS} baris atau {MAX_COLUMNS} kolom. Tidak ada yang diubah."
            )

    def _cell(self, value: str, inline: str) -> Cell:
        if self.has_formula:
            return Cell(value, "rumus")
        if self.kind == "e":
            return Cell(value, f"galat {printable(value, 20)}")
        if self.kind == "s":
            return Cell(self.strings[int(value)] if value else "")
        if self.kind == "b":
            return Cell({"1": "TRUE", "0": "FALSE"}.get(value, ""))
        if self.kind == "d" or (value and self.kind == "n" and self.style in self.dates):
            return Cell(value, "tanggal yang tersimpan sebagai angka")
        if self.kind == "n":
            return Cell(number_text(value))
        return Cell(_unescaped(inline or value))


def number_text(text: str) -> str:
    """A number as people see it: "3" for "3.0", "3.1" for "3.1000000000000001". What is no number stays."""
    if len(text) > LONGEST_NUMBER:
        return text
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > FARTHEST_EXPONENT:
        return text
    number = number.quantize(Decimal(1).scaleb(max(number.adjusted() - DIGITS_KEPT + 1, -FARTHEST_EXPONENT)))
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1: "A", "AA"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _unescaped(text: str) -> str:
    """The text without the way in which spreadsheets write characters that XML cannot hold: "_x000D_"."""
    if "_x" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printable(text: str, limit: int) -> str:
    """The beginning of a foreign text, fit to stand within a sentence."""
    return "".join(one for one in text[: limit * 4] if one.isprintable())[:limit]


def lone_surrogate(text: str) -> bool:
    """Whether half a character stands in the text: nothing can store it."""
    return any("\ud800" <= one <= "\udfff" for one in text)
