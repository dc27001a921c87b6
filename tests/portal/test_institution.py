"""One institution through the years."""

from django.urls import reverse

from apps.institutions.models import Institution
from apps.results.models import ImportedKind, ImportedResult
from tests.factories import EvaluationFactory, InstitutionFactory
from tests.factories.results import finished_period, published_decree
from tests.portal.conftest import imported, published


def page_of(client, institution: Institution | str):
    slug = institution if isinstance(institution, str) else institution.slug
    response = client.get(reverse("portal:institution", args=[slug]))
    assert response.status_code == 200
    return response


def lines(response) -> dict:
    return {line.year: line for line in response.context["lines"]}


def figures(response) -> dict[int, str]:
    return {year: line.figure.printed for year, line in lines(response).items() if line.figure}


def test_a_figure_computed_here_leads_to_its_way_back(client):
    (evaluation,) = published(4)

    page = page_of(client, evaluation.institution)

    assert figures(page) == {2001: "4,00"}
    way = reverse("portal:result", args=[evaluation.period.slug, evaluation.institution.slug])
    assert f'<a href="{way}">Asal angka ini</a>' in page.content.decode()


def test_a_figure_computed_here_comes_before_an_imported_one(client):
    (evaluation,) = published(4)
    imported("2.00", institution=evaluation.institution)

    assert figures(page_of(client, evaluation.institution)) == {2001: "4,00"}


def test_left_out_of_a_published_period_is_not_zero(client):
    period = finished_period([3], simulation_label="")
    left_out = EvaluationFactory.create(period=period, track="not_assessed")
    published_decree(period)

    page = page_of(client, left_out.institution)

    assert lines(page)[2001].state == "not_assessed"
    assert "Tidak dinilai secara nasional." in page.content.decode()


def test_an_institution_without_figures_is_said_to_have_none(client):
    imported("3.00")

    page = page_of(client, InstitutionFactory.create())

    assert lines(page)[2001].state == "not_loaded"
    assert "Itu tidak berarti indeksnya nol." in page.content.decode()


def test_a_year_of_no_instrument_stands_under_the_last_one_known(client):
    institution = InstitutionFactory.create()
    imported("3.00", institution=institution)
    imported("3.50", institution=institution, year=2003)

    page = page_of(client, institution)

    assert [(line.year, line.state, line.replaced) for line in page.context["lines"]] == [
        (2003, "official", None),
        (2002, "not_loaded", None),
        (2001, "official", None),
    ]


def test_figures_of_two_instruments_break_even_without_a_known_reason(client):
    institution = InstitutionFactory.create()
    imported("3.00", institution=institution)
    imported("3.50", institution=institution, year=2002, instrument="lain")

    page = page_of(client, institution)

    assert [line.year for line in page.context["breaks"]] == [2002]
    assert page.context["change"].gain is None


def test_an_own_figure_is_never_official(client):
    own = imported("3.70", kind=ImportedKind.OWN, predikat=None)

    page = page_of(client, own.institution)

    assert (page.context["official"], ImportedResult.objects.count()) == ([], 1)


def test_an_unknown_institution_is_not_found(client):
    assert client.get(reverse("portal:institution", args=["tidak-ada"])).status_code == 404


def test_as_many_questions_for_three_years_as_for_one(client, django_assert_max_num_queries):
    institution = InstitutionFactory.create()
    imported("3.00", institution=institution)
    with django_assert_max_num_queries(50) as few:
        page_of(client, institution)

    for year in (2002, 2003):
        imported("3.00", institution=institution, year=year)

    with django_assert_max_num_queries(len(few)):
        assert len(figures(page_of(client, institution))) == 3
