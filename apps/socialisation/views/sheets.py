"""The ministry's lists of sosialisasi as workbooks: of each part the name, the headings and the cells of a row.

Rows carry what their query counted beside them, so they are typed as anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse

from apps.common.formats import date_id, wib, wib_local
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import workbook
from apps.institutions.models import Role

Cells = tuple[Value, ...]


class Sheet(NamedTuple):
    name: str
    columns: Sequence[str]
    cells: Callable[[Any], Cells]


def _material(one: Any) -> Cells:
    audiences = ", ".join(one.audience_labels)
    return (
        one.title,
        one.get_kind_display(),
        one.summary,
        audiences,
        one.name,
        one.size,
        str(one.added_by),
        wib(one.added_at),
    )


def _announcement(one: Any) -> Cells:
    until = date_id(one.until) if one.until else ""
    return one.title, one.text, ", ".join(one.audience_labels), until, str(one.by), wib(one.at)


def _event(one: Any) -> Cells:
    hours = wib_local(one.starts_at, one), wib_local(one.ends_at, one)
    audiences = ", ".join(one.audience_labels)
    place = one.place or one.link
    return one.title, *hours, place, audiences, one.capacity, one.registered, one.attended, one.reason


def _circular(one: Any) -> Cells:
    told = one.get_audience_display(), one.addressees, one.made
    return one.number, date_id(one.dated), one.subject, *told, str(one.made_by), wib(one.made_at)


def _participant(one: Any) -> Cells:
    came = wib(one.attended_at) if one.attended_at else "Tidak"
    noted = "" if not one.attended_at else "Kode" if one.came_by_code else "Tim evaluasi"
    role = Role(one.role).label if one.role else ""
    return one.user.name, role, one.institution or one.university or "", wib(one.at), came, noted


def _copy(one: Any) -> Cells:
    return str(one), one.code, "Dibuat" if one.sha256 else "Menunggu dibuat", one.sha256


PARTS: Mapping[str, Sheet] = {
    "bahan": Sheet(
        "Panduan dan bahan",
        ("Judul", "Jenis", "Keterangan", "Untuk", "Berkas", "Ukuran (bita)", "Ditambahkan oleh", "Ditambahkan"),
        _material,
    ),
    "pengumuman": Sheet(
        "Pengumuman", ("Judul", "Isi", "Untuk", "Di beranda sampai", "Oleh", "Diumumkan"), _announcement
    ),
    "kegiatan": Sheet(
        "Kegiatan",
        (
            "Kegiatan",
            "Mulai",
            "Selesai",
            "Tempat atau tautan",
            "Untuk",
            "Banyaknya tempat",
            "Terdaftar",
            "Hadir",
            "Alasan dibatalkan",
        ),
        _event,
    ),
    "surat": Sheet(
        "Surat",
        ("Nomor", "Tanggal", "Hal", "Kepada", "Penerima", "Naskah dibuat", "Ditulis oleh", "Ditulis"),
        _circular,
    ),
}
PARTICIPANTS = Sheet(
    "Daftar hadir",
    ("Nama", "Peran", "Instansi atau perguruan tinggi", "Mendaftar", "Hadir", "Dicatat"),
    _participant,
)
COPIES = Sheet("Penerima surat", ("Penerima", "Kode", "Naskah", "SHA-256"), _copy)


def as_workbook(
    request: UserRequest, sheet: Sheet, rows: Iterable[object], *, note: str = "", name: str = ""
) -> HttpResponse:
    return workbook(request, sheet.name, sheet.columns, map(sheet.cells, rows), note=note, name=name)
