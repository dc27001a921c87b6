"""Minutes, statements and receipts: one paper, the differences as data."""

import pytest

from apps.common.minutes import (
    Column,
    MinutesGroup,
    MinutesRow,
    MinutesTable,
    Signature,
    render_minutes,
    render_receipt,
    render_statement,
)
from tests.paper.reading import fonts, kinds_of_tags, pages
from tests.paper.sheets import minutes, receipt

SIMULATION = "SIMULASI"


def annex(count: int) -> MinutesTable:
    rows = tuple(MinutesRow(str(number), f"Layanan Uji {number}", ("3",)) for number in range(1, count + 1))
    return MinutesTable("Rincian", "Indikator", (Column("Tingkat"),), (MinutesGroup("Aspek 1", rows),))


def test_the_parts_stand_in_their_order():
    text = " ".join(pages(render_minutes(minutes())))

    at = 0
    for part in (
        "PEMERINTAH KABUPATEN CONTOH",
        "BERITA ACARA INTERVIU",
        "Nomor: .....",
        "Pada hari ini",
        "Instansi : Kabupaten Contoh",
        "7 Layanan Contoh 2 3 Bukti dilengkapi.",
        "1. hasil klarifikasi",
        "Demikian berita acara",
        "Contoh, 14 September 2023",
        "Ketua Tim Asesor, Koordinator SPBE,",
        "Nama Asesor .....",
    ):
        at = text.index(part, at) + len(part)


def test_the_annex_holds_every_row_and_counts_its_own_pages():
    found = pages(render_minutes(minutes(annex=annex(80))))

    text = " ".join(found)
    assert [text.count(f"{number} Layanan Uji {number} 3") for number in range(1, 81)] == [1] * 80
    assert ["Halaman 1" in found[0], "Lampiran, halaman 1" in found[1], "Lampiran, halaman 2" in found[2]] == [True] * 3


def test_an_empty_table_says_so():
    assert "Tidak ada indikator dalam daftar ini." in " ".join(pages(render_minutes(minutes(summary=annex(0)))))


def test_a_statement_has_no_table():
    with pytest.raises(ValueError, match="a statement has no table"):
        render_statement(minutes())
    assert "PERNYATAAN" in pages(render_statement(minutes(summary=None, title=("PERNYATAAN",))))[0]


def test_a_number_and_the_name_of_who_signs_are_printed_where_known():
    signature = Signature(("Sekretaris Daerah",), "Nama Contoh", "NIP 123")

    text = " ".join(pages(render_minutes(minutes(number="12/BA/2023", signatures=(signature,)))))

    assert "Nomor: 12/BA/2023" in text
    assert "Sekretaris Daerah, Nama Contoh NIP 123" in text


@pytest.mark.parametrize(
    ("render", "make"), [(render_minutes, minutes), (render_receipt, receipt)], ids=["minutes", "receipt"]
)
def test_every_page_carries_code_seal_and_mark(render, make):
    found = pages(render(make(simulation_label=SIMULATION)))

    assert [make().proof.code in page and SIMULATION in page for page in found] == [True] * len(found)
    assert make().proof.content_hash[:8] in found[0]
    assert SIMULATION not in " ".join(pages(render(make())))


@pytest.mark.parametrize(
    ("render", "make"), [(render_minutes, minutes), (render_receipt, receipt)], ids=["minutes", "receipt"]
)
def test_it_is_tagged_embeds_its_fonts_and_repeats_to_the_byte(render, make):
    made = render(make())

    assert {"/H1", "/P", "/LI"} <= kinds_of_tags(made)
    assert {name.partition("-")[0] for name in fonts(made)} == {"Bonum"}
    assert render(make()) == made


def test_a_receipt_lists_what_was_received():
    text = " ".join(pages(render_receipt(receipt(items=("Satu.pdf", 'Dua "<b>".pdf')))))

    assert "Telah diterima dari Kabupaten Contoh pada 14 Juli 2023 pukul 16.05 WIB" in text
    assert '1. Satu.pdf 2. Dua "<b>".pdf' in text
