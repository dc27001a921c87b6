"""A workbook read cell by cell: every way of writing a cell is understood, everything else is refused."""

import io
import random
import zipfile
from collections.abc import Mapping

import pytest

from apps.common import workbooks
from apps.common.exceptions import InputRefusedError
from apps.common.sheets import write_sheet
from apps.common.workbooks import Cell, letters_of, lone_surrogate, number_text, printable, read_sheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PARTS = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": f'<workbook {MAIN} {RELATIONS}><sheets><sheet name="Isi" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<Relationships>"
    '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>satu</t></si><si><r><t>du</t></r><r><t>a</t></r>"
    "<rPh><t>lafal</t></rPh></si><si><t>a_x000D_\nb_x005F_x0041__xD83D__xDE00_</t></si></sst>",
    "xl/styles.xml": f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot; hari&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/>'
    '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>",
}


def book(rows: str, packing: int = zipfile.ZIP_DEFLATED, **changed: str) -> io.BytesIO:
    parts: Mapping[str, str] = PARTS | {
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as made:
        for name, xml in (parts | changed).items():
            made.writestr(name, xml)
    target.seek(0)
    return target


def only_cell(xml: str) -> Cell:
    return read_sheet(book(f'<row r="1">{xml}</row>'), "Isi").rows[1]["A"]


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', Cell("satu")),
        ('<c r="A1" t="s"><v>1</v></c>', Cell("dua")),
        ('<c r="A1" t="s"><v>2</v></c>', Cell("a\nb_x0041_\U0001f600")),
        ('<c r="A1" t="inlineStr"><is><t>di </t><r><t>sini</t></r></is></c>', Cell("di sini")),
        ('<c r="A1" t="str"><v>kata</v></c>', Cell("kata")),
        ('<c r="A1"><v>3.0</v></c>', Cell("3")),
        ('<c r="A1" s="2"><v>3.5</v></c>', Cell("3.5")),
        ('<c r="A1" t="b"><v>1</v></c>', Cell("TRUE")),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Cell("#REF!", "galat #REF!")),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Cell("2", "rumus")),
        ('<c r="A1"><f/></c>', Cell("", "rumus")),
        ('<c r="A1" s="1"><v>46246</v></c>', Cell("46246", "tanggal yang tersimpan sebagai angka")),
        ('<c r="A1" s="3"><v>46246</v></c>', Cell("46246", "tanggal yang tersimpan sebagai angka")),
        ('<c r="A1" t="d"><v>2026-08-12</v></c>', Cell("2026-08-12", "tanggal yang tersimpan sebagai angka")),
        ('<x:c xmlns:x="y" r="A1"><x:v>4</x:v></x:c>', Cell("4")),
    ],
)
def test_every_kind_of_cell_is_read(xml: str, cell: Cell) -> None:
    assert only_cell(xml) == cell


def test_cells_and_rows_without_an_address_follow_one_another() -> None:
    sheet = read_sheet(book("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"), "Isi")

    assert sheet.rows == {1: {"A": Cell("1"), "B": Cell("2")}, 2: {"B": Cell("3")}}


def test_a_text_longer_than_any_cell_is_cut_and_said_so() -> None:
    cell = only_cell(f'<c r="A1" t="str"><v>{"x" * 40_000}</v></c>')

    assert (len(cell.text), cell.odd) == (32_767, "teks yang lebih panjang daripada yang muat dalam sebuah sel")


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 3)

    with pytest.raises(InputRefusedError, match="melampaui"):
        read_sheet(book("<row>" + "<c><v>1</v></c>" * 4 + "</row>"), "Isi")


@pytest.mark.parametrize(
    "row",
    [
        '<row r="0"/>',
        '<row r="1"><c r="1A"/></row>',
        '<row r="x"/>',
        '<row><c t="s"><v>99</v></c></row>',
        '<row><c t="s"><v>satu</v></c></row>',
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused(row: str) -> None:
    with pytest.raises(InputRefusedError):
        read_sheet(book(row), "Isi")


@pytest.mark.parametrize("target", ["../../etc/passwd", "worksheets/sheet9.xml", "http://contoh.invalid/x"])
def test_a_sheet_that_lies_elsewhere_is_refused(target: str) -> None:
    rels = f'<Relationships><Relationship Id="r1" Target="{target}"/></Relationships>'

    with pytest.raises(InputRefusedError):
        read_sheet(book("<row/>", **{"xl/_rels/workbook.xml.rels": rels}), "Isi")


def test_a_way_of_packing_without_bounds_is_refused() -> None:
    with pytest.raises(InputRefusedError):
        read_sheet(book("<row/>", zipfile.ZIP_BZIP2), "Isi")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3", "3"),
        ("3.0", "3"),
        ("300", "300"),
        ("3.10", "3.1"),
        ("3.1000000000000001", "3.1"),
        ("0.1", "0.1"),
        ("1E-3", "0.001"),
        ("-2", "-2"),
        ("0", "0"),
        ("1E+999999999", "1E+999999999"),
        ("NaN", "NaN"),
        ("satu", "satu"),
        ("9" * 61, "9" * 61),
    ],
)
def test_numbers_are_read_as_people_see_them(text: str, shown: str) -> None:
    assert number_text(text) == shown


def test_columns_have_letters() -> None:
    assert [letters_of(place) for place in (1, 26, 27, 100)] == ["A", "Z", "AA", "CV"]


def test_foreign_words_within_a_sentence_are_short_and_printable() -> None:
    assert printable("a\x00b\u202ec\ud800" + "d" * 50, 5) == "abcdd"


def test_half_a_character_is_found() -> None:
    assert [lone_surrogate(text) for text in ("a\ud800", "\udfffa", "\U0001f600")] == [True, True, False]


def test_spoilt_workbooks_are_read_or_refused_and_never_break() -> None:
    """A small sample of random damage, always the same."""
    made = zipfile.ZipFile(io.BytesIO(write_sheet("Isi", ["Kode"], [["satu", 2], ["tiga", 4]])))
    chance = random.Random(8)
    for _ in range(300):
        parts = {name: bytearray(made.read(name)) for name in made.namelist()}
        for _ in range(3):
            damage(parts[chance.choice(list(parts))], chance)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as spoilt:
            for name, xml in parts.items():
                spoilt.writestr(name, bytes(xml))
        target.seek(0)
        try:
            read_sheet(target, "Isi")
        except InputRefusedError:
            continue


TOKENS = (
    b"<f>1</f>",
    b"<!DOCTYPE a>",
    b"_xD800_",
    b't="s"',
    b"<v>-1</v>",
    b"&#0;",
    b"<rPh>",
    b'r="A0"',
    b"\x00",
    b"</c>",
)


def damage(xml: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(xml))
    kind = chance.randrange(3)
    if kind == 0:
        xml[place] = chance.randrange(256)
    elif kind == 1:
        xml[place:place] = chance.choice(TOKENS)
    else:
        del xml[place : place + chance.randrange(1, 100)]
        xml += b" "
