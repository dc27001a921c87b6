import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from apps.rules.instrument import Band, Scale, ScaleError, label_of
from apps.rules.instrument_file import InstrumentFileError, parse_instrument, read_instrument
from tests.rules.reference import FIXTURES, INSTRUMENTS

SMALL = {
    "code": "kecil",
    "name": "Instrumen kecil",
    "legal_basis": "Tidak ada",
    "subject": {"short": "Uji", "name": "Urusan Uji"},
    "regulation": {"title": "Peraturan uji", "gazette": "Berita uji"},
    "years": [2030, 2031],
    "scale": {"kind": "integer", "min": 1, "max": 3},
    "predikat": [
        {"name": "Tinggi", "slug": "tinggi", "floor": "2.00"},
        {"name": "Rendah", "slug": "rendah", "floor": "0.00"},
    ],
    "level_names": {"process": ["Satu", "Dua", "Tiga"]},
    "hierarchy": ["domain", "aspect", "subaspect", "indicator"],
    "domains": [{"number": 1, "name": "Semua", "weight": "100.00"}],
    "aspects": [
        {"number": 1, "domain": 1, "name": "Kiri", "weight": "40.00", "aliases": ["Sisi kiri"]},
        {"number": 2, "domain": 1, "name": "Kanan", "weight": "60.00"},
    ],
    "subaspects": [
        {"number": 1, "aspect": 1, "name": "Kiri atas", "weight": "40.00"},
        {"number": 2, "aspect": 2, "name": "Kanan atas", "weight": "60.00"},
    ],
    "indicators": [
        {
            "number": number,
            "subaspect": subaspect,
            "name": f"Butir {number}",
            "full_name": f"Tingkat butir {number}",
            "weight": weight,
            "capability": "process",
            "question": "Sejauh mana?",
            "explanation": "Penjelasan.",
            "criteria": {"1": "Belum.", "2": "Sebagian.", "3": "Semua."},
            "evidence": None,
        }
        for number, subaspect, weight in [(1, 1, "40.00"), (2, 2, "24.50"), (3, 2, "35.50")]
    ],
}


def with_change(path, value):
    """The small instrument with the value at a path replaced, or taken out for None."""
    data = copy.deepcopy(SMALL)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


def test_an_instrument_may_be_of_any_depth():
    instrument = parse_instrument(SMALL, source="kecil.json")

    assert instrument.hierarchy == ("domain", "aspect", "subaspect", "indicator")
    assert [part.key for part in instrument.parts] == [
        ("domain", 1),
        ("aspect", 1),
        ("aspect", 2),
        ("subaspect", 1),
        ("subaspect", 2),
    ]
    assert [i.number for i in instrument.indicators_under(("aspect", 2))] == [2, 3]
    assert [child.key for child in instrument.children_of(("domain", 1))] == [("aspect", 1), ("aspect", 2)]
    assert instrument.children_of(None) == (instrument.parts[0],)
    assert instrument.nodes["aspect", 1].aliases == ("Sisi kiri",)


def test_the_indicator_carries_what_the_file_says_and_the_defaults():
    first, *_ = parse_instrument(SMALL, source="kecil.json").indicators

    assert (first.key, first.parent, first.weight) == (("indicator", 1), ("subaspect", 1), Decimal("40.00"))
    assert first.criteria == {1: "Belum.", 2: "Sebagian.", 3: "Semua."}
    assert first.evidence is None
    assert (first.names_service, first.cumulative, first.note) == (False, True, "")


def test_bands_scale_and_names_are_the_files():
    instrument = parse_instrument(SMALL, source="kecil.json")

    assert instrument.scale == Scale("integer", Decimal(1), Decimal(3), 0)
    assert instrument.bands == (
        Band("Tinggi", "tinggi", Decimal("2.00")),
        Band("Rendah", "rendah", Decimal("0.00")),
    )
    assert instrument.level_names == {"process": ("Satu", "Dua", "Tiga")}
    assert instrument.target is None


BROKEN = [
    (("indicators", 2, "weight"), "35.40", "indicators: jumlah bobot 99.90, seharusnya 100"),
    (("aspects", 1, "weight"), "59.00", "aspects: jumlah bobot 99.00, seharusnya 100"),
    (("indicators", 1, "number"), 1, "indicators[1].number: nomor 1 tercantum dua kali"),
    (("aspects", 1, "number"), 1, "aspects[1].number: nomor 1 tercantum dua kali"),
    (("aspects", 1, "domain"), 9, "aspects[1].domain: domain 9 tidak dikenal"),
    (("indicators", 0, "subaspect"), 7, "indicators[0].subaspect: subaspect 7 tidak dikenal"),
    (("indicators", 0, "subaspect"), None, "indicators[0].subaspect: tidak ada"),
    (("indicators", 0, "number"), 0, "indicators[0].number: 0 bukan nomor"),
    (("indicators", 0, "number"), True, "indicators[0].number: harus berupa bilangan bulat"),
    (
        ("indicators", 0, "weight"),
        40.0,
        'indicators[0].weight: harus berupa teks desimal seperti "1.30"',
    ),
    (("indicators", 0, "weight"), "0.00", "indicators[0].weight: harus lebih besar daripada nol"),
    (("indicators", 0, "name"), " ", "indicators[0].name: harus berupa teks yang tidak kosong"),
    (("indicators", 0, "question"), None, "indicators[0].question: tidak ada"),
    (("indicators", 0, "capability"), "x", "indicators[0].capability: 'x' tidak dikenal dalam level_names"),
    (
        ("indicators", 0, "criteria"),
        {"1": "Satu."},
        "indicators[0].criteria: harus berisi tingkat 1 sampai 3",
    ),
    (("indicators", 0, "criteria"), None, "indicators[0].criteria: tidak ada"),
    (("indicators", 0, "cumulative"), "ya", "indicators[0].cumulative: harus true atau false"),
    (("indicators", 0, "aliases"), "lain", "indicators[0].aliases: harus berupa daftar teks"),
    (("indicators", 0), 5, "indicators[0]: harus berupa objek"),
    (("subaspects",), [], "subaspects: kosong, padahal tercantum dalam hierarchy"),
    (("subaspects",), None, "subaspects: tidak ada"),
    (("scale", "kind"), "roman", "scale.kind: 'roman' bukan integer atau decimal"),
    (("scale", "max"), 1, "scale: min 1 tidak lebih kecil daripada max 1"),
    (("scale", "digits"), 2, "scale.digits: 2 tidak sesuai dengan skala integer"),
    (("predikat", 1, "floor"), "2.00", "predikat: batas bawah harus terus menurun"),
    (("predikat", 1, "floor"), "1.50", "predikat: tidak ada predikat bagi indeks 1"),
    (("predikat", 1, "slug"), "tinggi", "predikat: slug tidak boleh berulang"),
    (("predikat",), [], "predikat: tidak ada predikat bagi indeks 1"),
    (("level_names", "process"), ["Satu"], "level_names.process: harus berisi 3 nama"),
    (
        ("hierarchy",),
        ["aspect"],
        "hierarchy: harus berakhir dengan indicator di bawah sekurangnya satu jenis lain",
    ),
    (("hierarchy",), ["aspect", "subaspect", "indicator"], "domains: tidak tercantum dalam hierarchy"),
    (("years",), [2031, 2030], "years: harus berisi tahun yang berurutan tanpa pengulangan"),
    (("target",), {"level": "2.5", "index": "2.00"}, "target: nilai 2,5 bukan bilangan bulat"),
    (("target",), {"level": "2", "index": "3.01"}, "target: nilai 3,01 di luar rentang 1 sampai 3"),
    (("legal_basis",), None, "legal_basis: tidak ada"),
]


@pytest.mark.parametrize(("path", "value", "complaint"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_file_is_refused_whole_naming_file_and_place(path, value, complaint):
    with pytest.raises(InstrumentFileError) as refused:
        parse_instrument(with_change(path, value), source="kecil.json")

    assert str(refused.value) == f"kecil.json: {complaint}"


def test_weights_that_only_add_up_over_the_whole_are_refused():
    data = with_change(("indicators", 0, "weight"), "39.00")
    data["indicators"][1]["weight"] = "25.50"

    with pytest.raises(InstrumentFileError) as refused:
        parse_instrument(data, source="kecil.json")

    assert (refused.value.place, refused.value.reason) == (
        "subaspects, nomor 1",
        "bobot 40.00, tetapi jumlah bobot di bawahnya 39.00",
    )


def test_a_node_beneath_a_kind_that_the_instrument_does_not_have_is_refused():
    data = json.loads((FIXTURES / "instruments" / "pemdi-20.json").read_text())
    data["aspects"][2]["domain"] = 4

    with pytest.raises(InstrumentFileError) as refused:
        parse_instrument(data, source="pemdi-20.json")

    assert str(refused.value) == "pemdi-20.json: aspects[2].domain: domain 4 tidak dikenal"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"code": "a", "code": "b"}', "\udc80", "[" * 100_000])
def test_a_file_that_is_no_json_object_is_refused(tmp_path, content):
    path = tmp_path / "rusak.json"
    path.write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(InstrumentFileError, match=r"^rusak\.json: berkas: "):
        read_instrument(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InstrumentFileError, match=r"^tiada\.json: berkas: "):
        read_instrument(tmp_path / "tiada.json")


def test_the_crosswalk_is_no_instrument():
    with pytest.raises(InstrumentFileError):
        read_instrument(FIXTURES / "instruments" / "crosswalk.json")


@pytest.mark.parametrize(
    ("code", "accepted", "refused"),
    [
        ("spbe-47", ["1", "5", "3.00"], ["0", "6", "3.5", "-1", "1e999"]),
        ("pemdi-20", ["1.00", "5", "3.25", "3.250"], ["0.99", "5.01", "3.255"]),
    ],
)
def test_a_scale_knows_its_levels(code, accepted, refused):
    scale = INSTRUMENTS[code].scale

    assert [level for level in accepted + refused if scale.accepts(Decimal(level))] == accepted


@pytest.mark.parametrize(
    ("code", "level", "reason"),
    [
        ("spbe-47", "7", "nilai 7 di luar rentang 1 sampai 5"),
        ("spbe-47", "3.5", "nilai 3,5 bukan bilangan bulat"),
        ("pemdi-20", "3.255", "nilai 3,255 memuat lebih dari 2 angka di belakang koma"),
    ],
)
def test_a_scale_says_why_it_refuses(code, level, reason):
    with pytest.raises(ScaleError) as refused:
        INSTRUMENTS[code].scale.check(Decimal(level))

    assert str(refused.value) == reason


def test_the_whole_levels_are_the_steps():
    assert INSTRUMENTS["pemdi-20"].scale.steps == (1, 2, 3, 4, 5)


def test_a_node_goes_by_its_indonesian_name_where_it_has_one():
    assert (label_of(("aspect", 3)), label_of(("subaspect", 3))) == ("Aspek 3", "Subaspect 3")
