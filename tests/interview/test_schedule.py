from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.evaluations.models import Side
from apps.interview.actions import record_attendance, record_attendance_many
from apps.interview.models import Attendee, InterviewSession
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import EvaluationFactory, TeamFactory, UserFactory, bring_to, move_window
from tests.marks import appoint, indicator_of

TIMES = {"starts_at": "2001-08-20T09:00", "ends_at": "2001-08-20T11:00", "link": "https://rapat.contoh.invalid/1"}


def url(name, evaluation):
    return reverse(f"interview:{name}", args=[evaluation.pk])


def test_the_lead_schedules_in_wib_and_both_sides_are_told(client, evaluation, lead, assessor, coordinator):
    client.force_login(lead)

    response = client.post(url("schedule", evaluation), TIMES)

    assert response.status_code == 302
    assert InterviewSession.objects.get().starts_at == datetime(2001, 8, 20, 2, tzinfo=UTC)
    assert set(Notice.objects.values_list("user", flat=True)) == {lead.pk, assessor.pk, coordinator.pk}


def test_an_appointment_may_be_moved(client, evaluation, lead):
    appoint(evaluation)
    client.force_login(lead)

    client.post(url("schedule", evaluation), TIMES | {"reason": "Hari libur"})

    assert InterviewSession.objects.get().starts_at == datetime(2001, 8, 20, 2, tzinfo=UTC)


def test_it_ends_after_it_begins(client, evaluation, lead):
    client.force_login(lead)

    response = client.post(url("schedule", evaluation), TIMES | {"ends_at": "2001-08-20T08:00"})

    assert response.status_code == 400
    assert not InterviewSession.objects.exists()


@pytest.mark.parametrize("person", ["assessor", "coordinator"])
@pytest.mark.parametrize("name", ["schedule", "attendance"])
def test_only_the_lead_schedules_and_records_attendance(client, evaluation, request, person, name):
    appoint(evaluation)
    client.force_login(request.getfixturevalue(person))

    assert client.post(url(name, evaluation), TIMES).status_code == 403


def present() -> list[tuple]:
    return list(Attendee.objects.values_list("side", "user", "is_lead", "name"))


def held(*assessors, **said):
    return {
        "held_at": "2001-08-20T09:05",
        "assessors": [one.pk for one in assessors],
        "institution": "Sri, Sekda\r\n\r\nAgus, Kepala Dinas",
    } | said


def test_the_lead_records_who_was_there(client, evaluation, lead, assessor):
    appoint(evaluation)
    client.force_login(lead)

    client.post(url("attendance", evaluation), held(lead, assessor))
    client.post(url("attendance", evaluation), held(assessor))

    assert present() == [
        ("assessors", assessor.pk, False, f"{assessor}, asesor"),
        ("institution", None, False, "Sri, Sekda"),
        ("institution", None, False, "Agus, Kepala Dinas"),
    ]
    assert InterviewSession.objects.get().held_at == datetime(2001, 8, 20, 2, 5, tzinfo=UTC)


def test_the_list_offers_the_team_and_the_institution_and_then_what_was_recorded(
    client, evaluation, lead, assessor, coordinator
):
    appoint(evaluation)
    client.force_login(lead)

    before = client.get(url("attendance", evaluation)).context["form"].initial
    client.post(url("attendance", evaluation), held(assessor))
    after = client.get(url("attendance", evaluation)).context["form"].initial

    assert before["assessors"] == [lead, assessor]
    assert before["institution"] == f"{coordinator}, Koordinator SPBE"
    assert (after["assessors"], after["institution"]) == ([assessor.pk], "Sri, Sekda\nAgus, Kepala Dinas")


@pytest.mark.parametrize("said", [{"assessors": []}, {"institution": " \n "}, {"institution": "a" * 301}])
def test_both_sides_are_named(client, evaluation, lead, said):
    appoint(evaluation)
    client.force_login(lead)

    response = client.post(url("attendance", evaluation), held(lead, **said))

    assert response.status_code == 400
    assert InterviewSession.objects.get().held_at is None


def test_nobody_outside_the_team_is_ticked(client, evaluation, lead):
    appoint(evaluation)
    client.force_login(lead)

    assert client.post(url("attendance", evaluation), held(UserFactory())).status_code == 400


def test_whoever_has_left_the_team_stays_on_the_list(evaluation, lead, assessor):
    appoint(evaluation, held=True)
    assessor.team_memberships.all().delete()
    said = {"institution": ["Sri, Sekda"], "held_at": timezone.now(), "by": lead}

    record_attendance(evaluation, assessors=[lead], **said)

    assert {one[1] for one in present()} == {lead.pk, assessor.pk, None}


def test_many_interviews_are_recorded_in_as_many_statements_as_one(evaluation):
    others = [bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW) for _ in range(3)]
    for one in (evaluation, *others):
        appoint(one)
    said = {"institution": ["Sri, Sekda"], "held_at": timezone.now()}
    costs = []

    for some in ([evaluation], others):
        with CaptureQueriesContext(connection) as captured:
            record_attendance_many(some, **said)
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert Attendee.objects.count() == 4 * 3


def by_sql(statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        execute(statement)
    return str(refused.value)


def test_the_database_wants_both_sides_before_an_interview_counts_as_held(evaluation):
    appoint(evaluation)
    Attendee.objects.create(evaluation=evaluation, side=Side.INSTITUTION, name="Sri")

    assert "belum memuat kedua pihak" in by_sql("UPDATE interview_interviewsession SET held_at = now()")


def test_the_database_changes_no_list_of_an_interview_that_was_held(evaluation):
    appoint(evaluation, held=True)

    for statement in (
        "DELETE FROM interview_attendee",
        "UPDATE interview_attendee SET name = 'lain'",
        "INSERT INTO interview_attendee (evaluation_id, side, is_lead, name)"
        f" VALUES ({evaluation.pk}, 'institution', false, 'lain')",
    ):
        assert "hanya diganti seluruhnya" in by_sql(statement)


def test_the_database_lets_no_assessor_of_another_team_attend(evaluation):
    appoint(evaluation)
    stranger = TeamFactory(period=evaluation.period).members.first().user

    with pytest.raises(DatabaseError, match="bukan anggota tim"), transaction.atomic():
        Attendee.objects.create(evaluation=evaluation, side=Side.ASSESSORS, user=stranger, name="Orang lain")


def test_late_attendance_is_refused_with_the_typed_words(client, evaluation, lead):
    appoint(evaluation)
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    client.force_login(lead)

    response = client.post(
        url("attendance", evaluation),
        held(lead, institution="Sri yang terlambat"),
    )

    assert response.status_code == 409
    assert "Sri yang terlambat" in response.content.decode()
    assert (InterviewSession.objects.get().held_at, present()) == (None, [])


def test_the_database_lets_no_attendance_in_late(evaluation):
    appoint(evaluation)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    assert "tidak sedang dibuka" in by_sql("UPDATE interview_interviewsession SET held_at = now()")


def test_more_indicators_may_be_marked_while_it_is_open(client, evaluation, assessor):
    client.force_login(assessor)

    client.post(url("mark", evaluation), {"indicator": indicator_of(evaluation, 4).pk, "question": "Mana buktinya?"})

    marks = evaluation.marks.filter(stage=Stage.INTERVIEW).values_list("indicator__number", "question")
    assert list(marks) == [(2, "Pertanyaan 2"), (4, "Mana buktinya?")]


def test_late_mark_is_refused_with_the_typed_words(client, evaluation, assessor):
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    client.force_login(assessor)

    response = client.post(
        url("mark", evaluation), {"indicator": indicator_of(evaluation, 4).pk, "question": "Mana buktinya?"}
    )

    assert response.status_code == 409
    assert "Mana buktinya?" in response.content.decode()


def test_the_institution_does_not_mark(client, evaluation, coordinator):
    client.force_login(coordinator)

    assert client.post(url("mark", evaluation), {}).status_code == 403
