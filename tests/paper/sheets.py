"""Sheets to print in tests: plain data, invented throughout."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.common.minutes import (
    Column,
    Fact,
    MinutesGroup,
    MinutesRow,
    MinutesSheet,
    MinutesTable,
    Receipt,
    Signature,
)
from apps.common.paper import Proof, band_ranges
from apps.decrees.sheets import Certifier, DecreeGroup, DecreeList, DecreeRow, DecreeSheet
from apps.decrees.wording import Matter, usual_considerations, usual_dictum
from apps.reports.paper import IndicatorLine, LevelNames, Node, Pair, ReportSheet

OFFICE = ("MENTERI", "PENDAYAGUNAAN APARATUR NEGARA", "DAN REFORMASI BIROKRASI", "REPUBLIK INDONESIA")
PROOF = Proof(
    code="SPBE-2023-7K3M-Q9TX",
    url="https://evaluasi.example.go.id/v/SPBE-2023-7K3M-Q9TX",
    content_hash="f3c82807d9968d1bf49b080b35e7149fc17905912b70ce57ec7d79ffd12fa5fb",
)
MATTER = Matter(
    full_name="Sistem Pemerintahan Berbasis Elektronik",
    short_name="SPBE",
    year=2023,
    regulation="Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik",
    ministry="Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
    decree="Keputusan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
)
BANDS = (
    ("Memuaskan", Decimal("4.20")),
    ("Sangat Baik", Decimal("3.50")),
    ("Baik", Decimal("2.60")),
    ("Cukup", Decimal("1.80")),
    ("Kurang", Decimal("0.00")),
)
CERTIFIER = Certifier(
    office=("KEMENTERIAN PENDAYAGUNAAN APARATUR NEGARA", "DAN REFORMASI BIROKRASI"),
    title=("Kepala Biro Contoh",),
    name="NAMA PEJABAT CONTOH",
)


def predikat(stated: Decimal) -> str:
    return next(name for name, floor in BANDS if floor <= stated)


def rows(names: list[str], first: int = 1) -> list[DecreeRow]:
    """Rows with made-up figures that differ from one another."""
    figures = [Decimal(150 + (number * 37) % 320) / 100 for number in range(first, first + len(names))]
    return [
        DecreeRow(number, name, stated, predikat(stated))
        for number, (name, stated) in enumerate(zip(names, figures, strict=True), first)
    ]


def one_list(title: str, names: list[str], track: str = "HASIL EVALUASI") -> DecreeList:
    return DecreeList(title, track, [DecreeGroup("", title, rows(names))])


def decree(**changes: Any) -> DecreeSheet:
    """A draft with one list of three; any field may be given otherwise."""
    about = (
        "HASIL EVALUASI SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK",
        "PADA INSTANSI PUSAT DAN PEMERINTAH DAERAH",
        "TAHUN 2023",
    )
    given: dict[str, Any] = {
        "number": None,
        "year": 2024,
        "office": OFFICE,
        "title": (
            "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA",
            "DAN REFORMASI BIROKRASI REPUBLIK INDONESIA",
        ),
        "cited_as": "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI",
        "about": about,
        "considerations": usual_considerations(MATTER),
        "legal_basis": (
            "Undang-Undang Nomor 39 Tahun 2008 tentang Kementerian Negara (Lembaran Negara Republik "
            "Indonesia Tahun 2008 Nomor 166, Tambahan Lembaran Negara Republik Indonesia Nomor 4916);",
            "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik "
            "(Lembaran Negara Republik Indonesia Tahun 2018 Nomor 182);",
            "Peraturan Presiden Nomor 47 Tahun 2021 tentang Kementerian Pendayagunaan Aparatur Negara dan "
            "Reformasi Birokrasi (Lembaran Negara Republik Indonesia Tahun 2021 Nomor 126);",
        ),
        "dictum": usual_dictum(MATTER, band_ranges(BANDS, Decimal(5))),
        "place": "Jakarta",
        "dated": None,
        "made_on": date(2024, 1, 8),
        "signatory_title": (
            "MENTERI PENDAYAGUNAAN APARATUR",
            "NEGARA DAN REFORMASI BIROKRASI",
            "REPUBLIK INDONESIA",
        ),
        "signatory_name": "",
        "copies_to": (
            "Presiden Republik Indonesia, sebagai laporan; dan",
            "Para gubernur, bupati, dan wali kota.",
        ),
        "lists": [one_list("Kementerian", ["Kementerian Contoh", "Kementerian Uji", "Kementerian Coba"])],
        "index_name": "Indeks SPBE",
        "period": "Evaluasi SPBE Tahun 2023",
        "proof": PROOF,
    }
    return DecreeSheet(**{**given, **changes})


def issued(**changes: Any) -> DecreeSheet:
    return decree(
        **{
            "number": "X",
            "dated": date(2024, 1, 11),
            "is_draft": False,
            "signatory_name": "NAMA CONTOH",
            **changes,
        }
    )


def node(number: str, *levels: str, **changes: Any) -> Node:
    """A leaf of weight 10 an indicator; levels as text, so that decimals are easy to give."""
    lines = [
        IndicatorLine(f"{number}.{place}", f"Indikator {number}.{place}", Decimal(10), Decimal(level))
        for place, level in enumerate(levels, 1)
    ]
    mean = sum((line.points for line in lines), Fraction(0)) / (10 * len(lines))
    given: dict[str, Any] = {
        "number": number,
        "name": f"Aspek Contoh {number}",
        "kind": "Aspek",
        "depth": 0,
        "weight": Decimal(10 * len(lines)),
        "stated": round(Decimal(mean.numerator) / mean.denominator, 2),
        "indicators": lines,
    }
    return Node(**{**given, **changes})


def report(nodes: list[Node], **changes: Any) -> ReportSheet:
    """A report over these nodes; any field may be given otherwise."""
    lines = [line for each in nodes for line in each.indicators]
    weight = sum((Fraction(line.weight) for line in lines), Fraction(0))
    exact = sum((line.points for line in lines), Fraction(0)) / weight
    stated = stated_figure(exact)
    given: dict[str, Any] = {
        "kind": "Laporan Hasil Evaluasi",
        "matter": "Sistem Pemerintahan Berbasis Elektronik",
        "activity": "evaluasi SPBE",
        "index_name": "Indeks SPBE",
        "year": 2023,
        "institution": "Kabupaten Contoh",
        "ministry": ("Kementerian Pendayagunaan Aparatur Negara", "dan Reformasi Birokrasi Republik Indonesia"),
        "publisher": "Deputi Bidang Contoh",
        "place": "Jakarta",
        "dated": date(2024, 1, 11),
        "foreword": ("Laporan ini menyampaikan hasil evaluasi.",),
        "foreword_title": ("Deputi Bidang Contoh",),
        "foreword_name": "Nama Contoh",
        "legal_basis": ("Peraturan Presiden Nomor 95 Tahun 2018.",),
        "method": ("Setiap indikator dinilai menurut tingkat kematangannya.",),
        "stages": (Pair("Penilaian mandiri", "oleh instansi"), Pair("Interviu", "klarifikasi indikator tertentu")),
        "level_names": (LevelNames("Proses", ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu", "Optimum")),),
        "bands": band_ranges(BANDS, Decimal(5)),
        "minimum": Decimal(1),
        "maximum": Decimal(5),
        "stated": stated,
        "exact": exact,
        "predikat": predikat(stated),
        "averages": (),
        "nodes": nodes,
        "recommendations": (),
        "history": (),
        "proof": PROOF,
    }
    return ReportSheet(**{**given, **changes})


def stated_figure(exact: Fraction) -> Decimal:
    """Two places, half up."""
    return Decimal((exact * 200 + 1) // 2) / 100


def minutes(**changes: Any) -> MinutesSheet:
    """Minutes of an interview with one clarified indicator; any field may be given otherwise."""
    given: dict[str, Any] = {
        "letterhead": ("PEMERINTAH KABUPATEN CONTOH", "SEKRETARIAT DAERAH"),
        "title": ("BERITA ACARA INTERVIU", "SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK", "TAHUN 2023"),
        "number": "",
        "opening": ("Pada hari ini telah dilaksanakan interviu dengan keterangan sebagai berikut:",),
        "facts": (Fact("Instansi", "Kabupaten Contoh"), Fact("Tempat", "Daring")),
        "body": ("Indikator yang diklarifikasi beserta hasilnya:",),
        "points": ("hasil klarifikasi telah dibacakan; dan", "bukti tambahan telah diterima."),
        "closing": ("Demikian berita acara ini dibuat dengan sebenarnya.",),
        "place": "Contoh",
        "dated": date(2023, 9, 14),
        "signatures": (Signature(("Ketua Tim Asesor",), "Nama Asesor"), Signature(("Koordinator SPBE",))),
        "summary": MinutesTable(
            "Indikator yang diklarifikasi",
            "Indikator",
            (Column("Sebelum"), Column("Sesudah")),
            (MinutesGroup("", (MinutesRow("7", "Layanan Contoh", ("2", "3"), "Bukti dilengkapi."),)),),
            note_head="Catatan",
        ),
        "proof": PROOF,
    }
    return MinutesSheet(**{**given, **changes})


def receipt(**changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "title": "Tanda Terima Penilaian Mandiri",
        "institution": "Kabupaten Contoh",
        "received": "14 Juli 2023 pukul 16.05 WIB",
        "dated": date(2023, 7, 14),
        "facts": (Fact("Dikirim oleh", "Nama Contoh"), Fact("Indikator terjawab", "47 dari 47")),
        "items": ("Berita Acara Penilaian Mandiri", "Pernyataan Persetujuan Publikasi"),
        "items_head": "Dokumen yang menyertai",
        "proof": PROOF,
    }
    return Receipt(**{**given, **changes})
