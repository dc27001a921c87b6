"""/hasil/<slug>/: the desk of the finalisation."""

import pytest
from django.urls import reverse

from apps.institutions.models import Role
from apps.results.models import FinalisationRun
from tests.factories import EvaluationFactory, member
from tests.factories.results import agreed_run, computed_run, finished_period, issued_decree, published_decree, seat

pytestmark = pytest.mark.django_db


def url(period, name="run"):
    return reverse(f"results:{name}", args=[period.slug])


def test_the_ministry_starts_a_computation(client):
    period = finished_period([3, 4])
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(url(period, "start"))

    assert response.status_code == 302
    assert FinalisationRun.objects.get().job.kind == "results.finalise"


def test_who_is_still_reviewed_is_listed_and_refused(client):
    period = finished_period()
    waiting = EvaluationFactory.create(period=period)
    client.force_login(member(Role.EVALUATION_TEAM))

    page = client.get(url(period))
    refused = client.post(url(period, "start"))

    assert str(waiting.institution) in page.content.decode()
    assert refused.status_code == 409
    assert not FinalisationRun.objects.exists()


def test_an_agency_votes_on_what_the_page_shows(client):
    period = finished_period([4])
    run, user = computed_run(period), seat(period)
    client.force_login(user)
    form = client.get(url(period)).context["vote_form"]

    response = client.post(url(period, "vote"), {"choice": "agree", "content_sha256": form["content_sha256"].value()})

    assert response.status_code == 302
    assert run.votes.get().by == user


def test_a_dissent_without_a_note_keeps_the_form(client):
    period = finished_period([4])
    run = computed_run(period)
    client.force_login(seat(period))

    response = client.post(url(period, "vote"), {"choice": "dissent", "content_sha256": run.content_sha256})

    assert response.status_code == 400
    assert "memerlukan catatan" in response.content.decode()
    assert not run.votes.exists()


def test_the_agency_of_another_period_sees_nothing(client):
    period = finished_period()
    computed_run(period)
    client.force_login(seat(finished_period()))

    assert client.get(url(period)).status_code == 404
    assert client.post(url(period, "vote")).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ASSESSOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_see_nothing_before_publication(client, role):
    period = finished_period()
    institution = computed_run(period).results.get().evaluation.institution
    client.force_login(member(role, institution if role == Role.COORDINATOR else None))

    assert client.get(url(period)).status_code == 404
    assert client.post(url(period, "start")).status_code == 404


def test_an_agency_may_not_start_a_computation(client):
    period = finished_period()
    client.force_login(seat(period))

    assert client.post(url(period, "start")).status_code == 403


def test_the_auditor_reads_what_is_published(client):
    period = finished_period()
    published_decree(period)
    client.force_login(member(Role.AUDITOR))

    assert client.get(url(period)).status_code == 200


@pytest.mark.parametrize("institutions", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client, institutions, django_assert_num_queries):
    period = finished_period([3] * institutions)
    computed_run(period)
    client.force_login(member(Role.EVALUATION_TEAM))

    with django_assert_num_queries(33):
        client.get(url(period))


def test_those_who_are_waited_for_are_counted_by_stage_and_named_while_they_are_few(client, monkeypatch):
    period = finished_period([4])
    waiting = [EvaluationFactory.create(period=period) for _ in range(2)]
    client.force_login(member(Role.EVALUATION_TEAM))

    few = client.get(url(period)).content.decode()
    monkeypatch.setattr("apps.results.checks.NAMED", 1)
    many = client.get(url(period)).content.decode()

    for page in (few, many):
        assert "penilaian mandiri 2" in page
        assert "?tahap=self_assessment" in page
    assert str(waiting[1].institution) in few
    assert str(waiting[1].institution) not in many


def test_once_a_decree_is_issued_nothing_is_computed_again(client):
    period = finished_period([4])
    run = agreed_run(period)
    client.force_login(member(Role.EVALUATION_TEAM))
    assert "Hitung ulang" in client.get(url(period)).content.decode()

    decree = issued_decree(run)
    page = client.get(url(period)).content.decode()

    assert "Hitung ulang" not in page
    assert reverse("decrees:detail", args=[decree.pk]) in page
