from decimal import Decimal

import pytest
from django.urls import reverse

from apps.evaluations.actions.marked import Word
from apps.interview.actions import save_clarification
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, member, user_with
from tests.marks import appoint, indicator_of, mark_numbers


def page(client, evaluation):
    return client.get(reverse("interview:detail", args=[evaluation.pk]))


def test_assessor_sees_question_and_result(client, evaluation, assessor):
    client.force_login(assessor)
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Bukti baru"), by=assessor)

    content = page(client, evaluation).content.decode()

    assert "Pertanyaan 2" in content
    assert "1 indikator diklarifikasi, 1 sudah ada hasilnya, 1 berubah tingkat" in content


def test_institution_sees_question_proposal_and_reply_form(client, evaluation, assessor, coordinator):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Bukti baru"), by=assessor)
    client.force_login(coordinator)

    content = page(client, evaluation).content.decode()

    assert "Pertanyaan 2" in content
    assert "Bukti baru" in content
    assert reverse("interview:reply", args=[evaluation.pk, 2]) in content


@pytest.mark.django_db
def test_questions_stay_with_the_assessors_until_the_interview(client):
    evaluation = EvaluationFactory(with_team=True)
    client.force_login(user_with("view_evaluation", "reply", evaluation=evaluation))

    response = page(client, evaluation)

    assert response.status_code == 200
    assert "Agenda belum terbuka" in response.content.decode()


def test_foreign_evaluation_is_404(client, evaluation):
    client.force_login(member("coordinator", EvaluationFactory().institution))

    assert page(client, evaluation).status_code == 404


@pytest.mark.django_db
def test_monitoring_track_has_no_interview(client):
    evaluation = EvaluationFactory(track="monitoring")
    client.force_login(user_with("view_evaluation", evaluation=evaluation))

    response = page(client, evaluation)

    assert "Tidak ada interviu" in response.content.decode()


@pytest.mark.parametrize("person", ["assessor", "coordinator"])
@pytest.mark.parametrize("numbers", [(), (1, 3)])
def test_statements_do_not_grow_with_the_agenda(
    client, evaluation, assessor, request, person, numbers, django_assert_max_num_queries
):
    mark_numbers(evaluation, Stage.INTERVIEW, *numbers)
    appoint(evaluation, held=True)
    for number in (2, *numbers):
        save_clarification(evaluation, Word(indicator_of(evaluation, number).pk, 0, Decimal(4), "-"), by=assessor)
    client.force_login(request.getfixturevalue(person))

    with django_assert_max_num_queries(18):
        page(client, evaluation)
