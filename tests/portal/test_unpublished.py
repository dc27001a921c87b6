"""Before publication nothing of a result is public: not by its address, not in a list, not by a code on paper."""

import pytest
from django.urls import reverse

from apps.decrees.models import Decree
from apps.evaluations.models import Evaluation
from apps.reports.models import Report
from apps.results.models import Result
from tests.factories.results import agreed_run, finished_period, issued_decree
from tests.portal.conftest import imported


@pytest.fixture
def decree() -> Decree:
    """Everything is done but the publication itself."""
    decree = issued_decree(agreed_run(finished_period([4], simulation_label="", levels_are_public=True)))
    Report.objects.create(result=Result.objects.get(run=decree.run), code="LH-AAAA-BBBB", sha256="b" * 64)
    return decree


@pytest.fixture
def evaluation(decree: Decree) -> Evaluation:
    return Evaluation.objects.select_related("institution", "period").get(period=decree.run.period)


def test_its_own_addresses_do_not_exist(client, decree, evaluation):
    period, institution = evaluation.period.slug, evaluation.institution.slug

    answers = {
        name: client.get(reverse(f"portal:{name}", args=args)).status_code
        for name, args in {
            "period": [period],
            "result": [period, institution],
            "decree_paper": [decree.code],
            "verify": [decree.code],
        }.items()
    }

    assert answers == dict.fromkeys(answers, 404)


def test_the_code_of_its_report_is_unknown(client, decree):
    assert client.get(reverse("portal:verify", args=["LH-AAAA-BBBB"])).status_code == 404


@pytest.mark.parametrize("name", ["home", "ranking", "ranking_csv", "improvements", "decrees"])
def test_no_list_knows_it(client, evaluation, name):
    imported("2.00")
    page = client.get(reverse(f"portal:{name}")).content.decode()

    assert evaluation.institution.name not in page
    assert evaluation.period.name not in page
    assert "4,00" not in page


@pytest.mark.parametrize("name", ["institution", "institution_csv"])
def test_its_institution_shows_no_figure(client, evaluation, name):
    imported("2.00")
    page = client.get(reverse(f"portal:{name}", args=[evaluation.institution.slug])).content.decode()

    assert "belum dimuat" in page
    assert "4,00" not in page
    assert "Tinggi" not in page
