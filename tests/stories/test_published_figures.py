"""Banjarbaru, Blitar, Trenggalek: what was published of them, told as it was, and never compared where it cannot be."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.institutions.models import Institution

pytestmark = pytest.mark.usefixtures("reference", "db")


def lines_of(client: Client, name: str) -> tuple[dict, str]:
    """The lines of an institution's page by year, and the whole as text."""
    slug = Institution.objects.get(name=name).slug
    page = client.get(reverse("portal:institution", args=[slug]))
    return {line.year: line for line in page.context["lines"]}, page.content.decode()


def test_banjarbaru_fell_because_the_instrument_changed(client):
    lines, page = lines_of(client, "Kota Banjarbaru")

    assert (lines[2020].figure.stated, lines[2021].figure.stated) == (Decimal("2.77"), Decimal("2.11"))
    assert [year for year, line in lines.items() if line.replaced] == [2021]
    assert "Angka di bawah tidak dapat dibandingkan dengan angka di atas." in page
    assert "belum tentu karena kinerja" in page


def test_the_two_figures_of_banjarbaru_are_never_subtracted(client):
    page = client.get(reverse("portal:institution", args=[Institution.objects.get(name="Kota Banjarbaru").slug]))
    pairs = client.get(reverse("portal:improvements"), {"dari": "2020", "ke": "2021"})

    assert page.context["change"].gain is None
    assert "Banjarbaru" not in pairs.content.decode()


def test_blitar_was_not_assessed_in_2020_and_its_own_figure_stays_its_own(client):
    lines, page = lines_of(client, "Kabupaten Blitar")

    assert {year: line.figure.stated for year, line in lines.items() if line.figure} == {
        2018: Decimal("2.14"),
        2019: Decimal("2.90"),
        2021: Decimal("2.76"),
    }
    assert "2,14" in page
    assert "2,9 " in page.replace("<", " ")
    assert "artikel tidak menyebut tahun" in page
    assert "Tidak dinilai secara nasional. Penilaian sendiri: 3,7; angka itu bukan hasil nasional" in " ".join(
        page.split()
    )


def test_trenggalek_is_among_those_who_rose_most(client):
    lines, _ = lines_of(client, "Kabupaten Trenggalek")
    risen = client.get(reverse("portal:improvements"), {"dari": "2022", "ke": "2023"})

    assert [(year, lines[year].figure.stated) for year in (2022, 2023)] == [
        (2022, Decimal("2.55")),
        (2023, Decimal("4.21")),
    ]
    first = risen.context["list"].rows[0]
    assert (str(first.institution), first.improvement.gain) == ("Kabupaten Trenggalek", Decimal("1.66"))
