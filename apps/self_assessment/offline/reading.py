"""Taking a filled workbook apart: whose it is, whether its columns still stand, and what every row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from apps.common.exceptions import InputRefusedError
from apps.common.formats import count
from apps.common.workbooks import Cell, Sheet, lone_surrogate, printable, read_sheet
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment.forms import LONGEST_TEXT
from apps.self_assessment.offline.layout import (
    COLUMNS,
    FORM,
    HEADING_ROW,
    IDENTITY_MARK,
    INPUTS,
    LETTERS,
    LONGEST_NAME,
    NOT_NAMED,
    SHEET,
    Identity,
)
from apps.self_assessment.texts import TEXT_FIELDS

DOWNLOAD_ANEW = "Unduh lembar luring yang baru, lalu salin isian Anda ke sana. Tidak ada yang diubah."
LOOKED_FOR = 50  # rows within which identification and headings must stand
EMPTY = Cell("")
MOST_FAULTS = 200
LONGEST = {"level": 40, "service_name": LONGEST_NAME} | dict.fromkeys(TEXT_FIELDS, LONGEST_TEXT)
LONGEST_HEADING = 400  # of a column or an indicator, with some spaces too many
GREATEST_VERSION = 2**31 - 1  # what the column of the database holds


class Fault(NamedTuple):
    """A cell that is not taken, and why."""

    address: str
    reason: str


@dataclass
class ReadRow:
    """What one row says: `said` by input, and what was refused of it."""

    row: int
    number: int
    version: int
    said: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def address(self, key: str) -> str:
        return f"{LETTERS[key]}{self.row}"


@dataclass(frozen=True)
class ReadSheet:
    """A workbook as it was read. `faults` are those of rows that cannot be matched to an indicator at all."""

    made_at: str
    rows: list[ReadRow]
    faults: list[Fault]


def read_workbook(file: IO[bytes], evaluation: Evaluation, indicators: Iterable[Indicator]) -> ReadSheet:
    """The filled sheet of this evaluation. Raises InputRefusedError, naming what is wrong with the file."""
    sheet = read_sheet(file, SHEET)
    identity = _identity(sheet, evaluation)
    headings = _heading_row(sheet)
    known = {one.number: one for one in indicators}
    rows: dict[int, ReadRow] = {}
    faults: list[Fault] = []
    for number, cells in sorted(sheet.rows.items()):
        if number <= headings:
            continue
        own = {letter: cell for letter, cell in cells.items() if letter in LETTERS.values()}
        faults += [
            Fault(f"{letter}{number}", "di luar kolom lembar ini, tidak dibaca")
            for letter in cells
            if letter not in own
        ]
        if not own:
            continue
        found = _row(number, own, known)
        if isinstance(found, Fault):
            faults.append(found)
        elif found.number in rows:
            first = rows[found.number].row
            faults.append(Fault(found.address("number"), f"indikator {found.number} sudah ada pada baris {first}"))
        else:
            rows[found.number] = found
    if more := faults[MOST_FAULTS:]:
        faults = [*faults[:MOST_FAULTS], Fault("", f"dan {count(len(more))} sel lain yang tidak dibaca")]
    return ReadSheet(identity.made_at, list(rows.values()), faults)


def _identity(sheet: Sheet, evaluation: Evaluation) -> Identity:
    """Whose sheet it is; refused unless it is this evaluation's, made by us, in the present form."""
    row = next((cells for cells in _first(sheet).values() if cells.get("A", EMPTY).text == IDENTITY_MARK), None)
    if row is None:
        raise InputRefusedError(f"Berkas ini bukan lembar luring: identitasnya tidak ditemukan. {DOWNLOAD_ANEW}")
    *parts, signature = (row.get(letter, EMPTY).text for letter in "BCDEFG")
    identity = Identity(*parts)
    if identity.form != FORM:
        raise InputRefusedError(
            f"Berkas ini memakai bentuk lembar {printable(identity.form, 20) or 'yang tidak dikenal'}; "
            f"yang berlaku bentuk {FORM}. {DOWNLOAD_ANEW}"
        )
    if not identity.is_signed(signature):
        raise InputRefusedError(f"Identitas pada baris {HEADING_ROW - 1} berkas ini sudah diubah. {DOWNLOAD_ANEW}")
    if identity.institution != evaluation.institution.code:
        raise InputRefusedError(
            f"Berkas ini milik instansi lain (kode {identity.institution}), bukan {evaluation.institution}. "
            "Tidak ada yang diubah."
        )
    if identity != Identity.of(evaluation, identity.made_at):
        raise InputRefusedError(
            f"Berkas ini dibuat untuk periode lain ({identity.period}), bukan {evaluation.period}. "
            "Tidak ada yang diubah."
        )
    return identity


def _heading_row(sheet: Sheet) -> int:
    """The row of the headings, if every column stands where it was and none was added."""
    wanted = {_plain(column.heading): LETTERS[column.key] for column in COLUMNS}
    number, cells = max(
        _first(sheet).items(),
        key=lambda row: sum(_plain(cell.text) in wanted for cell in row[1].values()),
        default=(0, {}),
    )
    present = {_plain(cell.text): letter for letter, cell in cells.items()}
    wrong = []
    for column in COLUMNS:
        letter = present.get(_plain(column.heading))
        if letter is None:
            wrong.append(f"kolom “{column.heading}” tidak ada atau namanya diubah")
        elif letter != LETTERS[column.key]:
            wrong.append(f"kolom “{column.heading}” ada di {letter}, seharusnya {LETTERS[column.key]}")
    added = [letter for letter, cell in cells.items() if wanted.get(_plain(cell.text)) is None]
    wrong += [f"kolom {letter} (“{printable(cells[letter].text, 40)}”) bukan kolom lembar ini" for letter in added]
    if wrong or len(cells) != len(COLUMNS):
        said = "; ".join(wrong) or "ada judul kolom yang berulang"
        raise InputRefusedError(f"Susunan kolom berubah: {said}. Kembalikan seperti semula. Tidak ada yang diubah.")
    return number


def _row(number: int, cells: Mapping[str, Cell], known: Mapping[int, Indicator]) -> ReadRow | Fault:
    """What a row says; a fault if nobody can tell of which indicator and since which version."""
    fixed = {key: cells.get(LETTERS[key], EMPTY) for key in ("number", "name", "version")}
    for key, cell in fixed.items():
        if cell.odd:
            return Fault(f"{LETTERS[key]}{number}", f"berisi {cell.odd}; baris ini tidak dibaca")
    indicator = known.get(_whole(fixed["number"].text))
    if indicator is None:
        typed = printable(fixed["number"].text, 20)
        said = f"“{typed}” bukan nomor indikator" if typed else "tanpa nomor indikator"
        return Fault(f"{LETTERS['number']}{number}", f"{said}; baris ini tidak dibaca")
    if _plain(fixed["name"].text) != _plain(indicator.name):
        return Fault(
            f"{LETTERS['name']}{number}",
            f"bukan nama indikator {indicator.number}; baris mungkin tergeser, jadi tidak dibaca",
        )
    version = _whole(fixed["version"].text)
    if not 0 <= version <= GREATEST_VERSION:
        return Fault(f"{LETTERS['version']}{number}", "versi baris tidak terbaca; baris ini tidak dibaca")
    found = ReadRow(number, indicator.number, version)
    for key in INPUTS:
        _take(found, key, cells.get(LETTERS[key], EMPTY), indicator)
    return found


def _take(row: ReadRow, key: str, cell: Cell, indicator: Indicator) -> None:
    """Keep what an input says, or why it cannot even be kept."""
    text = cell.text
    if key == "service_name" and not indicator.names_service:
        if cell.odd or _plain(text) not in ("", _plain(NOT_NAMED)):
            row.faults.append(Fault(row.address(key), "indikator ini tidak menyebut nama layanan"))
    elif cell.odd:
        row.faults.append(Fault(row.address(key), f"berisi {cell.odd}; {_advice(key)}"))
    elif "\x00" in text or lone_surrogate(text):
        row.faults.append(Fault(row.address(key), "berisi huruf yang rusak dan tidak dapat disimpan"))
    elif len(text.strip()) > LONGEST[key]:
        said = f"berisi {count(len(text.strip()))} huruf; paling banyak {count(LONGEST[key])}"
        row.faults.append(Fault(row.address(key), said))
    else:
        row.said[key] = text


def _advice(key: str) -> str:
    return "pilih tingkat dari daftar" if key == "level" else "tulis isinya sebagai teks biasa"


def _first(sheet: Sheet) -> dict[int, dict[str, Cell]]:
    return {number: cells for number, cells in sorted(sheet.rows.items()) if number <= LOOKED_FOR}


def _plain(text: str) -> str:
    return " ".join(text[:LONGEST_HEADING].split()).casefold()


def _whole(text: str) -> int:
    """A whole number of at most ten digits; -1 for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else -1
