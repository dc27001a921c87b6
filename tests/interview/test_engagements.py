"""Neither an institution nor an assessor is at two interviews, or at an interview and a visit, at a time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.common.formats import date_id
from apps.evaluations.models import Engagement, TeamMember
from apps.evaluations.reassignments import reassigned
from apps.interview.actions import Appointment, book, call_off, make_slots, record_attendance_many, schedule_many
from apps.interview.models import InterviewSession
from apps.interview.queries import offers_for
from apps.rules.stages import Stage
from apps.visitation.actions import choose, close_visits_many, plan, plan_many
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of

HOUR = timedelta(hours=1)
TWICE = "Instansi ini sudah dijadwalkan"
TOMORROW = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def again(evaluation):
    """The same institution in another period, with another team, in its interview."""
    return bring_to(EvaluationFactory(institution=evaluation.institution, with_team=True), Stage.INTERVIEW)


def interviewed(evaluation, starts_at=TOMORROW):
    schedule_many([Appointment(evaluation, starts_at, starts_at + HOUR)], reason="-", by=lead_of(evaluation))


def with_another(assessor):
    """Another institution, whose team this assessor belongs to as well."""
    other = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    TeamMember.objects.create(team=other.team, user=assessor)
    return other


@pytest.fixture
def other(evaluation, assessor):
    return with_another(assessor)


def goes(evaluation, day, *visitors):
    """The visit is planned for these assessors alone."""
    if not hasattr(evaluation, "visit"):
        choose(evaluation, reason="-", by=lead_of(evaluation))
    evaluation.refresh_from_db()
    plan(evaluation.visit, starts_on=day, ends_on=None, locus="-", contact="-", visitors=visitors, by=visitors[0])


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


@pytest.mark.parametrize("whom", ["institution", "assessor"])
def test_the_constraints_hold_without_the_triggers(evaluation, again, whom):
    interviewed(evaluation)
    taken = Engagement.objects.filter(**{f"{whom}__isnull": False}).first()
    taken.pk, taken.evaluation = None, again

    with pytest.raises(IntegrityError, match=f"no_{whom}_at_two_meetings"), transaction.atomic():
        taken.save(force_insert=True)


def test_no_visit_is_planned_over_an_interview_to_come(evaluation):
    interviewed(evaluation)

    with pytest.raises(DomainError, match=TWICE):
        visited(evaluation, TOMORROW.date())
    visited(evaluation, TOMORROW.date() + timedelta(days=1))

    assert Engagement.objects.filter(institution=evaluation.institution).count() == 2


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

    assert {one.starts_at for one in Engagement.objects.all()} == {TOMORROW + HOUR / 2}


def test_a_visit_that_was_closed_takes_no_time(evaluation, again):
    visited(evaluation, TOMORROW.date())
    bring_to(evaluation, Stage.VISITATION)
    with pytest.raises(DomainError, match=TWICE):
        interviewed(again)

    close_visits_many([evaluation], by=lead_of(evaluation))
    interviewed(again)

    assert {one.evaluation for one in Engagement.objects.all()} == {again}


def test_what_was_called_off_or_held_takes_no_time(evaluation, again, lead):
    interviewed(evaluation)
    call_off(evaluation, reason="-", by=lead)
    interviewed(again)
    record_attendance_many([again], institution=["Orang Instansi"], held_at=timezone.now())
    record_attendance_many([again], institution=["Orang Lain"], held_at=timezone.now())

    interviewed(evaluation)

    assert {one.evaluation for one in Engagement.objects.all()} == {evaluation}


def test_whoever_goes_on_a_visit_is_at_no_interview_on_its_days(evaluation, other, assessor):
    visited(evaluation, TOMORROW.date())

    with pytest.raises(DomainError) as refusal:
        interviewed(other)
    interviewed(other, TOMORROW + timedelta(days=1))

    day = f"{date_id(TOMORROW.date())}"
    assert str(refusal.value) == (
        f"Asesor {assessor} sudah dijadwalkan untuk visitasi lain pada {day}. Jadwal belum diubah; pilih waktu lain."
    )


def test_no_visit_takes_an_assessor_from_an_interview_or_another_visit(evaluation, other, assessor):
    interviewed(evaluation)
    day = TOMORROW.date()

    with pytest.raises(DomainError) as refusal:
        visited(other, day)
    goes(other, day, lead_of(other))
    visited(evaluation, day + timedelta(days=1))
    with pytest.raises(DomainError, match=f"Asesor {assessor} sudah dijadwalkan untuk visitasi lain"):
        visited(other, day + timedelta(days=1))

    assert f"interviu lain pada {date_id(day)} pukul 10.00 sampai 11.00 WIB" in str(refusal.value)


def test_an_assessor_who_does_not_go_is_free(evaluation, other, assessor):
    goes(evaluation, TOMORROW.date(), lead_of(evaluation))

    interviewed(other)

    assert Engagement.objects.filter(assessor=assessor).get().evaluation == other


def test_whoever_joins_a_visit_has_to_be_free_on_its_new_days(evaluation, other, assessor):
    goes(evaluation, TOMORROW.date(), lead_of(evaluation))
    interviewed(other)

    with pytest.raises(DomainError, match=f"Asesor {assessor}"):
        goes(evaluation, TOMORROW.date(), lead_of(evaluation), assessor)
    goes(evaluation, TOMORROW.date() + timedelta(days=1), lead_of(evaluation), assessor)

    assert Engagement.objects.filter(assessor=assessor).count() == 2


def test_whoever_joins_a_team_has_to_be_free_for_its_interview(evaluation, other):
    visited(evaluation, TOMORROW.date())
    TeamMember.objects.filter(team=other.team, user__in=assessors_of(evaluation)).delete()
    interviewed(other)
    TeamMember.objects.create(team=other.team, user=assessors_of(evaluation)[1])

    with pytest.raises(DomainError, match="visitasi lain"):
        reassigned([other])


def test_no_slot_is_offered_while_somebody_of_the_team_is_on_a_visit(evaluation, other):
    visited(evaluation, TOMORROW.date())
    times = [(TOMORROW + n * timedelta(days=1), TOMORROW + n * timedelta(days=1) + HOUR) for n in range(2)]
    make_slots(other.period, times, batch=0, capacity=1, link="", by=lead_of(other))

    assert [one.slot.starts_at for one in offers_for(other)] == [times[1][0]]


@pytest.mark.parametrize("timezone_name", ["Asia/Jakarta", "Asia/Jayapura"])
def test_the_days_of_a_visit_are_those_of_its_place(evaluation, timezone_name):
    province = evaluation.institution.province
    province.timezone = timezone_name
    province.save(update_fields=["timezone"])

    visited(evaluation, date(2001, 8, 20))

    taken = Engagement.objects.get(institution=evaluation.institution)
    zone = ZoneInfo(timezone_name)
    assert (taken.starts_at, taken.ends_at) == (datetime(2001, 8, 20, tzinfo=zone), datetime(2001, 8, 21, tzinfo=zone))
