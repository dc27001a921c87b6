"""Questions between the two sides, each on an indicator and due by a moment."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.actions.questions import answer_question, put_question
from apps.evaluations.models import Circle, Remark, Side
from apps.evaluations.questions import WaitingQuestion, waiting_questions
from apps.institutions.models import Role
from apps.notices.deadlines import deadlines_of
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of, member, user_with
from tests.marks import indicator_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


@pytest.fixture
def coordinator(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


def url(evaluation):
    return reverse("evaluations:questions", args=[evaluation.pk, 2])


def ask(evaluation, side=Side.ASSESSORS, *, by=None, due=None):
    indicator, due = indicator_of(evaluation, 2), due or timezone.now() + timedelta(days=2)
    return put_question(evaluation, indicator, "Mana peraturannya?", due=due, side=side, by=by or lead_of(evaluation))


def test_a_side_asks_and_the_other_answers(client, evaluation, coordinator):
    client.force_login(lead_of(evaluation))
    asked = client.post(url(evaluation), {"text": "Mana peraturannya?", "due": "2031-01-01T10:00"})
    question = Remark.objects.get()
    client.force_login(coordinator)

    answered = client.post(
        reverse("evaluations:answer", args=[evaluation.pk, 2, question.pk]), {"text": "Terlampir pada bukti 3."}
    )

    assert (asked.status_code, answered.status_code) == (302, 302)
    assert (question.circle, question.side, question.answer.side) == ("both", "assessors", "institution")
    page = client.get(url(evaluation)).content.decode()
    assert "Terlampir pada bukti 3." in page
    assert str(lead_of(evaluation)) not in page


def test_the_asked_side_is_told_without_a_word_of_the_question(evaluation, coordinator):
    ask(evaluation)

    told = Notice.objects.get(user=coordinator)
    assert "Mana peraturannya" not in told.text
    assert told.url == url(evaluation)


def test_the_institution_asks_too(evaluation, coordinator):
    question = ask(evaluation, Side.INSTITUTION, by=coordinator)

    answer_question(question, "Ya", side=Side.ASSESSORS, by=assessors_of(evaluation)[1])

    assert question.answer.text == "Ya"


def test_nobody_answers_the_own_side(evaluation):
    question = ask(evaluation)

    with pytest.raises(DomainError, match="tidak ditujukan"):
        answer_question(question, "-", side=Side.ASSESSORS, by=lead_of(evaluation))


def test_a_question_is_answered_once(evaluation, coordinator):
    question = ask(evaluation)
    answer_question(question, "Satu", side=Side.INSTITUTION, by=coordinator)

    with pytest.raises(DomainError, match="sudah dijawab"):
        answer_question(question, "Dua", side=Side.INSTITUTION, by=coordinator)


def test_others_neither_read_nor_write(client, evaluation):
    ask(evaluation)
    ministry = user_with("view_evaluation", "review_evaluation", evaluation=evaluation)
    for person, status in ((ministry, 403), (member(Role.ASSESSOR), 404)):
        client.force_login(person)

        assert client.get(url(evaluation)).status_code == status
        assert client.post(url(evaluation), {}).status_code == status


def test_a_respondent_reads_and_does_not_write(client, evaluation):
    ask(evaluation)
    client.force_login(member(Role.RESPONDENT, evaluation.institution))

    assert "Mana peraturannya?" in client.get(url(evaluation)).content.decode()
    assert client.post(url(evaluation), {"text": "-", "due": "2031-01-01T10:00"}).status_code == 403


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, Stage.REVIEW])
def test_nothing_is_asked_before_the_judgements_are_closed_nor_after_the_hand_over(stage):
    evaluation = bring_to(EvaluationFactory(with_team=True), stage)

    with pytest.raises(DomainError):
        ask(evaluation)

    assert not Remark.objects.exists()


def test_the_database_knows_what_a_question_is(evaluation):
    said = {"evaluation": evaluation, "indicator": indicator_of(evaluation, 2), "text": "-", "by": lead_of(evaluation)}
    for wrong in (
        {"circle": Circle.BOTH, "side": "assessors"},
        {"circle": Circle.BOTH, "due": timezone.now()},
        {"circle": Circle.INSTITUTION, "side": "institution", "due": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Remark.objects.create(**said, **wrong)


def test_what_was_said_stays(evaluation):
    ask(evaluation)

    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        Remark.objects.update(due=None)


def test_who_is_asked_is_reminded_until_it_is_answered(evaluation, coordinator):
    question = ask(evaluation)
    now = timezone.now()

    def due():
        found = deadlines_of(User.objects.all(), now, now + timedelta(days=3))
        return [one.user for one in found if one.key == f"question-{question.pk}"]

    assert due() == [coordinator.pk]
    waiting = {evaluation.pk: [WaitingQuestion(2, question.due)]}
    assert waiting_questions([evaluation], Side.INSTITUTION) == waiting
    answer_question(question, "Ada", side=Side.INSTITUTION, by=coordinator)
    assert due() == []
    assert waiting_questions([evaluation], Side.INSTITUTION) == {}


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_takes_as_many_statements_for_one_as_for_fifty(
    client, evaluation, coordinator, number, django_assert_max_num_queries
):
    for _ in range(number):
        ask(evaluation)
    client.force_login(coordinator)

    with django_assert_max_num_queries(12):
        client.get(url(evaluation))
