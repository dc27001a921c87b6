"""Reminders: once for a person, a limit and a number of days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.coordination.actions import extend_many
from apps.evaluations.models import Evaluation
from apps.institutions.actions import leave
from apps.institutions.models import Role
from apps.notices import deadlines
from apps.notices.choices import NoticeKind
from apps.notices.deadlines import Deadline
from apps.notices.models import DueReminder, Letter, Notice
from apps.notices.reminders import remind, step_of
from apps.rules.stages import Stage
from tests.database import together
from tests.factories import EvaluationFactory, assessors_of, bring_to, member, move_window, user_with

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 8, 1, 5, tzinfo=UTC)  # 12.00 in Jakarta


@pytest.fixture
def evaluation():
    evaluation = EvaluationFactory(with_team=True)
    member(Role.COORDINATOR, evaluation.institution)
    return evaluation


def due_in(evaluation, **left):
    move_window(evaluation, closes_in=timedelta(**left))


def reminded():
    return set(Notice.objects.filter(kind=NoticeKind.DUE).values_list("user", flat=True))


@pytest.mark.parametrize(
    ("until", "step"),
    [
        (datetime(2026, 8, 16, 5, tzinfo=UTC), None),
        (datetime(2026, 8, 15, 16, 59, tzinfo=UTC), 14),
        (datetime(2026, 8, 9, 5, tzinfo=UTC), 14),
        (datetime(2026, 8, 8, 5, tzinfo=UTC), 7),
        (datetime(2026, 8, 4, 5, tzinfo=UTC), 3),
        (datetime(2026, 8, 2, 16, 59, tzinfo=UTC), 1),
        (datetime(2026, 8, 2, 17, 0, tzinfo=UTC), 3),
        (datetime(2026, 8, 1, 16, 59, tzinfo=UTC), 1),
    ],
)
def test_a_step_is_reached_by_the_calendar_of_jakarta(until, step):
    assert step_of(until, NOW) == step


def test_those_at_work_are_reminded_and_nobody_else(evaluation):
    coordinator = evaluation.institution.memberships.get().user
    others = [member(role, evaluation.institution) for role in (Role.PERSON_IN_CHARGE, Role.DATA_ENTRY)]
    member(Role.RESPONDENT, evaluation.institution)
    member(Role.COORDINATOR, EvaluationFactory().institution)
    due_in(evaluation, days=3)

    remind()

    assert reminded() == {coordinator.pk, *(one.pk for one in others)}
    notice = coordinator.notices.get()
    evaluation.refresh_from_db()
    assert notice.text.startswith(
        f"Penilaian mandiri {evaluation.institution} ({evaluation.period}): batas 3 hari lagi, "
    )
    assert notice.url == reverse("self_assessment:sheet", args=[evaluation.pk])
    assert notice.simulation_label == "SIMULASI"


def test_assessors_are_reminded_of_their_stage_and_the_institution_is_not(evaluation):
    evaluation = bring_to(evaluation, Stage.DESK_REVIEW)
    due_in(evaluation, days=3)

    remind()

    assert reminded() == {one.pk for one in assessors_of(evaluation)}


def test_what_was_handed_in_is_not_reminded_of(evaluation):
    due_in(evaluation, days=3)
    Evaluation.objects.update(open_stage="")

    assert remind() == 0


def test_who_has_left_is_not_reminded(evaluation):
    due_in(evaluation, days=3)
    leave(evaluation.institution.memberships.get())

    assert remind() == 0


def test_who_is_inactive_is_not_reminded(evaluation):
    due_in(evaluation, days=3)
    evaluation.institution.memberships.get().user.__class__.objects.update(is_active=False)

    assert remind() == 0


def test_a_reminder_comes_once_however_often_the_clock_strikes(evaluation):
    due_in(evaluation, days=3)

    assert (remind(), remind()) == (1, 0)


def test_each_step_reminds_once(evaluation):
    due_in(evaluation, days=7)
    remind()
    until = DueReminder.objects.get().until

    DueReminder.objects.update(days=14)

    assert (remind(), remind()) == (1, 0)
    assert sorted(DueReminder.objects.values_list("until", "days")) == [(until, 7), (until, 14)]


def test_a_step_that_was_missed_is_made_up_for_and_only_the_last(evaluation):
    due_in(evaluation, days=2)

    assert (remind(), remind()) == (1, 0)
    assert ": batas 2 hari lagi, " in Notice.objects.get().text


def test_after_an_extension_the_new_limit_is_reminded_of_anew(evaluation):
    due_in(evaluation, days=3)
    remind()

    due_in(evaluation, days=3, hours=1)

    assert (remind(), remind()) == (1, 0)


def test_before_the_first_step_and_after_the_limit_nobody_is_reminded(evaluation):
    due_in(evaluation, days=15)
    assert remind() == 0

    due_in(evaluation, minutes=-1)
    assert remind() == 0


def test_the_last_reminder_is_mailed_at_once_and_an_earlier_one_waits(evaluation):
    due_in(evaluation, days=3)
    remind()
    assert not Letter.objects.exists()

    due_in(evaluation, days=1)
    remind()

    assert ": batas besok, " in Letter.objects.get().subject
    assert Letter.objects.get().subject.startswith("[SIMULASI] ")


def test_another_room_puts_its_own_limits_in(monkeypatch):
    user = user_with()
    until = timezone.now() + timedelta(days=7)
    given = Deadline(user.pk, "delegation-1", "Indikator 1 sampai 10", until, "/mandiri/1/", "SIMULASI")
    monkeypatch.setattr(deadlines, "DUE_SOURCES", [lambda _people, _after, _before: [given]])

    assert (remind(), remind()) == (1, 0)
    assert Notice.objects.get().text.startswith("Indikator 1 sampai 10: batas 7 hari lagi, ")


def test_the_database_holds_one_reminder_for_a_limit_and_step(evaluation):
    due_in(evaluation, days=3)
    remind()

    row = DueReminder.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_remind_once(evaluation):
    due_in(evaluation, days=3)

    assert sum(together(remind, remind)) == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_clock_goes_away_while_the_first_is_at_work(evaluation):
    due_in(evaluation, days=3)

    with transaction.atomic():
        first = remind()
        second = together(remind)

    assert (first, second, Notice.objects.count()) == (1, [0], 1)


@pytest.mark.parametrize("number", [1, 3])
def test_everybody_costs_as_much_as_one(number, django_assert_num_queries):
    for _ in range(number):
        evaluation = EvaluationFactory()
        member(Role.COORDINATOR, evaluation.institution)
        due_in(evaluation, days=3)

    # savepoint, turn, known, follow-ups, members, assessors, evaluations, questions, delegations, reminders, notices,
    # end of savepoint
    with django_assert_num_queries(12):
        assert remind() == number


@pytest.mark.usefixtures("mailoutbox")
def test_an_extension_is_told_at_once_to_both_sides(evaluation, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda _mail: 1 / 0)
    evaluation = bring_to(evaluation, Stage.DESK_REVIEW)
    by = member(Role.EVALUATION_TEAM)

    extend_many([evaluation], timezone.now() + timedelta(days=60), reason="Listrik padam", by=by)

    told = Notice.objects.filter(kind=NoticeKind.REOPENED)
    coordinator = evaluation.institution.memberships.get(role=Role.COORDINATOR).user_id
    assert set(told.values_list("user", flat=True)) == {coordinator, *(one.pk for one in assessors_of(evaluation))}
    assert told.first().text.startswith(f"Batas penilaian dokumen {evaluation.institution} ({evaluation.period}) dip")
    assert told.get(user=assessors_of(evaluation)[0]).url == reverse("desk_review:sheet", args=[evaluation.pk])
    assert told.get(user=coordinator).url == reverse("evaluations:detail", args=[evaluation.pk])
    assert Letter.objects.filter(sent_at=None).count() == 3
