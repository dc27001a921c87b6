from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.evaluations.actions.marked import Word
from apps.evaluations.models import LedgerLevel
from apps.interview.actions import close_interviews_many, save_clarification
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.visitation.models import Visit
from tests.factories import EvaluationFactory, bring_to, move_window
from tests.marks import appoint, indicator_of, mark_numbers


def post(client, evaluation):
    response = client.post(reverse("interview:close", args=[evaluation.pk]))
    evaluation.refresh_from_db()
    return response


def spoken(evaluation):
    rows = LedgerLevel.objects.filter(evaluation=evaluation, stage=Stage.INTERVIEW)
    return list(rows.values_list("indicator__number", "level", "reason", "decided_by__username"))


@pytest.fixture
def ready(evaluation, assessor):
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    appoint(evaluation, held=True)
    save_clarification(evaluation, Word(indicator_of(evaluation, 1).pk, 0, None, "Tetap"), by=assessor)
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Bukti baru"), by=assessor)
    return evaluation


def test_only_what_got_a_level_speaks(client, ready, lead, assessor):
    client.force_login(lead)

    post(client, ready)

    assert ready.stage == Stage.CONSOLIDATION
    assert spoken(ready) == [(2, Decimal(4), "Bukti baru", assessor.username)]
    assert Job.objects.filter(kind="interview.minutes", object_id=ready.pk).count() == 1


def test_a_chosen_institution_goes_on_to_the_visit(client, ready, lead):
    Visit.objects.create(evaluation=ready, reason="Selisih besar", chosen_by=lead)
    client.force_login(lead)

    post(client, ready)

    assert ready.stage == Stage.VISITATION


def test_it_may_be_closed_after_its_window(client, ready, lead):
    move_window(ready, closes_in=timedelta(seconds=-1))
    client.force_login(lead)

    post(client, ready)

    assert ready.stage == Stage.CONSOLIDATION


def test_an_interview_that_was_not_held_stays_open(client, evaluation, lead):
    client.force_login(lead)

    response = post(client, evaluation)

    assert response.status_code == 409
    assert evaluation.institution.name in response.content.decode()
    assert evaluation.stage == Stage.INTERVIEW


def test_a_marked_indicator_that_was_passed_over_keeps_it_open(client, evaluation, lead):
    appoint(evaluation, held=True)
    client.force_login(lead)

    response = post(client, evaluation)

    assert response.status_code == 409
    assert "indikator 2" in response.content.decode()
    assert evaluation.stage == Stage.INTERVIEW


@pytest.mark.parametrize("person", ["assessor", "coordinator"])
def test_only_the_lead_closes(client, ready, request, person):
    client.force_login(request.getfixturevalue(person))

    assert post(client, ready).status_code == 403
    assert ready.stage == Stage.INTERVIEW


def test_closing_twice_speaks_once(client, ready, lead):
    client.force_login(lead)
    post(client, ready)

    response = post(client, ready)

    assert response.status_code == 409
    assert len(spoken(ready)) == 1


def test_many_are_closed_in_as_many_statements_as_one(ready, lead, django_assert_max_num_queries):
    others = [bring_to(EvaluationFactory(period=ready.period), Stage.INTERVIEW) for _ in range(3)]
    for one in others:
        one.team = ready.team
        one.save(update_fields=["team"])
        appoint(one, held=True)

    with django_assert_max_num_queries(27):
        moved = close_interviews_many([ready, *others], by=lead)

    assert moved == 4
    assert len(spoken(ready)) == 1
