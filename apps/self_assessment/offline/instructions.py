"""The second sheet of the workbook: how to fill it, and what becomes of it."""

from datetime import datetime
from typing import Any

from apps.common import formats
from apps.evaluations.models import Evaluation
from apps.self_assessment.forms import LONGEST_TEXT
from apps.self_assessment.offline.layout import FORM, INSTRUCTIONS, LONGEST_NAME, SHEET
from apps.self_assessment.offline.style import Styles

STEPS = (
    "Isi sel putih pada lembar Penilaian: Tingkat, Nama layanan, Fakta, Analisis, dan Justifikasi tingkat. "
    "Sel berwarna dikunci agar susunannya tetap.",
    "Pilih tingkat dari daftar pada selnya. Kriteria setiap tingkat ada di sebelah kirinya.",
    "Fakta menyebut dokumen, nomor, pasal, dan halaman. Analisis membandingkannya dengan kriteria. "
    "Justifikasi menjelaskan mengapa tingkat itu yang dipilih.",
    "Simpan sebagai xlsx tanpa kata sandi.",
    "Unggah melalui halaman Lembar penilaian. Sebelum ada yang berubah, setiap perbedaan ditampilkan: yang baru, "
    "yang berubah, yang bentrok dengan tulisan lebih baru, dan yang ditolak beserta alasannya. "
    "Anda memilih baris yang diterapkan.",
)
RULES = [
    (
        "Bentuk isian",
        "Rumus, tautan ke berkas lain, makro, dan lembar tersembunyi tidak diterima. Tempel sebagai nilai.",
    ),
    (
        "Kolom dan baris",
        "Jangan mengganti nama, memindahkan, menyisipkan, atau menghapus kolom. Baris boleh disaring dan dihapus; "
        "baris yang tidak ada dalam berkas tidak mengubah apa pun.",
    ),
    ("Sel kosong", "Sel yang dikosongkan berarti isinya dihapus; itu ditampilkan sebagai perubahan dahulu."),
    (
        "Panjang teks",
        f"Satu sel paling banyak {formats.count(LONGEST_TEXT)} huruf, nama layanan paling banyak {LONGEST_NAME} huruf.",
    ),
    (
        "Versi baris",
        "Kolom ini mencatat versi saat berkas diunduh. Bila rekan Anda menyimpan sesudah itu, kedua tulisan "
        "ditampilkan berdampingan dan tidak ada yang ditimpa.",
    ),
    ("Data dukung", "Tidak dapat disisipkan di sini; unggah melalui halaman indikator."),
]


def write_instructions(book: Any, styles: Styles, evaluation: Evaluation, made_at: datetime) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 92)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Petunjuk lembar luring", styles.title)
    sheet.write_blank(0, 1, None, styles.title)
    row = 1
    if label := evaluation.period.simulation_label:
        sheet.write_string(row, 0, label, styles.simulation)
        sheet.write_string(row, 1, "Data latihan, bukan hasil resmi.", styles.simulation)
        row += 1
    facts = [
        ("Instansi", f"{evaluation.institution} (kode {evaluation.institution.code})"),
        ("Periode", str(evaluation.period)),
        ("Instrumen", str(evaluation.period.instrument)),
    ]
    if evaluation.open_until:
        limit = formats.wib_local(evaluation.open_until, evaluation.institution.province)
        facts.append(("Batas waktu", f"{limit}. Sesudah itu isi berkas tidak dapat diterapkan lagi."))
    identity = [
        ("Diunduh", formats.wib(made_at)),
        ("Nomor evaluasi", str(evaluation.pk)),
        ("Kode periode", evaluation.period.slug),
        ("Bentuk lembar", FORM),
        ("Penyimpanan", f"Baris tersembunyi di atas judul kolom lembar {SHEET} memuat keterangan ini dan tandanya. "
         "Berkas tanpa baris itu, atau milik instansi atau periode lain, ditolak."),
    ]  # fmt: skip
    numbered = [(f"Langkah {number}", step) for number, step in enumerate(STEPS, 1)]
    sections = [("Lembar ini", facts), ("Cara mengisi", numbered), ("Yang perlu diingat", RULES)]
    for title, lines in [*sections, ("Identitas berkas", identity)]:
        row = _write_section(sheet, styles, row + 1, title, lines)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect()


def _write_section(sheet: Any, styles: Styles, row: int, title: str, lines: list[tuple[str, str]]) -> int:
    """A heading and its lines; the row after them."""
    sheet.write_string(row, 0, title, styles.section)
    sheet.write_blank(row, 1, None, styles.section)
    for place, (label, text) in enumerate(lines, row + 1):
        sheet.write_string(place, 0, label, styles.words_strong)
        sheet.write_string(place, 1, text, styles.words)
        sheet.set_row(place, 15 * max(1, -(-len(text) // 96)) + 3)
    return row + 1 + len(lines)
