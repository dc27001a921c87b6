"""The ZIP of a batch, as a stream: a manifest, and the reports under their institutions' codes.

The same reports give the same bytes: no clock, the order of the codes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator

from apps.common.files import read
from apps.common.sheets import FORMULA_STARTS
from apps.reports.models import BatchReport, BatchState, ReportBatch

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
COLUMNS = (
    "kode_instansi",
    "instansi",
    "kategori",
    "kode_verifikasi",
    "berkas",
    "halaman",
    "ukuran",
    "sha256",
    "keterangan",
    "simulasi",
)


class _Sink:
    """What was written since it was last taken: the ZIP never stands in memory as a whole."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        content, self.written = b"".join(self.written), []
        return content


def bundle(batch: ReportBatch) -> Iterator[bytes]:
    """The bytes of the ZIP, a member at a time. What could not be made stands in the manifest with the reason."""
    items = list(batch.items.select_related("report__result__evaluation__institution"))
    rows = [_row(item, batch.run.period.simulation_label) for item in items]
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # PDFs are compressed
        _put(archive, "manifest.csv", _as_csv(rows))
        _put(archive, "manifest.json", _as_json(batch, rows))
        for item in items:
            if item.state == BatchState.MADE:
                _put(archive, name_of(item), read(item.sha256))
                yield sink.taken()
    yield sink.taken()


def name_of(item: BatchReport) -> str:
    institution = item.report.result.evaluation.institution
    return f"{institution.category}/{institution.code}-{institution.slug}.pdf"


def _row(item: BatchReport, simulation: str) -> dict[str, str | int]:
    institution = item.report.result.evaluation.institution
    is_made = item.state == BatchState.MADE
    values = (
        institution.code,
        institution.name,
        institution.get_category_display(),
        item.report.code,
        name_of(item) if is_made else "",
        item.pages,
        item.size,
        item.sha256,
        item.message,
        simulation,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _as_csv(rows: list[dict[str, str | int]]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([[_cell(value) for value in row.values()] for row in rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode()  # spreadsheets take it for UTF-8 by this mark alone


def _cell(value: str | int) -> str | int:
    """No cell is a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _as_json(batch: ReportBatch, rows: list[dict[str, str | int]]) -> bytes:
    period = batch.run.period
    about = {
        "periode": period.name,
        "tahun": period.year,
        "simulasi": period.simulation_label,
        "draf": batch.is_draft,
        "sidik_isi_hitungan": batch.run.content_sha256,
        "laporan": rows,
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)
