"""The published figures of real institutions, on every page that shows them. The register is loaded once."""

from decimal import Decimal

import pytest

from apps.results.models import ImportedResult
from tests.portal.test_home import HOME, names
from tests.portal.test_improvements import PAGE
from tests.portal.test_institution import figures, lines, page_of
from tests.portal.test_ranking import listed, ranks

pytestmark = pytest.mark.usefixtures("reference")

OWN = "Penilaian sendiri: 3,7; angka itu bukan hasil nasional dan tanpa predikat."


class TestSearch:
    @pytest.mark.parametrize(
        "words", ["kab banyuwangi", "Kabupaten Banyuwangi", "KAB. BANYUWANGI", "pemkab banyuwangi"]
    )
    def test_short_words_lead_to_the_institution(self, client, words):
        response = client.get(HOME, {"q": words})

        assert (response.status_code, response["Location"]) == (302, "/instansi/kabupaten-banyuwangi/")

    def test_whole_words_come_before_parts_of_words(self, client):
        response = client.get(HOME, {"q": "bali"})

        assert names(response)[0] == "Provinsi Bali"
        assert "Kota Balikpapan" in names(response)

    def test_no_institution_of_that_name_says_what_to_do(self, client):
        response = client.get(HOME, {"q": "atlantis"})

        assert names(response) == []
        assert "Tidak ada instansi dengan nama itu" in response.content.decode()

    @pytest.mark.parametrize(
        "words", ["%", "_", "!!!", "' OR 1=1 --", "<script>alert(1)</script>", "\0", "\\", "a " * 9000]
    )
    def test_hostile_words_find_nothing_and_stay_text(self, client, words):
        response = client.get(HOME, {"q": words})

        assert response.status_code == 200
        assert len(response.context["matches"]) in (0, 50)
        assert words.startswith("a ") or names(response) == []
        assert "<script>" not in response.content.decode()


def test_the_national_index_names_its_source(client):
    response = client.get(HOME)

    nation = ImportedResult.objects.filter(label="NASIONAL").latest("year")
    assert (response.context["latest"].year, response.context["latest"].figure.stated) == (nation.year, nation.index)
    assert f"<dt>{nation.year}</dt><dd>{nation.source}</dd>" in response.content.decode()


class TestInstitution:
    def test_banyuwangi_has_its_domains_and_was_the_highest_of_all_kabupaten(self, client):
        response = page_of(client, "kabupaten-banyuwangi")

        line = lines(response)[2023]
        assert (line.figure.printed, line.figure.predikat.name) == ("4,50", "Memuaskan")
        assert line.figure.remark == "tertinggi di antara kabupaten"
        ((of_year, parts),) = response.context["with_parts"]
        assert (of_year.year, [str(part.index) for part in parts]) == (2023, ["4.70", "4.20", "3.91", "4.82"])
        assert "<dd>tertinggi di antara kabupaten</dd>" in response.content.decode()
        assert '<a href="#tahun-2023">Asal angka ini</a>: kilasdaerah.kompas.com' in response.content.decode()

    def test_banjarbaru_is_broken_between_two_instruments_and_never_subtracted(self, client):
        response = page_of(client, "kota-banjarbaru")
        page = response.content.decode()

        assert figures(response) == {2021: "2,11", 2020: "2,77"}
        assert [line.year for line in response.context["breaks"]] == [2021]
        assert response.context["change"].gain is None
        assert "(35 indikator) diganti" in page
        assert "Angka di bawah tidak dapat dibandingkan dengan angka di atas." in page
        assert "0,66" not in page
        assert 'class="s1"' not in page.split("</svg>")[0]

    def test_blitar_was_not_assessed_in_2020_and_what_it_said_itself_stays_its_own(self, client):
        response = page_of(client, "kabupaten-blitar")

        assert figures(response) == {2021: "2,76", 2019: "2,9", 2018: "2,14"}
        assert (lines(response)[2020].state, lines(response)[2020].figure) == ("not_assessed", None)
        assert OWN in " ".join(response.content.decode().split())
        assert "artikel tidak menyebut tahun" in response.content.decode()

    def test_bali_rose_on_one_instrument(self, client):
        response = page_of(client, "provinsi-bali")

        assert figures(response) == {2023: "4,07", 2021: "3,68"}
        assert response.context["change"].gain == Decimal("0.39")


class TestRanking:
    def test_bali_is_whole_so_it_has_ranks_and_ties_share_one(self, client):
        response = listed(client, tahun=2023, kategori="kabupaten_kota", provinsi="51")

        assert ranks(response) == [
            ("Kota Denpasar", 1),
            ("Kabupaten Tabanan", 2),
            ("Kabupaten Badung", 3),
            ("Kabupaten Buleleng", 4),
            ("Kabupaten Jembrana", 5),
            ("Kabupaten Gianyar", 5),
            ("Kabupaten Klungkung", 7),
            ("Kabupaten Bangli", 8),
            ("Kabupaten Karangasem", 9),
        ]
        assert response.content.decode().count("5 seri") == 2

    def test_kabupaten_of_the_country_are_not_all_known_so_nobody_has_a_rank(self, client):
        response = listed(client, tahun=2023, kategori="kabupaten")

        assert len(ranks(response)) == 29
        assert {rank for _, rank in ranks(response)} == {None}
        assert "29 dari 415 instansi yang datanya tersedia, tanpa peringkat." in response.content.decode()
        assert ">Peringkat</th>" not in response.content.decode()

    @pytest.mark.parametrize("category", ["kabupaten", "kota", "provinsi", "kementerian"])
    def test_categories_stay_apart(self, client, category):
        response = listed(client, tahun=2023, kategori=category)

        assert {row.institution.category for row in response.context["list"].rows} == {category}

    @pytest.mark.parametrize(
        "asked",
        [
            {"tahun": "9" * 6000},
            {"tahun": "1900"},
            {"tahun": "٢٠٢٣"},
            {"tahun": "\0"},
            {"kategori": "semua"},
            {"kategori": "\0"},
            {"provinsi": "\0"},
            {"provinsi": "51' OR 1=1"},
        ],
    )
    def test_what_the_address_does_not_know_falls_back(self, client, asked):
        context = listed(client, **asked).context

        assert (context["year"], context["category"], context["province"]) == (2025, "kabupaten_kota", None)

    def test_every_figure_leads_to_its_source(self, client):
        page = listed(client, tahun=2023, kategori="provinsi").content.decode()

        assert '<a href="/instansi/provinsi-bali/#tahun-2023">4,07</a>' in page


class TestImprovements:
    def test_trenggalek_stands_first(self, client):
        response = client.get(PAGE)

        first = response.context["list"].rows[0]
        assert response.context["pair"] == (2022, 2023)
        assert (first.institution.name, first.improvement.gain) == ("Kabupaten Trenggalek", Decimal("1.66"))
        assert "tanpa peringkat" in response.content.decode()

    def test_nobody_is_compared_across_two_instruments(self, client):
        response = client.get(PAGE, {"dari": "2020", "ke": "2021"})

        assert (response.context["pair"], response.context["list"].rows) == ((2020, 2021), [])
        assert "Angka dua instrumen tidak dikurangkan." in response.content.decode()

    @pytest.mark.parametrize("asked", [("2023", "2022"), ("x", "2023"), ("9" * 6000, "1"), ("\0", "")])
    def test_years_that_make_no_pair_fall_back_to_the_best_known(self, client, asked):
        response = client.get(PAGE, {"dari": asked[0], "ke": asked[1]})

        assert response.context["pair"] == (2022, 2023)
