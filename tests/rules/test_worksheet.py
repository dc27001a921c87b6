import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.rules.worksheet import WorksheetError, computed
from tests.rules.reference import INSTRUMENTS

SPBE, PEMDI = INSTRUMENTS["spbe-47"], INSTRUMENTS["pemdi-20"]
ASPECT = {"11": "3", "12": "4", "13": "3", "14": "2"}


def sheet(kind, values):
    return json.dumps({kind: values}).encode()


def refusal(content, instrument=SPBE):
    with pytest.raises(WorksheetError) as refused:
        computed(instrument, content)
    return str(refused.value)


def test_one_aspect_gives_that_aspect_and_nothing_above_it():
    assert computed(SPBE, sheet("indicators", ASPECT)) == {
        "instrument": "spbe-47",
        "index": None,
        "exact": None,
        "predikat": None,
        "domains": {},
        "aspects": {"2": "3.00"},
    }


def test_all_aspects_of_a_domain_give_the_domain():
    answer = computed(SPBE, sheet("aspects", {"2": "3.00", "3": 4, "4": 3.0}))

    assert (answer["aspects"], answer["domains"]) == (
        {"2": "3.00", "3": "4.00", "4": "3.00"},
        {"2": "3.40"},
    )


def test_a_whole_sheet_gives_everything():
    answer = computed(SPBE, sheet("indicators", {str(i.number): 3 for i in SPBE.indicators}))

    assert answer == {
        "instrument": "spbe-47",
        "index": "3.00",
        "exact": "3",
        "predikat": "baik",
        "domains": dict.fromkeys("1234", "3.00"),
        "aspects": dict.fromkeys("12345678", "3.00"),
    }


def test_the_predikat_is_that_of_the_stated_index():
    answer = computed(SPBE, sheet("domains", dict.fromkeys("1234", "4.195")))

    assert (answer["exact"], answer["index"], answer["predikat"]) == ("839/200", "4.20", "memuaskan")


def test_an_instrument_without_domains_has_an_empty_place_for_them():
    answer = computed(PEMDI, sheet("indicators", {str(i.number): "2.75" for i in PEMDI.indicators}))

    assert (answer["index"], answer["exact"], answer["domains"]) == ("2.75", "11/4", {})
    assert answer["aspects"] == dict.fromkeys("1234567", "2.75")


@pytest.mark.parametrize(
    "content",
    [
        b"indicator,level\n11,3\n12,4\n13,3\n14,2\n",
        b"indicator,level\r\n11,3\r\n12,4\r\n13,3\r\n14,2\r\n",
        b"\xef\xbb\xbfindicator,level\n11,3\n12,4\n13,3\n14,2",
        b'"Indicator","Level"\n"11","3"\n"12","4"\n"13","3"\n"14","2"\n\n,\n',
        b"\n indicator , level \n 14 , 2 \n 13 , 3 \n 12 , 4 \n 11 , 3 \n",
    ],
)
def test_csv_says_the_same_as_json(content):
    assert computed(SPBE, content) == computed(SPBE, sheet("indicators", ASPECT))


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"11": 3, "12": 4, "13": 3}, "Indikator belum bernilai: 14."),
        ({"11": 3}, "Indikator belum bernilai: 12, 13, 14."),
        ({"11": 3, "40": 3}, "Indikator belum bernilai: 12, 13, 14, 32, 33, 34, 35, 36, 37, 38, 39, 41."),
        (ASPECT | {"14": None}, "Indikator 14 belum bernilai."),
        (ASPECT | {"14": ""}, "Indikator 14 belum bernilai."),
        (ASPECT | {"48": 3}, "Indikator 48 tidak dikenal pada instrumen spbe-47."),
        (ASPECT | {"0": 3}, 'Indikator "0" tidak dikenal pada instrumen spbe-47.'),
        (ASPECT | {"a\nb": 3}, 'Indikator "a\\nb" tidak dikenal pada instrumen spbe-47.'),
        (ASPECT | {"12": 7}, "Indikator 12: nilai 7 di luar rentang 1 sampai 5."),
        (ASPECT | {"12": 0}, "Indikator 12: nilai 0 di luar rentang 1 sampai 5."),
        (ASPECT | {"12": -3}, "Indikator 12: nilai -3 di luar rentang 1 sampai 5."),
        (ASPECT | {"12": 3.5}, "Indikator 12: nilai 3,5 bukan bilangan bulat."),
        (ASPECT | {"12": "3/1"}, 'Indikator 12: nilai "3/1" bukan bilangan.'),
        (ASPECT | {"12": "3,5"}, 'Indikator 12: nilai "3,5" bukan bilangan.'),
        (ASPECT | {"12": "３"}, 'Indikator 12: nilai "\\uff13" bukan bilangan.'),
        (ASPECT | {"12": "1_0"}, 'Indikator 12: nilai "1_0" bukan bilangan.'),
        (ASPECT | {"12": "tiga"}, 'Indikator 12: nilai "tiga" bukan bilangan.'),
        (ASPECT | {"12": True}, "Indikator 12: nilai true bukan bilangan."),
        (ASPECT | {"12": [3]}, "Indikator 12: nilai berupa daftar bukan bilangan."),
        (ASPECT | {"12": {"a": 3}}, "Indikator 12: nilai berupa objek bukan bilangan."),
        (ASPECT | {"12": float("nan")}, 'Indikator 12: nilai "NaN" bukan bilangan.'),
        (ASPECT | {"12": float("inf")}, 'Indikator 12: nilai "Infinity" bukan bilangan.'),
        (ASPECT | {"12": 10**100}, f'Indikator 12: nilai "1{"0" * 39}..." terlalu panjang.'),
        ({}, "Berkas tidak memuat satu nilai pun."),
    ],
)
def test_a_wrong_level_is_named(values, line):
    assert refusal(sheet("indicators", values)) == line


@pytest.mark.parametrize(
    ("kind", "values", "line"),
    [
        ("aspects", {"2": 3, "3": 4}, "Aspek belum bernilai: 4."),
        ("aspects", {"9": 3}, "Aspek 9 tidak dikenal pada instrumen spbe-47."),
        ("aspects", {"1": "36/7"}, "Aspek 1: nilai 36/7 di luar rentang 1 sampai 5."),
        ("aspects", {"1": "27/0"}, 'Aspek 1: nilai "27/0" bukan bilangan.'),
        ("aspects", {"1": "2.5/1"}, 'Aspek 1: nilai "2.5/1" bukan bilangan.'),
        ("aspects", {"1": "-27/7"}, "Aspek 1: nilai -27/7 di luar rentang 1 sampai 5."),
        ("domains", {"1": 3, "2": 3, "3": 3}, "Domain belum bernilai: 4."),
        ("domains", {"1": "5.01"}, "Domain 1: nilai 5,01 di luar rentang 1 sampai 5."),
    ],
)
def test_a_wrong_part_is_named(kind, values, line):
    assert refusal(sheet(kind, values)) == line


def test_all_top_nodes_are_asked_for_where_there_are_no_domains():
    assert refusal(sheet("aspects", dict.fromkeys("123456", 3)), PEMDI) == "Aspek belum bernilai: 7."


def test_a_decimal_scale_has_its_digits():
    values = {str(i.number): "2.75" for i in PEMDI.indicators} | {"4": "2.755"}

    assert refusal(sheet("indicators", values), PEMDI) == (
        "Indikator 4: nilai 2,755 memuat lebih dari 2 angka di belakang koma."
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"indicators": {"11": 3, "12": 4, "11": 3}}', "Indikator 11 tercantum dua kali."),
        (b"indicator,level\n11,3\n12,4\n11,3\n", "Indikator 11 tercantum dua kali."),
        (b"indicator,level\n11,3\n12\n", 'Baris CSV "12" tidak berisi 2 kolom.'),
        (b"indicator,level\n11,3\n12,\n", "Indikator 12 belum bernilai."),
        (b"indicator;level\n11;3\n", 'Baris pertama CSV harus "indicator,level".'),
        (b"indicator,level\n", "Berkas tidak memuat satu nilai pun."),
        (b'indicator,level\n"11,3\n', "Berkas bukan CSV yang dapat dibaca."),
        (b'{"indicators": {"11": 1e999}}', "Indikator 11: nilai 1E+999 di luar rentang 1 sampai 5."),
        (b'{"indicators": {"11": 1e-999}}', "Indikator 11: nilai 1E-999 di luar rentang 1 sampai 5."),
        (b'{"indicators": {"11": 1e9999}}', 'Indikator 11: nilai "1e9999" bukan bilangan.'),
        (b'{"indicators": [3]}', '"indicators" harus berupa objek: nomor dan nilainya.'),
        (b"", "Berkas kosong."),
        (b" \n", "Berkas kosong."),
        (b"\xff\xfe{", "Berkas bukan teks UTF-8."),
        (b"{", "Berkas bukan JSON yang dapat dibaca."),
        (b"halo", "Berkas bukan JSON yang dapat dibaca."),
        (b"[" * 100_000, "Berkas bukan JSON yang dapat dibaca."),
        (b'{"indicators": ' * 100_000, "Berkas bukan JSON yang dapat dibaca."),
        *(
            (content, 'Berkas untuk spbe-47 harus memuat tepat satu dari "domains", "aspects", "indicators".')
            for content in [
                b"{}",
                b"[]",
                b"3",
                b'{"levels": {"1": 3}}',
                b'{"indicators": {"1": 3}, "aspects": {"1": 3}}',
                b'{"indicators": {"1": 3}, "indicators": {"1": 3}}',
            ]
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_one_line(content, line):
    assert refusal(content) == line


def test_domains_are_no_choice_where_there_are_none():
    assert refusal(sheet("domains", {"1": 3}), PEMDI) == (
        'Berkas untuk pemdi-20 harus memuat tepat satu dari "aspects", "indicators".'
    )


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(alphabet="0123456789./eE+-_, \n\ud800\u2028é", max_size=8),
)
values = st.dictionaries(st.sampled_from("1234"), scalars | st.lists(scalars, max_size=2))


@given(
    st.binary(max_size=200)
    | st.builds(sheet, st.sampled_from(["indicators", "aspects", "domains"]), values)
    | st.builds(lambda rows: b"indicator,level\n" + rows, st.binary(max_size=100))
)
def test_no_file_at_all_gives_anything_but_an_answer_or_one_plain_line(content):
    try:
        line = json.dumps(computed(SPBE, content))
    except WorksheetError as refused:
        line = str(refused)

    assert line.isascii()
    assert line.isprintable()
