"""Spreadsheets: what is read is bounded, what is written is never a formula."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from apps.common import sheets
from apps.common.exceptions import InputRefusedError
from apps.common.sheets import SheetRow, read_rows, write_sheet

BOOK = write_sheet("Daftar", ["Kode", "Jalur"], [["11.01", "Evaluasi"]])


def changed(part: str, old: bytes, new: bytes) -> io.BytesIO:
    """The workbook with some bytes of one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            xml = source.read(name)
            made.writestr(name, xml.replace(old, new, 1) if name == part else xml)
    target.seek(0)
    return target


SHEET = "xl/worksheets/sheet1.xml"


def test_headings_are_found_below_other_lines_and_in_any_case():
    book = write_sheet(
        "Daftar", ["KODE", "Lain", "jalur"], [["11.01", "x", " Evaluasi "], ["", "y", ""]], above=["SIMULASI"]
    )

    rows = read_rows(io.BytesIO(book), ["Kode", "Jalur"])

    assert rows == [SheetRow(3, {"Kode": "11.01", "Jalur": "Evaluasi"})]


def test_a_missing_column_is_named():
    with pytest.raises(InputRefusedError, match="Gelombang"):
        read_rows(io.BytesIO(BOOK), ["Kode", "Gelombang"])


def test_a_workbook_names_the_day_of_its_making_and_no_moment():
    """So that two answers with the same rows are the same bytes."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        properties = book.read("docProps/core.xml").decode()

    assert set(re.findall(r"T(\d\d:\d\d:\d\d)Z", properties)) == {"00:00:00"}


def test_a_number_is_read_as_people_see_it():
    book = write_sheet("Daftar", ["Kode", "Jalur"], [[3, Decimal("2.5")]])

    assert read_rows(io.BytesIO(book), ["Kode", "Jalur"]) == [SheetRow(2, {"Kode": "3", "Jalur": "2.5"})]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_stays_text_with_the_mark_for_text(text):
    book = write_sheet("Daftar", ["Kode"], [[text]])

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read(SHEET)
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1] == [text]


@pytest.mark.parametrize(
    "content",
    [b"", b"Kode;Jalur", BOOK[:200], b"PK\x03\x04" + b"\x00" * 50, BOOK.replace(b"sheet1", b"sheetX")],
)
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(InputRefusedError):
        read_rows(io.BytesIO(content), ["Kode"])


def test_a_bomb_is_refused_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 1_000_000)
    bomb = changed(SHEET, b"</worksheet>", b" " * 2_000_000 + b"</worksheet>")

    with pytest.raises(InputRefusedError, match="terlalu besar"):
        read_rows(bomb, ["Kode"])


@pytest.mark.parametrize("place", [b"XFD1", b"A1048576", b"ZZZZZZZ1"])
def test_a_cell_far_away_is_refused_before_it_is_laid_out(place):
    with pytest.raises(InputRefusedError, match="melampaui"):
        read_rows(changed(SHEET, b'r="A1"', b'r="' + place + b'"'), ["Kode"])


def test_entities_are_refused():
    doctype = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<worksheet'

    with pytest.raises(InputRefusedError):
        read_rows(changed(SHEET, b"?>\n<worksheet", doctype), ["Kode"])


def test_a_file_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_FILE", 100)

    with pytest.raises(InputRefusedError, match="lebih besar"):
        read_rows(io.BytesIO(BOOK), ["Kode"])
