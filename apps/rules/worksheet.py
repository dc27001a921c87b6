"""A sheet of levels or figures from a file, and what follows from it. Behind the command compute_index.

A sheet is JSON with the values of one kind of node ({"indicators": {"1": "3", ...}}) or CSV with the columns
indicator and level. What is wrong with it is said in one line of Indonesian.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.rules.index import indices, stated
from apps.rules.instrument import INDICATOR, InstrumentSpec, NodeKey, ScaleError, kind_label, label_of
from apps.rules.predikat import predikat_of

Pairs = tuple[tuple[str, Any], ...]

CSV_HEAD = [INDICATOR, "level"]
NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
DECIMAL = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
FRACTION = re.compile(r"-?\d+/[1-9]\d*", re.ASCII)
LONGEST = 40  # characters of a value: more than any level or fraction needs, and harmless to compute with


class WorksheetError(ValueError):
    """The sheet cannot be computed. The text says why, in one line of Indonesian."""


def computed(instrument: InstrumentSpec, content: bytes) -> dict[str, Any]:
    """Index, predikat and the figure of every part that the sheet settles, ready for JSON."""
    values = read_sheet(instrument, content)
    known = indices(instrument.tree, values) | {key: Fraction(value) for key, value in values.items()}
    exact = known.get(None)
    figure = None if exact is None else stated(exact)
    answer: dict[str, Any] = {
        "instrument": instrument.code,
        "index": None if figure is None else str(figure),
        "exact": None if exact is None else str(exact),
        "predikat": None if figure is None else predikat_of(figure, instrument.bands).slug,
        "domains": {},
        "aspects": {},
    }
    for kind in instrument.hierarchy[:-1]:
        answer[_plural(kind)] = {
            str(part.number): str(stated(known[part.key]))
            for part in instrument.parts
            if part.kind == kind and part.key in known
        }
    return answer


def read_sheet(instrument: InstrumentSpec, content: bytes) -> dict[NodeKey, Decimal | Fraction]:
    """The values of a sheet, checked against the instrument: known, in range, and complete among siblings."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorksheetError("Berkas bukan teks UTF-8.") from error
    if not text.strip():
        raise WorksheetError("Berkas kosong.")
    is_csv = text.lstrip().lstrip('"').lower().startswith(INDICATOR)
    kind, pairs = (INDICATOR, _csv_pairs(text)) if is_csv else _json_pairs(instrument, text)

    values: dict[NodeKey, Decimal | Fraction] = {}
    for name, value in pairs:
        key = _key(instrument, kind, name)
        if key in values:
            raise WorksheetError(f"{label_of(key)} tercantum dua kali.")
        values[key] = _value(instrument, key, value)
    if not values:
        raise WorksheetError("Berkas tidak memuat satu nilai pun.")
    _check_complete(instrument, values)
    return values


def _csv_pairs(text: str) -> Iterable[tuple[str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise WorksheetError("Berkas bukan CSV yang dapat dibaca.") from error
    rows = [cells for row in rows if any(cells := [cell.strip() for cell in row])]
    if [cell.lower() for cell in rows[0]] != CSV_HEAD:
        raise WorksheetError(f'Baris pertama CSV harus "{",".join(CSV_HEAD)}".')
    for row in rows[1:]:
        if len(row) != len(CSV_HEAD):
            raise WorksheetError(f"Baris CSV {_quoted(','.join(row))} tidak berisi {len(CSV_HEAD)} kolom.")
    return [(number, level) for number, level in rows[1:]]


def _json_pairs(instrument: InstrumentSpec, text: str) -> tuple[str, Pairs]:
    try:
        # Objects stay pairs, so that a doubled key is seen; numbers stay text, so that no float is born.
        data = json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise WorksheetError("Berkas bukan JSON yang dapat dibaca.") from error
    kinds = {_plural(kind): kind for kind in instrument.hierarchy}
    if not isinstance(data, tuple) or len(data) != 1 or data[0][0] not in kinds:
        choices = ", ".join(f'"{plural}"' for plural in kinds)
        raise WorksheetError(f"Berkas untuk {instrument.code} harus memuat tepat satu dari {choices}.")
    plural, pairs = data[0]
    if not isinstance(pairs, tuple):
        raise WorksheetError(f'"{plural}" harus berupa objek: nomor dan nilainya.')
    return kinds[plural], pairs


def _key(instrument: InstrumentSpec, kind: str, name: str) -> NodeKey:
    if not NUMBER.fullmatch(name):
        raise WorksheetError(f"{kind_label(kind)} {_quoted(name)} tidak dikenal pada instrumen {instrument.code}.")
    key = (kind, int(name))
    if key not in instrument.nodes:
        raise WorksheetError(f"{label_of(key)} tidak dikenal pada instrumen {instrument.code}.")
    return key


def _value(instrument: InstrumentSpec, key: NodeKey, written: object) -> Decimal | Fraction:
    """A level, or for a part a figure within the scale, which may be a fraction and finer than a level."""
    is_level = key[0] == INDICATOR
    if written is None or written == "":
        raise WorksheetError(f"{label_of(key)} belum bernilai.")
    if not isinstance(written, str):
        raise WorksheetError(f"{label_of(key)}: nilai {_quoted(written)} bukan bilangan.")
    if len(written) > LONGEST:
        raise WorksheetError(f"{label_of(key)}: nilai {_quoted(written)} terlalu panjang.")
    scale = instrument.scale
    try:
        if DECIMAL.fullmatch(written):
            level = Decimal(written)
            (scale.check if is_level else scale.check_range)(level)
            return level
        if FRACTION.fullmatch(written) and not is_level:
            figure = Fraction(written)
            scale.check_range(figure)
            return figure
    except ScaleError as error:
        raise WorksheetError(f"{label_of(key)}: {error}.") from error
    raise WorksheetError(f"{label_of(key)}: nilai {_quoted(written)} bukan bilangan.")


def _check_complete(instrument: InstrumentSpec, values: Mapping[NodeKey, object]) -> None:
    """Refuse a sheet that has some of a group of siblings and not all of it."""
    touched = [group for _, group in instrument.tree.groups if any(key in values for key in group)]
    missing = sorted(key for group in touched for key in group if key not in values)
    if missing:
        numbers = ", ".join(str(number) for _, number in missing)
        raise WorksheetError(f"{kind_label(missing[0][0])} belum bernilai: {numbers}.")


def _plural(kind: str) -> str:
    return f"{kind}s"


def _quoted(written: object) -> str:
    """What stands in the file, shortened, on one line and in plain ASCII, so that any terminal has it."""
    if isinstance(written, list | tuple):
        return "berupa daftar" if isinstance(written, list) else "berupa objek"
    if isinstance(written, str) and len(written) > LONGEST:
        written = written[:LONGEST] + "..."
    return json.dumps(written)
