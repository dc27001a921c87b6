"""The people of an institution are not asked to two interviews, or to an interview and a visit, at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.evaluations.models import Engagement
from apps.interview.actions import Appointment, book, call_off, make_slots, record_attendance_many, schedule_many
from apps.interview.models import InterviewSession
from apps.interview.queries import offers_for
from apps.rules.stages import Stage
from apps.visitation.actions import choose, close_visits_many, plan_many
from tests.factories import EvaluationFactory, bring_to, lead_of

HOUR = timedelta(hours=1)
TWICE = "Instansi ini sudah dijadwalkan"
TOMORROW = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def again(evaluation):
    """The same institution in another period, with another team, in its interview."""
    return bring_to(EvaluationFactory(institution=evaluation.institution, with_team=True), Stage.INTERVIEW)


def interviewed(evaluation, starts_at=TOMORROW):
    schedule_many([Appointment(evaluation, starts_at, starts_at + HOUR)], reason="-", by=lead_of(evaluation))


def visited(evaluation, day):
    if not hasattr(evaluation, "visit"):
        choose(evaluation, reason="-", by=lead_of(evaluation))
    evaluation.refresh_from_db()
    plan_many([evaluation.visit], starts_on=day, ends_on=None, locus="-")


def test_two_interviews_of_an_institution_never_overlap(evaluation, again):
    interviewed(evaluation)

    with pytest.raises(DomainError, match=TWICE):
        interviewed(again, TOMORROW + HOUR / 2)
    interviewed(again, TOMORROW + HOUR)

    assert InterviewSession.objects.count() == 2


def test_the_constraint_holds_without_the_triggers(evaluation, again):
    interviewed(evaluation)
    taken = Engagement.objects.get()
    taken.pk, taken.evaluation = None, again

    with pytest.raises(IntegrityError, match="no_institution_twice_at_a_time"), transaction.atomic():
        taken.save(force_insert=True)


def test_no_visit_is_planned_over_an_interview_to_come(evaluation):
    interviewed(evaluation)

    with pytest.raises(DomainError, match=TWICE):
        visited(evaluation, TOMORROW.date())
    visited(evaluation, TOMORROW.date() + timedelta(days=1))

    assert Engagement.objects.filter(evaluation=evaluation).count() == 2


def test_no_interview_is_booked_or_offered_on_the_days_of_a_visit(evaluation, lead):
    visited(evaluation, TOMORROW.date())
    times = [(TOMORROW + n * timedelta(days=1), TOMORROW + n * timedelta(days=1) + HOUR) for n in range(2)]
    make_slots(evaluation.period, times, batch=0, capacity=1, link="", by=lead)
    first, second = evaluation.period.interview_slots.all()

    with pytest.raises(DomainError, match=TWICE):
        book(evaluation, first, by=lead)

    assert [one.slot for one in offers_for(evaluation)] == [second]


def test_an_own_appointment_does_not_stand_in_the_way_of_moving_it(evaluation):
    interviewed(evaluation)

    interviewed(evaluation, TOMORROW + HOUR / 2)

    assert Engagement.objects.get().starts_at == TOMORROW + HOUR / 2


def test_a_visit_that_was_closed_takes_no_time(evaluation, again):
    visited(evaluation, TOMORROW.date())
    bring_to(evaluation, Stage.VISITATION)
    with pytest.raises(DomainError, match=TWICE):
        interviewed(again)

    close_visits_many([evaluation], by=lead_of(evaluation))
    interviewed(again)

    assert Engagement.objects.get().evaluation == again


def test_what_was_called_off_or_held_takes_no_time(evaluation, again, lead):
    interviewed(evaluation)
    call_off(evaluation, reason="-", by=lead)
    interviewed(again)
    record_attendance_many([again], institution=["Orang Instansi"], held_at=timezone.now())
    record_attendance_many([again], institution=["Orang Lain"], held_at=timezone.now())

    interviewed(evaluation)

    assert Engagement.objects.get().evaluation == evaluation
