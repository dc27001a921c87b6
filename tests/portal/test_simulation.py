"""What a simulation computed is never an official figure, wherever one looks."""

from django.urls import reverse

from tests.portal.conftest import imported, published


def test_no_official_page_shows_a_simulated_figure(client):
    (evaluation,) = published(4, simulation_label="SIMULASI")
    institution = evaluation.institution

    page = client.get(reverse("portal:institution", args=[institution.slug]))
    table = client.get(reverse("portal:institution_csv", args=[institution.slug])).content.decode()
    home = client.get(reverse("portal:home"))

    assert (page.context["official"], page.context["lines"]) == ([], [])
    assert "4,00" not in page.content.decode()
    assert "4,00" not in table
    assert (home.context["years"], home.context["latest"]) == ([], None)


def test_a_simulation_neither_ranks_nor_fills_a_list(client):
    (evaluation,) = published(4, simulation_label="SIMULASI")
    imported("2.00")

    listed = client.get(reverse("portal:ranking"), {"tahun": 2001, "kategori": "kabupaten"}).context["list"]

    assert [str(row.figure.stated) for row in listed.rows] == ["2.00"]
    assert (listed.expected, listed.is_ranked) == (2, False)
    assert evaluation.institution not in {row.institution for row in listed.rows}


def test_nobody_rises_by_a_simulation(client):
    (evaluation,) = published(4, simulation_label="SIMULASI")
    imported("1.00", institution=evaluation.institution, year=2000)
    imported("3.00")

    response = client.get(reverse("portal:improvements"), {"dari": "2000", "ke": "2001"})

    assert (response.context["pair"], response.context["list"].rows) == ((2000, 2001), [])


def test_left_out_of_a_simulation_says_nothing_of_the_year(client):
    imported("3.00")
    (evaluation,) = published(4, simulation_label="SIMULASI")

    page = client.get(reverse("portal:institution", args=[evaluation.institution.slug]))

    assert [line.state for line in page.context["lines"]] == ["not_loaded"]
