"""Lists and series as files."""

import csv

from django.urls import reverse

from tests.factories import InstitutionFactory
from tests.portal.conftest import imported


def rows_of(response) -> tuple[list[str], list[dict[str, str]]]:
    """The lines of the note, and the rows by heading."""
    text = response.content.decode("utf-8-sig").splitlines()
    notes = [line for line in text if line.startswith("# ")]
    return notes, list(csv.DictReader(text[len(notes) :]))


def test_a_ranking_carries_source_and_licence(client):
    one = imported("3.50").institution

    response = client.get(reverse("portal:ranking_csv"), {"tahun": 2001, "kategori": "kabupaten"})

    notes, (row,) = rows_of(response)
    assert response["Content-Disposition"] == 'attachment; filename="hasil-2001-kabupaten-semua.csv"'
    assert any("lisensi MIT" in note for note in notes)
    assert (row["peringkat"], row["instansi"], row["indeks"], row["tercetak"], row["sumber"]) == (
        "1",
        one.name,
        "3.50",
        "3,50",
        "Koran Contoh",
    )


def test_a_list_that_is_not_whole_has_no_ranks(client):
    imported("3.50")
    InstitutionFactory.create()

    _, (row,) = rows_of(client.get(reverse("portal:ranking_csv"), {"kategori": "kabupaten"}))

    assert row["peringkat"] == ""


def test_a_series_says_what_is_missing(client):
    institution = InstitutionFactory.create()
    imported("3.50", institution=institution)
    imported("3.70", institution=institution, year=2002, kind="mandiri", predikat=None)

    _, rows = rows_of(client.get(reverse("portal:institution_csv", args=[institution.slug])))

    assert [(row["tahun"], row["keadaan"], row["indeks"], row["penilaian_sendiri"]) for row in rows] == [
        ("2002", "tidak dinilai", "", "3,70"),
        ("2001", "resmi", "3.50", ""),
    ]


def test_no_cell_is_a_formula(client):
    institution = InstitutionFactory.create(name="=HYPERLINK(1)")
    imported("3.50", institution=institution, source="@SUM(1)", remark="+1")

    _, (listed,) = rows_of(client.get(reverse("portal:ranking_csv"), {"kategori": "kabupaten"}))
    _, (line,) = rows_of(client.get(reverse("portal:institution_csv", args=[institution.slug])))

    assert (listed["instansi"], listed["sumber"]) == ("'=HYPERLINK(1)", "'@SUM(1)")
    assert (line["catatan"], line["sumber"]) == ("'+1", "'@SUM(1)")
