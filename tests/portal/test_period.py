"""The results of one published period."""

import re

import pytest
from django.urls import reverse

from apps.institutions.models import Institution, Province
from tests.factories import EvaluationFactory, InstitutionFactory
from tests.factories.results import finished_period, published_decree
from tests.portal.conftest import published

BAND = '<p class="sim" role="note"><b>SIMULASI</b>'


def page_of(client, period):
    response = client.get(reverse("portal:period", args=[period.slug]))
    assert response.status_code == 200
    return response


def test_every_result_stands_with_its_figure_and_its_way_back(client):
    evaluations = published(4, 2)

    response = page_of(client, evaluations[0].period)

    shown = [(one.evaluation, str(one.stated)) for one in response.context["results"]]
    assert shown == [(evaluations[0], "4.00"), (evaluations[1], "2.00")]
    for one in evaluations:
        way = reverse("portal:result", args=[one.period.slug, one.institution.slug])
        assert f'<a href="{way}">' in response.content.decode()


def test_the_centre_comes_first_and_each_province_once(client):
    evaluations = published(4, 4, 4, 4)
    places = [("9001", None), ("12.01", "12"), ("1001", None), ("11.01", "11")]
    for evaluation, (code, province) in zip(evaluations, places, strict=True):
        if province:
            Province.objects.get_or_create(pk=province, defaults={"name": f"Daerah {province}"})
        Institution.objects.filter(pk=evaluation.institution_id).update(code=code, province=province)

    response = page_of(client, evaluations[0].period)

    assert [one.evaluation.institution.code for one in response.context["results"]] == [
        "1001", "9001", "11.01", "12.01",
    ]  # fmt: skip
    summaries = re.findall(r"<summary>(.+?) <span", response.content.decode())
    assert summaries == ["Instansi pusat", "Provinsi Daerah 11", "Provinsi Daerah 12"]


def test_institutions_not_assessed_are_counted_and_not_zero(client):
    period = finished_period([3])
    EvaluationFactory.create(period=period, track="not_assessed")
    published_decree(period)

    page = page_of(client, period).content.decode()

    assert "1 instansi tidak dinilai pada periode ini; itu bukan nol." in page


@pytest.mark.parametrize(("label", "marked"), [("SIMULASI", True), ("", False)])
def test_a_simulation_says_so_and_an_official_period_does_not(client, label, marked):
    (evaluation,) = published(4, simulation_label=label)

    page = page_of(client, evaluation.period).content.decode()

    assert (BAND in page) is marked
    assert ("bukan hasil resmi. Angka resmi ada pada" in page) is marked


def test_predikat_are_counted(client):
    evaluations = published(5, 4, 1)

    counts = page_of(client, evaluations[0].period).context["counts"]

    assert [(one["predikat__name"], one["institutions"]) for one in counts] == [("Tinggi", 2), ("Rendah", 1)]


def test_as_many_questions_for_three_results_as_for_one(client, django_assert_max_num_queries):
    one, three = published(3), published(3, 4, 2, simulation_label="SIMULASI")
    with django_assert_max_num_queries(50) as few:
        page_of(client, one[0].period)

    with django_assert_max_num_queries(len(few)):
        assert len(page_of(client, three[0].period).context["results"]) == 3


def test_an_unknown_period_is_not_found(client):
    InstitutionFactory.create()

    assert client.get(reverse("portal:period", args=["tidak-ada"])).status_code == 404
