"""The report of one institution on paper: for any shape of instrument, with figures that add up."""

from decimal import Decimal
from fractions import Fraction

import pytest

from apps.reports.paper import (
    Average,
    CorrectionLine,
    IndicatorLine,
    Node,
    PastYear,
    Recommendation,
    Remark,
    render_report,
)
from tests.paper.reading import fonts, kinds_of_tags, pages
from tests.paper.sheets import node, report

SIMULATION = "SIMULASI - REKONSTRUKSI"


def text_of(sheet) -> str:
    return " ".join(pages(render_report(sheet)))


@pytest.fixture
def two_depths():
    """A domain over three leaves: depth, averages, remarks and targets all occur."""
    leaves = [
        node("1", "3", "4", depth=1, averages=(Decimal("2.68"),), strengths=(Remark("Kebijakan ada.", "1.1"),)),
        node("2", "1", "2", depth=1, averages=(None,), weaknesses=(Remark("Belum dinilai ulang.", "2.1, 2.2"),)),
        node("3", "5", "5", depth=1, averages=(Decimal("4.10"),)),
    ]
    domain = Node("1", "Domain Contoh", "Domain", 0, Decimal(60), Decimal("3.33"), (Decimal("3.00"),))
    return [domain, *leaves]


def test_the_chapters_stand_in_their_order(two_depths):
    text = text_of(report(two_depths, averages=(Average("rata-rata nasional", Decimal("2.24")),)))

    chapters = [
        "LAPORAN HASIL EVALUASI",
        "Kata pengantar",
        "Ringkasan",
        "Dasar hukum",
        "Metode",
        "Tingkat kematangan",
        "Predikat",
        "Hasil evaluasi SPBE",
        "Indeks menurut bagian",
        "Kekuatan dan kelemahan",
        "Rekomendasi",
        "Perolehan tiap indikator",
        "Memeriksa keaslian laporan",
    ]
    at = 0
    for chapter in chapters:
        at = text.index(chapter, at) + len(chapter)


def test_every_weighted_level_is_printed_and_the_sum_makes_the_index(two_depths):
    text = text_of(report(two_depths))

    assert "1.1 Indikator 1.1 •••◦◦ 3 10,00 30,00" in text
    assert "3.2 Indikator 3.2 ••••• 5 10,00 50,00" in text
    assert "200,00 dibagi 60,00 adalah 10/3, dinyatakan 3,33" in text


def test_a_report_whose_figures_do_not_add_up_is_refused(two_depths):
    with pytest.raises(ValueError, match="the indicators make 10/3, not 3"):
        report(two_depths, exact=Fraction(3))


def test_decimals_without_domains_print_as_they_are():
    nodes = [node(str(number), "2.73", "3.1") for number in range(1, 8)]

    text = text_of(report(nodes, index_name="Indeks Pemdi"))

    assert "1.1 Indikator 1.1 2,73 10,00 27,30" in text
    assert "1.2 Indikator 1.2 3,10 10,00 31,00" in text
    assert "•••" not in text
    assert "Domain" not in text


def test_fewer_than_three_leaves_make_no_radar_and_no_error():
    assert "Garis merah" not in text_of(report([node("1", "3")]))
    assert "Garis merah" in text_of(report([node(str(number), "3") for number in range(1, 4)]))


def test_averages_stand_beside_the_figures(two_depths):
    text = text_of(report(two_depths, averages=(Average("rata-rata nasional", Decimal("2.24")),)))

    assert "Indeks SPBE 60,00 3,33 2,24 +1,09" in text
    assert "Domain 1. Domain Contoh 60,00 3,33 3,00 +0,33" in text
    assert "2. Aspek Contoh 2 20,00 1,50 – –" in text
    assert "3. Aspek Contoh 3 20,00 5,00 4,10 +0,90" in text


def test_strengths_and_weaknesses_stand_under_their_aspect(two_depths):
    text = text_of(report(two_depths))

    assert "Kebijakan ada. [1.1]" in text
    assert "Belum dinilai ulang. [2.1, 2.2]" in text
    assert "Tidak ada kekuatan yang dicatat pada bagian ini." in text


def test_a_track_without_recommendations_has_no_such_chapter(two_depths):
    gain = Recommendation("Susun pedoman", ["Tetapkan.", "Reviu."], "2.1", "1 ke 3", Fraction(1, 3))

    assert "Rekomendasi" not in text_of(report(two_depths, recommendations=None))
    assert "+1/3 11/3 • Tetapkan. • Reviu." in text_of(report(two_depths, recommendations=(gain,)))
    assert "Tidak ada rekomendasi yang dicatat." in text_of(report(two_depths, recommendations=()))


def test_a_break_in_the_series_is_named(two_depths):
    past = (
        PastYear(2020, "SPBE 35 indikator", "2,14", "Cukup", "hasil nasional"),
        PastYear(2021, "SPBE 47 indikator", "2,76", "Baik", "hasil nasional", begins_series=True),
        PastYear(2022, "", "", "", "tidak dinilai"),
    )

    text = text_of(report(two_depths, history=past))

    assert text.index("2020 2,14 Cukup") < text.index("Instrumen berganti") < text.index("2021 2,76 Baik")
    assert "2022 – – – tidak dinilai" in text


def test_a_correction_stands_with_its_reason(two_depths):
    corrected = CorrectionLine("1.1", "Indikator 1.1", Decimal(2), Decimal(3), "Bukti terlewat.")

    assert "1.1 Indikator 1.1 2 3 Bukti terlewat." in text_of(report(two_depths, corrections=(corrected,)))
    assert "Koreksi" not in text_of(report(two_depths))


def test_the_service_the_target_and_a_note_stand_with_their_indicator():
    line = IndicatorLine(
        "45",
        "Layanan Publik Sektor 1",
        Decimal("3.00"),
        Decimal(1),
        level_name="Informasi",
        service="Kartu Contoh",
        target=Decimal(3),
        note="tidak dijawab, dihitung sebagai tingkat 1",
    )

    text = text_of(report([node("8", "1", indicators=[line])]))

    assert "Layanan Publik Sektor 1: Kartu" in text
    assert "dihitung" in text
    assert "Informasi" in text
    assert "0 dari 1 " in text


def test_marks_stand_on_every_page(two_depths):
    found = pages(render_report(report(two_depths, is_draft=True, simulation_label=SIMULATION)))

    assert [("DRAF" in page, SIMULATION in page) for page in found] == [(True, True)] * len(found)
    assert "DRAF" not in text_of(report(two_depths))


def test_a_hostile_name_is_only_a_name(two_depths):
    text = text_of(report(two_depths, institution='Kabupaten "<script>x</script>\n\u202eContoh'))

    assert 'Kabupaten "<script>x</script> Contoh' in text


def test_bands_have_both_ends_and_the_lowest_one():
    text = text_of(report([node("1", "3")]))

    assert "Memuaskan 4,20 sampai dengan 5,00" in text
    assert "Cukup 1,80 sampai dengan 2,59" in text
    assert "Kurang di bawah 1,80" in text


def test_it_is_tagged_embeds_its_fonts_and_repeats_to_the_byte(two_depths):
    made = render_report(report(two_depths))

    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI"} <= kinds_of_tags(made)
    assert {name.partition("-")[0] for name in fonts(made)} == {"Bonum", "Inter"}
    assert render_report(report(two_depths)) == made
