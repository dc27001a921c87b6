"""The usual wording of a decree, to start a draft from. The legal bureau edits it: it is data, not law."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.common.formats import figure
from apps.common.paper import BandRange
from apps.decrees.sheets import Clause

OFFICE = ("MENTERI", "PENDAYAGUNAAN APARATUR NEGARA", "DAN REFORMASI BIROKRASI", "REPUBLIK INDONESIA")
TITLE = (
    "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA",
    "DAN REFORMASI BIROKRASI REPUBLIK INDONESIA",
)
CITED_AS = "KEPUTUSAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI"
SIGNATORY_TITLE = (
    "MENTERI PENDAYAGUNAAN APARATUR",
    "NEGARA DAN REFORMASI BIROKRASI",
    "REPUBLIK INDONESIA",
)
CERTIFYING_OFFICE = ("KEMENTERIAN PENDAYAGUNAAN APARATUR NEGARA", "DAN REFORMASI BIROKRASI")
MINISTRY = "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
DECREE = "Keputusan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"


@dataclass(frozen=True)
class Matter:
    """What a decree is about, in running words."""

    full_name: str
    """Such as "Sistem Pemerintahan Berbasis Elektronik"."""
    short_name: str
    """Such as "SPBE"."""
    year: int
    regulation: str
    """The regulation that asks for the evaluation, with number, year and matter."""
    ministry: str
    """In running words, such as "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"."""
    decree: str
    """The decree's own name, such as "Keputusan Menteri Pendayagunaan Aparatur Negara dan ..."."""


def usual_considerations(matter: Matter, corrected: str = "") -> tuple[str, ...]:
    """Menimbang a to c; for a correction a to d, with what is corrected."""
    grounds = "huruf a sampai dengan huruf c" if corrected else "huruf a dan huruf b"
    scope = f"{matter.full_name} pada Instansi Pusat dan Pemerintah Daerah Tahun {matter.year}"
    return (
        f"bahwa untuk mengetahui tingkat kematangan penerapan {matter.full_name} sesuai dengan ketentuan "
        f"{matter.regulation}, telah dilaksanakan evaluasi {scope};",
        "bahwa hasil evaluasi sebagaimana dimaksud dalam huruf a diperoleh melalui penilaian mandiri oleh "
        "instansi, penilaian oleh Tim Asesor Eksternal, serta finalisasi bersama Tim Koordinasi "
        f"{matter.full_name} Nasional;",
        *([f"bahwa dalam {corrected} terdapat kekeliruan, sehingga perlu diperbaiki;"] if corrected else []),
        f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {grounds}, perlu menetapkan "
        f"{matter.decree} tentang Hasil Evaluasi {scope};",
    )


def usual_dictum(matter: Matter, bands: Sequence[BandRange]) -> tuple[Clause, ...]:
    """KESATU to KEENAM. `bands` from the highest down."""
    name = matter.short_name
    return (
        Clause(
            f"Menetapkan hasil evaluasi {matter.full_name}, yang selanjutnya disebut {name}, pada Instansi "
            f"Pusat dan Pemerintah Daerah Tahun {matter.year} berupa indeks {name} dan predikat sebagaimana "
            "tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan Menteri ini."
        ),
        Clause(
            f"Indeks {name} sebagaimana dimaksud dalam Diktum KESATU dinyatakan dengan dua angka di belakang "
            "koma, dan predikat ditetapkan menurut indeks tersebut dengan ketentuan:",
            band_points(bands),
        ),
        Clause(
            "Instansi Pusat dan Pemerintah Daerah yang tidak tercantum dalam Lampiran sebagaimana dimaksud "
            f"dalam Diktum KESATU tidak dinilai pada Tahun {matter.year}, dan tidak tercantumnya instansi "
            f"tersebut tidak berarti indeks {name}-nya 0 (nol) atau tidak menerapkan {name}."
        ),
        Clause(
            "Pimpinan Instansi Pusat dan kepala daerah menindaklanjuti hasil evaluasi dengan meningkatkan "
            f"penerapan {name} pada instansi masing-masing berdasarkan laporan hasil evaluasi atau laporan "
            f"hasil pemantauan yang disampaikan oleh {matter.ministry}."
        ),
        Clause(
            "Hasil evaluasi sebagaimana dimaksud dalam Diktum KESATU digunakan sebagai bahan:",
            (
                f"pembinaan penerapan {name} oleh Tim Koordinasi {name} Nasional; dan",
                "penilaian pelaksanaan reformasi birokrasi pada Instansi Pusat dan Pemerintah Daerah.",
            ),
        ),
        Clause("Keputusan Menteri ini mulai berlaku pada tanggal ditetapkan."),
    )


def revocation(corrected: str) -> str:
    """The dictum by which a correction takes the place of what it corrects."""
    return f"Pada saat Keputusan Menteri ini mulai berlaku, {corrected} dicabut dan dinyatakan tidak berlaku."


def band_points(bands: Sequence[BandRange]) -> tuple[str, ...]:
    """Each predikat with the indices it covers: "Baik, untuk indeks 2,60 sampai dengan 3,49;"."""
    *upper, lowest = bands
    points = [
        f"{band.predikat}, untuk indeks {figure(band.floor)} sampai dengan {figure(band.ceiling)};" for band in upper
    ]
    points[-1] += " dan"
    return (*points, f"{lowest.predikat}, untuk indeks di bawah {figure(upper[-1].floor)}.")


def usual_legal_basis(regulation: str, gazette: str) -> tuple[str, ...]:
    """Mengingat 1 to 6; the fifth is the regulation of the instrument with its place of promulgation."""
    return (
        "Undang-Undang Nomor 39 Tahun 2008 tentang Kementerian Negara (Lembaran Negara Republik Indonesia Tahun "
        "2008 Nomor 166, Tambahan Lembaran Negara Republik Indonesia Nomor 4916) sebagaimana telah diubah;",
        "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik (Lembaran Negara "
        "Republik Indonesia Tahun 2018 Nomor 182);",
        "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia (Lembaran Negara Republik Indonesia "
        "Tahun 2019 Nomor 112);",
        "Peraturan Presiden Nomor 47 Tahun 2021 tentang Kementerian Pendayagunaan Aparatur Negara dan Reformasi "
        "Birokrasi (Lembaran Negara Republik Indonesia Tahun 2021 Nomor 126);",
        f"{regulation} ({gazette});",
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 60 Tahun 2021 tentang "
        "Organisasi dan Tata Kerja Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi (Berita Negara "
        "Republik Indonesia Tahun 2021 Nomor 1249);",
    )


def usual_copies(matter: Matter) -> tuple[str, ...]:
    """Tembusan."""
    return (
        "Presiden Republik Indonesia, sebagai laporan;",
        "Wakil Presiden Republik Indonesia, sebagai laporan;",
        f"Para menteri dan kepala lembaga anggota Tim Koordinasi {matter.short_name} Nasional;",
        "Para pimpinan Instansi Pusat; dan",
        "Para gubernur, bupati, dan wali kota.",
    )


def usual_about(matter: Matter) -> tuple[str, ...]:
    """The matter of the decree as lines in capitals, after TENTANG."""
    return (
        f"HASIL EVALUASI {matter.full_name.upper()}",
        "PADA INSTANSI PUSAT DAN PEMERINTAH DAERAH",
        f"TAHUN {matter.year}",
    )
