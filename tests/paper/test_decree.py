"""The decree on paper: every part, in its order, on every page what must stand there."""

from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from apps.common.formats import figure
from apps.decrees.paper import render_decree
from apps.decrees.sheets import Clause, DecreeGroup, DecreeList
from tests.paper.reading import fonts, kinds_of_tags, pages
from tests.paper.sheets import CERTIFIER, PROOF, decree, issued, one_list, rows

SIMULATION = "SIMULASI - REKONSTRUKSI"
PARTS = [
    "REPUBLIK INDONESIA",
    "KEPUTUSAN MENTERI",
    "NOMOR 13 TAHUN 2024",
    "TENTANG",
    "HASIL EVALUASI SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    "REPUBLIK INDONESIA,",
    "Menimbang",
    "Mengingat",
    "MEMUTUSKAN:",
    "Menetapkan",
    "KESATU",
    "KEDUA",
    "KETIGA",
    "KEEMPAT",
    "KELIMA",
    "KEENAM",
    "Ditetapkan di Jakarta",
    "pada tanggal 11 Januari 2024",
    "ttd",
    "NAMA CONTOH",
    "Salinan sesuai dengan aslinya",
    "Kepala Biro Contoh,",
    "Tembusan:",
    "LAMPIRAN",
    "NOMOR 13 TAHUN 2024",
    "I. HASIL EVALUASI",
    "A. Kementerian",
    "Kementerian Contoh",
    "ttd",
    "NAMA CONTOH",
]


@cache
def draft() -> bytes:
    return render_decree(decree())


@cache
def original() -> bytes:
    return render_decree(issued())


@cache
def copy() -> bytes:
    return render_decree(issued(number="13", certifier=CERTIFIER))


@cache
def long_draft() -> bytes:
    return render_decree(decree(lists=many(90)))


def many(count: int) -> list[DecreeList]:
    """Regions of two provinces, the second long, and one list of the other track."""
    names = [f"Kabupaten Contoh {number}" for number in range(1, count + 1)]
    groups = [
        DecreeGroup("Provinsi Awal", "Provinsi Awal", rows(names[:5])),
        DecreeGroup("Provinsi Akhir", "Provinsi Akhir", rows(names[5:], 6)),
    ]
    return [
        DecreeList("Pemerintah Kabupaten dan Pemerintah Kota", "HASIL EVALUASI", groups),
        one_list("Pemerintah Provinsi", ["Provinsi Pantau"], "HASIL PEMANTAUAN"),
    ]


def test_the_parts_stand_in_their_order():
    text = " ".join(pages(copy()))

    at = 0
    for part in PARTS:
        found = text.find(part, at)
        assert found >= 0, part
        at = found + len(part)


def test_every_row_stands_in_the_annex_once_with_two_places():
    text = " ".join(pages(long_draft()))

    for each in many(90):
        for group in each.groups:
            for row in group.rows:
                assert text.count(f"{row.number} {row.name} {figure(row.stated)} {row.predikat}") == 1


def test_the_two_tracks_are_two_parts_of_the_annex():
    text = " ".join(pages(long_draft()))

    assert text.index("I. HASIL EVALUASI") < text.index("II. HASIL PEMANTAUAN") < text.index("Provinsi Pantau")


def test_pages_are_numbered_from_the_second_and_the_head_of_the_table_repeats():
    found = pages(long_draft())

    heads = [page.replace(" ", "")[:4] for page in found]
    assert heads[0] == "DRAF"
    assert heads[1:] == [f"-{number}-D" for number in range(2, len(found) + 1)]
    assert ["Nama Instansi" in page for page in found if "Kabupaten Contoh" in page] == [True] * 3


def test_guide_words_say_where_a_page_of_the_annex_belongs():
    found = pages(long_draft())

    middle = next(page for page in found if "Kabupaten Contoh 40 " in page)
    assert middle.count("Provinsi Akhir") == 2
    assert "s.d. Provinsi Akhir" in middle


def test_a_draft_says_so_on_every_page_and_stays_open():
    found = pages(draft())

    assert ["DRAF" in page for page in found] == [True] * len(found)
    assert "NOMOR ..... TAHUN 2024" in found[0]
    assert "SALINAN" not in " ".join(found)


def test_an_issued_decree_is_no_draft():
    text = " ".join(pages(original()))

    assert "DRAF" not in text
    assert "SALINAN" not in text
    assert "ttd" not in text


def test_a_copy_is_marked_on_its_first_page_only():
    found = pages(copy())

    assert ["SALINAN" in page for page in found] == [True] + [False] * (len(found) - 1)


@pytest.mark.parametrize("make", [decree, issued])
def test_a_simulation_says_so_on_every_page(make):
    found = pages(render_decree(make(simulation_label=SIMULATION)))

    assert [SIMULATION in page for page in found] == [True] * len(found)


def test_no_simulation_is_claimed_where_there_is_none():
    assert "SIMULASI" not in " ".join(pages(original()))


def test_every_page_carries_the_code_and_the_seal():
    found = pages(original())

    assert [PROOF.code in page for page in found] == [True] * len(found)
    assert PROOF.content_hash[:8] in found[0]


def test_a_list_without_rows_says_so():
    text = " ".join(pages(render_decree(decree(lists=[one_list("Kementerian", [])]))))

    assert "Tidak ada instansi dalam daftar ini." in text


def test_one_row_is_a_list():
    assert "1 Kementerian Satu" in " ".join(
        pages(render_decree(decree(lists=[one_list("Kementerian", ["Kementerian Satu"])])))
    )


def test_a_hostile_name_is_only_a_name():
    hostile = 'A"B\'<script>alert(1)</script><img src="http://127.0.0.1:1/">\nbaris\u202ekilab\u0000 {{ x }}'

    text = " ".join(pages(render_decree(decree(lists=[one_list("Kementerian", [hostile])]))))

    assert "A\"B'<script>alert(1)" in text.replace("\u2019", "'")
    assert "bariskilab {{ x }}" in text
    assert "\u202e" not in text


def test_a_very_long_name_keeps_its_figure():
    name = "Badan " + "Pengawasan " * 40

    sheet = decree(lists=[one_list("Lembaga", [name])])

    assert " ".join(pages(render_decree(sheet))).count("Pengawasan") == 40


def test_the_signature_of_the_annex_never_stands_alone():
    for count in (9, 10, 11):
        names = [f"Kementerian {number}" for number in range(count)]
        found = pages(render_decree(decree(lists=[one_list("Kementerian", names)])))
        assert f"Kementerian {count - 1}" in found[-1]


def test_the_page_is_f4_and_set_in_bonum():
    made = draft()

    width, height = PdfReader(BytesIO(made)).pages[0].mediabox[2:]
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (215, 330)
    assert fonts(made) == {"Bonum", "Bonum-Bold", "Bonum-Italic"}


def test_it_is_tagged_for_readers_that_hear():
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Table", "/TR", "/TH", "/TD"} <= kinds_of_tags(draft())


def test_the_same_sheet_gives_the_same_bytes():
    assert render_decree(decree()) == draft()


def test_the_emblem_is_the_configured_file_or_an_empty_frame():
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'

    without, given = pages(draft())[0], pages(render_decree(decree(emblem=emblem)))[0]

    assert "Lambang Negara" in without
    assert "Lambang Negara" not in given


def test_a_draft_has_no_certified_copy():
    with pytest.raises(ValueError, match="a draft has no certified copy"):
        decree(certifier=CERTIFIER)


@pytest.mark.parametrize("missing", ["number", "dated"])
def test_an_issued_decree_has_a_number_and_a_date(missing):
    with pytest.raises(ValueError, match="an issued decree has a number and a date"):
        issued(**{missing: None})


def test_more_dictums_than_there_are_ordinals_are_refused():
    with pytest.raises(ValueError, match="at most"):
        render_decree(decree(dictum=[Clause("x")] * 16))
