"""Figures published in the past, with their source. Only the loader of reference data writes them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from apps.common.loading import Changes, Row, bring_in_line, read_table, refuse_doubles
from apps.institutions.models import Institution
from apps.instruments.models import Instrument, Part, PredikatBand
from apps.results.models import ImportedKind, ImportedPart, ImportedResult

AGGREGATE = "agregat"  # a mean over the nation or a category: it belongs to no institution
COLUMNS = ("institution", "category", "year", "kind", "index", "printed", "predikat", "source", "remark")
PART_COLUMN = re.compile(r"([a-z]+?)(\d+)")  # "domain3": the kind of part and its number in the year's instrument


@transaction.atomic
def load_results(path: Path) -> list[Changes]:
    """Bring the published figures in line with the file; a row that fits nothing refuses it."""
    rows = read_table(path, COLUMNS)
    refuse_doubles(rows, "institution", "year", "kind")
    known = _Known()
    wanted = [known.result(row) for row in rows]
    results = bring_in_line(
        "hasil terdahulu",
        ImportedResult.objects.all(),
        ("label", "year", "kind"),
        wanted,
        ("institution_id", "instrument_id", "index", "printed", "predikat_id", "source", "remark"),
    )
    ids: Mapping[tuple[str, int, str], int] = {
        (one.label, one.year, one.kind): one.pk for one in ImportedResult.objects.all()
    }
    parts = bring_in_line(
        "angka bagian terdahulu",
        ImportedPart.objects.all(),
        ("result_id", "part_id"),
        [
            ImportedPart(result_id=ids[one.label, one.year, one.kind], part_id=part, index=index)
            for row, one in zip(rows, wanted, strict=True)
            for part, index in known.parts(row, one.instrument_id)
        ],
        ("index",),
    )
    return [results, parts]


class _Known:
    """What a line of the file may name."""

    def __init__(self) -> None:
        self.institutions = {one.name: one for one in Institution.objects.all()}
        self.instruments = {year: one.pk for one in Instrument.objects.order_by("code") for year in one.years}
        self.bands = {
            (instrument, name): pk
            for instrument, name, pk in PredikatBand.objects.values_list("instrument_id", "name", "pk")
        }
        self.part_ids = {
            (instrument, kind, number): pk
            for instrument, kind, number, pk in Part.objects.values_list("instrument_id", "kind", "number", "pk")
        }

    def result(self, row: Row) -> ImportedResult:
        year = row.read("year", int, "tahun")
        if year not in self.instruments:
            raise row.refused("year", f"tidak ada instrumen untuk tahun {row['year']!r}")
        if row["kind"] not in ImportedKind.values:
            raise row.refused("kind", f"{row['kind']!r} tidak dikenal")
        institution = self.institution(row)
        return ImportedResult(
            institution=institution,
            label=row["institution"],
            year=year,
            instrument_id=self.instruments[year],
            kind=row["kind"],
            index=_index(row),
            printed=row["printed"],
            predikat_id=self.band(row, self.instruments[year]),
            source=row["source"],
            remark=row["remark"],
        )

    def institution(self, row: Row) -> Institution | None:
        if row["category"] == AGGREGATE:
            return None
        institution = self.institutions.get(row["institution"])
        if institution is None:
            raise row.refused("institution", f"{row['institution']!r} tidak tercantum di antara instansi")
        if institution.category != row["category"]:
            raise row.refused("category", f"{row['category']!r}, seharusnya {institution.category!r}")
        return institution

    def band(self, row: Row, instrument: int) -> int | None:
        if not row["predikat"]:
            return None
        if (instrument, row["predikat"]) not in self.bands:
            raise row.refused("predikat", f"{row['predikat']!r} bukan predikat instrumen tahun itu")
        return self.bands[instrument, row["predikat"]]

    def parts(self, row: Row, instrument: int) -> list[tuple[int, Decimal]]:
        """(part, figure) for every part that the line gives a figure for."""
        found = []
        for column, text in row.values.items():
            if not text or not (match := PART_COLUMN.fullmatch(column)):
                continue
            part = self.part_ids.get((instrument, match[1], int(match[2])))
            if part is None:
                raise row.refused(column, "tidak ada pada instrumen tahun itu")
            found.append((part, row.read(column, Decimal, "angka")))
        return found


def _index(row: Row) -> Decimal:
    """The number, which must be what the source prints: a slip here would be a wrong figure for ever."""
    index: Decimal | None = row.read("index", Decimal, "angka")
    if index is None or row.read("printed", lambda text: Decimal(text.replace(",", ".")), "angka") != index:
        raise row.refused("printed", f"{row['printed']!r} tidak sama dengan {row['index']!r}")
    return index
