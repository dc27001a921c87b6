"""The first page: search, the nation, and what has been published."""

import pytest
from django.urls import reverse

from tests.factories import InstitutionFactory
from tests.portal.conftest import published

HOME = reverse("portal:home")


def names(response) -> list[str]:
    return [one.name for one in response.context["matches"]]


def test_as_many_questions_for_three_matches_as_for_two(client, django_assert_max_num_queries):
    for number in range(2):
        InstitutionFactory.create(name=f"Kota Sama {number}", category="kota")
    with django_assert_max_num_queries(50) as few:
        assert len(names(client.get(HOME, {"q": "sama"}))) == 2

    InstitutionFactory.create(name="Kota Sama 2", category="kota")

    with django_assert_max_num_queries(len(few)):
        assert len(names(client.get(HOME, {"q": "sama"}))) == 3


@pytest.mark.parametrize("asked", ["bssn", "BSSN", "badan bssn"])
def test_an_acronym_finds_its_institution(client, asked):
    sought = InstitutionFactory.create(name="Badan Siber dan Sandi Negara", category="lpnk")
    InstitutionFactory.create(name="Badan Standardisasi Nasional", category="lpnk")

    response = client.get(HOME, {"q": asked})

    assert (response.status_code, response["Location"]) == (302, reverse("portal:institution", args=[sought.slug]))


def test_two_letters_are_no_acronym(client):
    InstitutionFactory.create(name="Badan Pusat Statistik", category="lpnk")

    assert names(client.get(HOME, {"q": "ps"})) == []


def test_official_periods_and_simulations_stand_apart(client):
    official, simulated = published(3)[0].period, published(4, simulation_label="SIMULASI")[0].period

    context = client.get(HOME).context

    assert list(context["official_periods"]) == [official]
    assert list(context["simulations"]) == [simulated]


def test_an_empty_register_is_said_to_be_empty(client):
    page = client.get(HOME).content.decode()

    assert "Belum ada angka resmi" in page
    assert "Belum ada periode resmi" in page
