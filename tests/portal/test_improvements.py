"""Who rose most: comparable pairs only."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.results.models import ImportedKind
from tests.factories import InstitutionFactory
from tests.portal.conftest import imported, published

PAGE = reverse("portal:improvements")


def both(first: str, second: str, **fields: object) -> None:
    institution = InstitutionFactory.create()
    imported(first, institution=institution)
    imported(second, institution=institution, year=2002, **fields)


def gains(response) -> list[Decimal]:
    return [row.improvement.gain for row in response.context["list"].rows]


def test_whoever_fell_is_compared_but_not_listed(client):
    both("3.00", "3.50")
    both("3.00", "2.00")

    listed = client.get(PAGE).context["list"]

    assert (len(listed.rows), listed.compared, listed.expected) == (1, 2, 2)


def test_ranks_stand_only_where_everybody_is_compared(client):
    both("3.00", "3.50")
    whole = client.get(PAGE)
    InstitutionFactory.create()

    partly = client.get(PAGE)

    assert (whole.context["list"].is_ranked, partly.context["list"].is_ranked) == (True, False)
    assert ">Peringkat</th>" not in partly.content.decode()


@pytest.mark.parametrize(
    "fields", [{"instrument": "lain"}, {"kind": ImportedKind.OWN}], ids=["another instrument", "its own figure"]
)
def test_what_cannot_be_compared_is_not(client, fields):
    both("3.00", "4.00", **fields)

    response = client.get(PAGE, {"dari": "2001", "ke": "2002"})

    assert response.status_code == 200
    assert "+1,00" not in response.content.decode()


def test_a_figure_computed_here_replaces_an_imported_one(client):
    (evaluation,) = published(4)
    imported("1.00", institution=evaluation.institution)
    imported("4.50", institution=evaluation.institution, year=2002)

    assert gains(client.get(PAGE)) == [Decimal("0.50")]


def test_as_many_questions_for_three_rows_as_for_one(client, django_assert_max_num_queries):
    both("3.00", "3.50")
    with django_assert_max_num_queries(50) as few:
        assert len(gains(client.get(PAGE))) == 1

    both("3.00", "3.50")
    both("2.00", "3.50")

    with django_assert_max_num_queries(len(few)):
        assert len(gains(client.get(PAGE))) == 3
