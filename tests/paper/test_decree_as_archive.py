"""The decree as PDF/A-3a by its structure, with its data inside, its codes readable, its bytes stable."""

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from apps.decrees.annex import COLUMNS, annex_csv, annex_json
from apps.decrees.paper import render_decree
from tests.paper.reading import addresses, attached, pages
from tests.paper.sheets import CERTIFIER, PROOF, decree, issued, one_list

FORMER = "KEPUTUSAN MENTERI CONTOH NOMOR 12 TAHUN 2024"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@cache
def original() -> bytes:
    return render_decree(issued())


@cache
def copy() -> bytes:
    return render_decree(issued(certifier=CERTIFIER))


@cache
def draft() -> bytes:
    return render_decree(decree())


KINDS: list[Callable[[], bytes]] = [draft, original, copy]


@pytest.mark.parametrize("made", KINDS)
def test_it_is_marked_tagged_and_in_indonesian(made):
    with pikepdf.open(BytesIO(made())) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "id"
        assert root.StructTreeRoot.Type == "/StructTreeRoot"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert all(page.get("/StructParents") is not None for page in pdf.pages)


@pytest.mark.parametrize("made", KINDS)
def test_it_calls_itself_pdf_a_3_level_a(made):
    with pikepdf.open(BytesIO(made())) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata[f"{PDFA}part"], metadata[f"{PDFA}conformance"]) == ("3", "A")


@pytest.mark.parametrize("made", KINDS)
def test_its_colours_have_a_profile_of_their_own(made):
    with pikepdf.open(BytesIO(made())) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert len(intent.DestOutputProfile.read_bytes()) > 100


@pytest.mark.parametrize("made", KINDS)
def test_nothing_in_it_runs_or_leads_outside(made):
    with pikepdf.open(BytesIO(made())) as pdf:
        assert not {"/JavaScript", "/OpenAction", "/AA"} & set(pdf.Root.keys())
        assert "/Encrypt" not in pdf.trailer
        kinds = {str(one.get("/Subtype")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)}
        assert not kinds & {"/Launch", "/Movie", "/Sound"}


@pytest.mark.parametrize("made", KINDS)
def test_the_data_of_the_annex_travels_inside_as_associated_files(made):
    with pikepdf.open(BytesIO(made())) as pdf:
        found = [
            (str(spec.UF), str(spec.AFRelationship), str(spec.EF.F.Subtype), str(spec.Desc)) for spec in pdf.Root.AF
        ]

    assert found == [
        ("lampiran.csv", "/Data", "/text/csv", "Isi lampiran sebagai tabel (CSV)"),
        ("lampiran.json", "/Data", "/application/json", "Isi lampiran beserta kepala keputusan (JSON)"),
    ]
    assert list(attached(made())) == ["lampiran.csv", "lampiran.json"]


def test_the_data_are_the_rows_of_the_paper():
    sheet = issued()

    files = attached(original())

    table = list(csv.reader(io.StringIO(files["lampiran.csv"].decode("utf-8-sig"))))
    said = json.loads(files["lampiran.json"])
    rows = [
        ["HASIL EVALUASI", "Kementerian", "", str(row.number), "", row.name, f"{row.stated}", row.predikat]
        for row in sheet.lists[0].groups[0].rows
    ]
    assert table == [list(COLUMNS), *rows]
    assert [[str(row[column]) for column in COLUMNS] for row in said["lampiran"]] == rows
    assert (said["nomor"], said["tanggal"], said["kode_verifikasi"], said["draf"]) == (
        "X",
        "2024-01-11",
        PROOF.code,
        False,
    )


def test_no_name_becomes_a_formula():
    sheet = decree(lists=[one_list("Kementerian", ["=1+1", "@a", "Biasa"])])

    names = [row["instansi"] for row in csv.DictReader(io.StringIO(annex_csv(sheet).decode("utf-8-sig")))]

    assert names == ["'=1+1", "'@a", "Biasa"]


def test_a_draft_says_in_its_data_that_it_is_one():
    assert json.loads(annex_json(decree(simulation_label="SIMULASI")))["draf"] is True
    assert json.loads(annex_json(decree(simulation_label="SIMULASI")))["simulasi"] == "SIMULASI"


@pytest.mark.parametrize("made", KINDS)
def test_the_code_on_every_page_leads_to_the_page_that_proves_it(made):
    found = addresses(made())

    assert found == [[PROOF.url]] * len(pages(made()))


@pytest.mark.parametrize("changes", [{}, {"signed_as": "NAMA CONTOH"}, {"certifier": CERTIFIER}])
def test_the_same_sheet_gives_the_same_bytes(changes):
    assert render_decree(issued(**changes)) == render_decree(issued(**changes))


def test_the_only_date_in_the_file_is_the_decrees_own():
    with pikepdf.open(BytesIO(original())) as pdf:
        written = [str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")]
        files = [spec.EF.F.Params for spec in pdf.Root.AF]
        inside = [str(each[key]) for each in files for key in ("/CreationDate", "/ModDate")]

    assert {re.sub(r"\D", "", one)[:8] for one in written + inside} == {"20240111"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Naskah ini ditetapkan tanpa tanda tangan elektronik."),
        ({"signed_as": "NAMA CONTOH"}, "Naskah ini ditandatangani secara elektronik: NAMA CONTOH."),
        ({"certifier": CERTIFIER}, "Naskah asli ditetapkan tanpa tanda tangan elektronik."),
    ],
)
def test_every_page_says_whether_it_was_signed_and_by_whom(changes, sentence):
    found = pages(render_decree(issued(**changes)))

    assert [sentence in page for page in found] == [True] * len(found)


def test_a_correction_names_what_it_corrects_in_head_dictum_and_annex():
    made = render_decree(issued(corrects=FORMER))

    text = " ".join(pages(made))
    assert text.count("SEBAGAI PERBAIKAN ATAS") == 3
    assert json.loads(attached(made)["lampiran.json"])["memperbaiki"] == FORMER


def test_no_correction_is_claimed_where_there_is_none():
    assert "PERBAIKAN" not in " ".join(pages(original()))
