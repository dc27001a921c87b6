"""The words every report shares. What is said of an institution comes from its levels and its assessors."""

from collections.abc import Sequence

from apps.reports.paper import Pair

MINISTRY = (
    "Kementerian Pendayagunaan Aparatur Negara",
    "dan Reformasi Birokrasi Republik Indonesia",
)
PUBLISHER = "Tim Evaluasi"
FOREWORD_TITLE = ("Tim Evaluasi",)
PLACE = "Jakarta"

KINDS = {"evaluation": "Laporan Hasil Evaluasi", "monitoring": "Laporan Hasil Pemantauan"}
ACTIVITIES = {"evaluation": "evaluasi", "monitoring": "pemantauan"}

STAGES = {
    "self_assessment": Pair("Penilaian mandiri", "Instansi menilai dirinya dan melampirkan data dukung."),
    "desk_review": Pair(
        "Penilaian dokumen", "Asesor perguruan tinggi memeriksa jawaban dan data dukung, masing-masing sendiri."
    ),
    "interview": Pair("Interviu", "Hanya indikator yang perlu diperjelas; instansi menanggapi setiap usulan."),
    "visitation": Pair("Visitasi", "Kunjungan ke instansi yang dipilih; hanya indikator yang divalidasi."),
    "consolidation": Pair("Konsolidasi", "Tim asesor memutus indikator yang masih berbeda, dengan alasan tertulis."),
    "review": Pair("Reviu dan finalisasi", "Tim evaluasi dan Tim Koordinasi Nasional menyepakati hasil akhir."),
}


def foreword(activity: str, year: int, institution: str) -> tuple[str, ...]:
    """The letter at the front."""
    return (
        f"Laporan ini menyampaikan hasil {activity} Tahun {year} kepada {institution}. Angka di dalamnya dihitung dari "
        "tingkat setiap indikator yang tercantum pada bagian akhir, sehingga siapa pun dapat menghitungnya kembali.",
        "Catatan kekuatan dan kelemahan disusun dari tingkat setiap indikator dan dari penjelasan asesor. Hasil ini "
        "hendaknya dibaca sebagai bahan perbaikan: apa yang sudah terbukti, dan apa yang masih perlu dibangun.",
    )


def method(index_name: str, lowest: str, highest: str, brought: str = "") -> tuple[str, ...]:
    """How an index comes about. `brought`: the numbers of the indicators that other agencies' indices fill."""
    words = (
        f"Setiap indikator memperoleh satu tingkat, dari {lowest} sampai {highest}. Tingkat yang berlaku adalah "
        "tingkat dari tahap terakhir yang menilai indikator itu; tidak ada perataan antartahap.",
        f"{index_name} adalah rata-rata berbobot semua indikator. Perhitungan memakai bilangan tepat dan dibulatkan "
        "satu kali, setengah ke atas, menjadi dua angka di belakang koma. Predikat ditentukan oleh angka yang sudah "
        "dibulatkan itu.",
    )
    if not brought:
        return words
    return (
        *words,
        f"Tingkat indikator {brought} diambil dari indeks instansi lain; sumber dan tanggalnya tercantum pada "
        "indikatornya.",
    )


def legal_basis(regulation: str, decree: str) -> Sequence[str]:
    """What the report rests on; the decree is named once it is issued."""
    basis = [
        "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik",
        regulation,
    ]
    return tuple([*basis, decree] if decree else basis)
