from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.interview.models import InterviewSession
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.factories import move_window
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


def test_the_lead_records_who_was_there(client, evaluation, lead):
    appoint(evaluation)
    client.force_login(lead)

    client.post(
        url("attendance", evaluation),
        {"held_at": "2001-08-20T09:05", "attendance": "Budi, asesor", "institution_attendance": "Sri, Sekda"},
    )

    session = InterviewSession.objects.get()
    assert (session.attendance, session.institution_attendance) == ("Budi, asesor", "Sri, Sekda")
    assert session.held_at == datetime(2001, 8, 20, 2, 5, tzinfo=UTC)


def test_late_attendance_is_refused_with_the_typed_words(client, evaluation, lead):
    appoint(evaluation)
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    client.force_login(lead)

    response = client.post(
        url("attendance", evaluation),
        {"held_at": "2001-08-20T09:05", "attendance": "Sri yang terlambat", "institution_attendance": "-"},
    )

    assert response.status_code == 409
    assert "Sri yang terlambat" in response.content.decode()
    assert InterviewSession.objects.get().attendance == ""


def test_the_database_lets_no_attendance_in_late(evaluation):
    session = appoint(evaluation)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(DatabaseError, match="tidak sedang dibuka"), transaction.atomic():
        InterviewSession.objects.filter(pk=session.pk).update(attendance="-")


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
