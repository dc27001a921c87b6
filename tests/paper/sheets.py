"""Sheets to print in tests: plain data, invented throughout."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.common.paper import Proof
from apps.decrees.paper import Certifier, DecreeGroup, DecreeList, DecreeRow, DecreeSheet
from apps.decrees.wording import Matter, usual_considerations, usual_dictum

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
        "dictum": usual_dictum(MATTER, BANDS, Decimal(5)),
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
