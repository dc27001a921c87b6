"""The kinds of signals: what each means, and how its figures are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from apps.common.formats import change, figure, level


class Kind(models.TextChoices):
    """In the order in which they are shown."""

    DISAGREEMENT = "disagreement", "Asesor berbeda jauh"
    SEVERITY = "severity", "Kecenderungan asesor"
    OUTLIER = "outlier", "Tingkat menyimpang"
    JUMP = "jump", "Lompatan indeks"
    LEVEL_JUMP = "level_jump", "Lompatan tingkat"
    OWN = "own", "Mandiri dan hasil akhir"
    FLOOR = "floor", "Dekat batas predikat"


@dataclass(frozen=True)
class Sort:
    """One kind in words. `told` is filled with the three figures, each written by `writes`.

    `bound` holds where a period sets none; `from_to` says what `before` and `after` are, for headings.
    """

    meaning: str
    told: str
    from_to: tuple[str, str]
    bound: Decimal
    unit: str
    writes: Callable[[Decimal | None], str]


SORTS: Mapping[Kind, Sort] = {
    Kind.DISAGREEMENT: Sort(
        "Selisih tingkat di dalam satu tim, sesudah semua anggotanya mengunci.",
        "Terendah {before}, tertinggi {after}: selisih {value}.",
        ("Terendah", "Tertinggi"),
        Decimal("2.00"),
        "tingkat",
        level,
    ),
    Kind.SEVERITY: Sort(
        "Berapa tingkat seorang asesor menilai di atas atau di bawah yang menilai hal yang sama; hanya bila "
        "rentangnya tidak memuat nol.",
        "{value} tingkat, rentang {before} sampai {after}.",
        ("Rentang bawah", "Rentang atas"),
        Decimal("0.50"),
        "tingkat",
        change,
    ),
    Kind.OUTLIER: Sort(
        "Tingkat yang jauh dari tingkat semua instansi pada indikator yang sama, menurut skor z kokoh (median, MAD).",
        "Tingkat {after}, median {before}: skor z kokoh {value}.",
        ("Median", "Tingkat"),
        Decimal("3.50"),
        "skor",
        level,
    ),
    Kind.JUMP: Sort(
        "Indeks terhadap hasil resmi tahun terakhir, hanya bila instrumennya sama; sesudah ganti nama atau pindah "
        "provinsi terhadap pendahulunya.",
        "Dari {before} menjadi {after}: {value}.",
        ("Dahulu", "Sekarang"),
        Decimal("1.00"),
        "indeks",
        figure,
    ),
    Kind.LEVEL_JUMP: Sort(
        "Tingkat satu indikator terhadap hasil tahun terakhir, juga pendahulunya: indikator yang sama, atau padanannya "
        "pada instrumen sebelumnya, yang lalu disebut.",
        "Dari {before} menjadi {after}: {value}.",
        ("Dahulu", "Sekarang"),
        Decimal("2.00"),
        "tingkat",
        level,
    ),
    Kind.OWN: Sort(
        "Tingkat yang berlaku terhadap tingkat penilaian mandiri.",
        "Mandiri {before}, hasil akhir {after}: {value}.",
        ("Mandiri", "Hasil akhir"),
        Decimal("2.00"),
        "tingkat",
        level,
    ),
    Kind.FLOOR: Sort(
        "Indeks yang berjarak sedikit dari batas suatu predikat, di atas atau di bawahnya.",
        "Indeks {after}, batas {before}: {value}.",
        ("Batas", "Indeks"),
        Decimal("0.05"),
        "indeks",
        figure,
    ),
}


def sentence_of(kind: Kind, before: Decimal | None, after: Decimal | None, value: Decimal) -> str:
    """The figures of a signal in words; a difference has its sign, a distance within a team has none."""
    sort = SORTS[kind]
    shown = sort.writes(value) if kind == Kind.DISAGREEMENT else change(value)
    return sort.told.format(before=sort.writes(before), after=sort.writes(after), value=shown)
