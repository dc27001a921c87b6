"""Spreadsheets in and out. What comes in is bounded before it is read; what goes out is never a formula."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple
from xml.parsers import expat

from django.utils import timezone
from python_calamine import CalamineError, CalamineWorkbook

from apps.common.exceptions import InputRefusedError

MAX_FILE = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_MEMBERS = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 100
CHUNK = 64 * 1024
CELL = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
# What a spreadsheet program takes for a formula once somebody touches the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What zip and XML raise when the bytes are not what they say they are.
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, RuntimeError, EOFError, OSError)
NOT_XLSX = "Berkas ini bukan lembar kerja xlsx yang dapat dibaca. Tidak ada yang diubah."

Value = str | int | Decimal | date | datetime | None


class Table(NamedTuple):
    """A sheet that goes out: the lines `above` (such as the mark of a simulation), headings, rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    above: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not empty: its number as the spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]


def read_rows(file: IO[bytes], columns: Sequence[str]) -> list[SheetRow]:
    """The rows of the first sheet under the first line that carries every one of `columns`.

    Headings are compared without regard to case and surrounding space; other columns are ignored. Every cell
    is text without surrounding space. Raises InputRefusedError, naming what is missing or too large.
    """
    table = _table(_checked(file))
    wanted = [_heading(column) for column in columns]
    for start, line in enumerate(table):
        places = {_heading(cell): place for place, cell in reversed(list(enumerate(line)))}
        if set(wanted) <= places.keys():
            return [
                SheetRow(number, {column: line[places[_heading(column)]] for column in columns})
                for number, line in enumerate(table[start + 1 :], start + 2)
                if any(line[places[column]] for column in wanted)
            ]
    headings = {_heading(cell) for cell in table[0]} if table else set()
    missing = [column for column in columns if _heading(column) not in headings]
    raise InputRefusedError(f"Kolom tidak ditemukan pada lembar pertama: {', '.join(missing)}. Tidak ada yang diubah.")


def write_sheet(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, above: Sequence[str] = ()
) -> bytes:
    """One sheet as xlsx: the lines `above` (such as the mark of a simulation), headings, rows.

    The same rows give the same bytes all day: as its making it names the day alone.
    Text stays text: what looks like a formula is stored with the mark that spreadsheet programs use for text.
    """
    target = io.BytesIO()
    write_book(target, [Table(name, columns, rows, above)])
    return target.getvalue()


def write_book(target: io.BytesIO | Path, tables: Iterable[Table]) -> None:
    """Several sheets as xlsx. Into a file it goes row by row, and no more than a row is held at a time."""
    import xlsxwriter  # here, since it costs every process that starts a sixth of a second

    kind = {"in_memory": True} if isinstance(target, io.BytesIO) else {"constant_memory": True}
    place = target if isinstance(target, io.BytesIO) else str(target)
    with xlsxwriter.Workbook(place, kind | {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.combine(timezone.localdate(), time.min)})
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        for table in tables:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", table.name)[:31])
            head = len(table.above)
            sheet.freeze_panes(head + 1, 0)
            sheet.set_column(0, max(len(table.columns) - 1, 0), 22)
            for number, line in enumerate(table.above):
                sheet.write_string(number, 0, line, bold)
            for column, heading in enumerate(table.columns):
                sheet.write_string(head, column, heading, bold)
            for number, row in enumerate(table.rows, head + 1):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value, quoted)


def _write(sheet, number: int, place: int, value: Value, quoted) -> None:  # type: ignore[no-untyped-def]
    if value is None or value == "":
        return
    if isinstance(value, int | Decimal):
        sheet.write_number(number, place, value)
    else:
        text = str(value)
        sheet.write_string(number, place, text, quoted if text.startswith(FORMULA_STARTS) else None)


def _checked(file: IO[bytes]) -> io.BytesIO:
    """The workbook's own XML, unpacked under a limit and packed anew: only what was looked at is read."""
    content = file.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise InputRefusedError(f"Berkas lebih besar dari {MAX_FILE // 1_000_000} MB. Tidak ada yang diubah.")
    clean = io.BytesIO()
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(clean, "w") as kept:
            members = {one.filename: one for one in book.infolist() if _is_workbook_xml(one.filename)}
            if "xl/workbook.xml" not in members or len(members) > MAX_MEMBERS:
                raise InputRefusedError(NOT_XLSX)
            for name, member in members.items():
                with book.open(member) as source:
                    xml = _harmless(source, left)
                left -= len(xml)
                kept.writestr(name, xml)
    except BROKEN as error:
        raise InputRefusedError(NOT_XLSX) from error
    clean.seek(0)
    return clean


def _is_workbook_xml(name: str) -> bool:
    return name == "[Content_Types].xml" or (name.startswith(("xl/", "_rels/")) and name.endswith((".xml", ".rels")))


def _harmless(source: IO[bytes], left: int) -> bytes:
    """The XML of one part, if it stays within the limit, has no entities and puts no cell out of bounds."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _check_place
    parts: list[bytes] = []
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise InputRefusedError("Isi berkas ini terlalu besar setelah dibuka. Tidak ada yang diubah.")
        parser.Parse(chunk, False)
        parts.append(chunk)
    parser.Parse(b"", True)
    return b"".join(parts)


def _refuse_doctype(*_: object) -> None:
    raise InputRefusedError(NOT_XLSX)


def _check_place(element: str, attributes: dict[str, str]) -> None:
    """A single cell far away makes the reader lay out everything before it."""
    kind = element.rpartition(":")[2]
    if kind not in {"c", "row"} or not (place := attributes.get("r", "")):
        return
    found = CELL.fullmatch(place) if kind == "c" else CELL.fullmatch(f"A{place}")
    if not found or column_number(found[1]) > MAX_COLUMNS or int(found[2]) > MAX_ROWS:
        raise InputRefusedError(
            f"Lembar ini melampaui {MAX_ROWS} baris atau {MAX_COLUMNS} kolom. Tidak ada yang diubah."
        )


def column_number(letters: str) -> int:
    """The place of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _table(book: io.BytesIO) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise InputRefusedError(NOT_XLSX) from error
    if len(rows) > MAX_ROWS or (rows and len(rows[0]) > MAX_COLUMNS):
        raise InputRefusedError(
            f"Lembar ini melampaui {MAX_ROWS} baris atau {MAX_COLUMNS} kolom. Tidak ada yang diubah."
        )
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """What a person sees in the cell; a whole number without the ".0" that spreadsheets keep."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).replace("\x00", "").strip()


def _heading(text: str) -> str:
    return " ".join(text.split()).casefold()
