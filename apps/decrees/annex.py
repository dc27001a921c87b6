"""The rows of the annex as data that travels inside the paper: the same rows, for machines."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

from apps.common.pdf import Attached
from apps.common.sheets import FORMULA_STARTS
from apps.decrees.sheets import DecreeSheet

COLUMNS = ("bagian", "daftar", "kelompok", "nomor", "kode", "instansi", "indeks", "predikat")

Row = tuple[str, str, str, int, str, str, str, str]


def attachments(sheet: DecreeSheet) -> tuple[Attached, ...]:
    """The annex as CSV and as JSON. The same sheet gives the same bytes."""
    return (
        Attached("lampiran.csv", annex_csv(sheet), "Isi lampiran sebagai tabel (CSV)"),
        Attached("lampiran.json", annex_json(sheet), "Isi lampiran beserta kepala keputusan (JSON)"),
    )


def annex_csv(sheet: DecreeSheet) -> bytes:
    """Headings and one line for each row, figures with a point. No cell can be a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row] for row in rows(sheet))
    return target.getvalue().encode("utf-8-sig")


def annex_json(sheet: DecreeSheet) -> bytes:
    """The decree's head, what it corrects and whose figures, its rows; figures as text, so no digit is lost."""
    content = {
        "keputusan": sheet.cited_as,
        "nomor": sheet.number,
        "tahun": sheet.year,
        "tanggal": sheet.dated and sheet.dated.isoformat(),
        "tentang": " ".join(sheet.about),
        "memperbaiki": sheet.corrects or None,
        "draf": sheet.is_draft,
        "simulasi": sheet.simulation_label,
        "periode": sheet.period,
        "kode_verifikasi": sheet.proof.code,
        "laman_verifikasi": sheet.proof.url,
        "sha256_isi": sheet.proof.content_hash,
        "koreksi": [
            {
                "kode": one.code,
                "instansi": one.name,
                "indikator": one.indicators,
                "semula": _figure(one.before) if one.before else None,
                "menjadi": _figure(one.after),
            }
            for one in sheet.corrections
        ],
        "lampiran": [dict(zip(COLUMNS, row, strict=True)) for row in rows(sheet)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def rows(sheet: DecreeSheet) -> Iterator[Row]:
    for one in sheet.lists:
        for group in one.groups:
            for row in group.rows:
                place = (one.track, one.title, group.heading, row.number)
                yield (*place, row.code, row.name, f"{row.stated:.2f}", row.predikat)


def _figure(stated: tuple[Decimal, str]) -> dict[str, str]:
    index, predikat = stated
    return {"indeks": f"{index:.2f}", "predikat": predikat}


def _cell(value: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula stands behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
