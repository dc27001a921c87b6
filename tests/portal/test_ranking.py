"""The list of a year and category."""

from decimal import Decimal

from django.urls import reverse

from apps.institutions.models import Institution
from tests.factories import InstitutionFactory
from tests.portal.conftest import imported, published

RANKING = reverse("portal:ranking")


def listed(client, **asked: object):
    response = client.get(RANKING, asked)
    assert response.status_code == 200
    return response


def ranks(response) -> list[tuple[str, int | None]]:
    return [(row.institution.name, row.rank) for row in response.context["list"].rows]


def test_a_published_period_ranks_all_it_assessed(client):
    evaluations = published(4, 2, 4)
    InstitutionFactory.create()

    response = listed(client, tahun=2001, kategori="kabupaten")

    names = [one.institution.name for one in evaluations]
    assert ranks(response) == [(names[0], 1), (names[2], 1), (names[1], 3)]


def test_an_imported_figure_does_not_stand_in_for_one_that_is_missing(client):
    """Two figures for two expected, but one of them is of an institution that nobody expected."""
    living, gone = InstitutionFactory.create(), InstitutionFactory.create(valid_to="1990-01-01")
    InstitutionFactory.create()
    imported("3.00", institution=living)
    imported("4.00", institution=gone)

    response = listed(client, tahun=2001, kategori="kabupaten")

    assert {rank for _, rank in ranks(response)} == {None}
    assert response.context["list"].expected == 3


def test_figures_of_two_instruments_are_never_ranked_together(client):
    imported("3.00")
    imported("4.00", instrument="lain")

    response = listed(client, tahun=2001, kategori="kabupaten")

    assert [row.figure.stated for row in response.context["list"].rows] == [Decimal("4.00"), Decimal("3.00")]
    assert {rank for _, rank in ranks(response)} == {None}
    assert "2 instansi dengan instrumen yang berlainan, karena itu tanpa peringkat." in response.content.decode()


def test_without_any_figure_the_page_says_so(client):
    page = listed(client).content.decode()

    assert "Belum ada angka untuk pilihan ini" in page


def test_as_many_questions_for_three_rows_as_for_one(client, django_assert_max_num_queries):
    imported("3.00")
    with django_assert_max_num_queries(50) as few:
        assert len(ranks(listed(client))) == 1

    imported("3.00")
    imported("4.00")

    with django_assert_max_num_queries(len(few)):
        assert len(ranks(listed(client))) == 3
    assert Institution.objects.count() == 3
