"""The calendar that other programs fetch."""

import re
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from icalendar import Calendar

from apps.institutions.actions import leave
from apps.institutions.models import Role
from apps.interview import actions as interview
from apps.notices import deadlines
from apps.notices.calendars import end_feed, make_feed
from apps.notices.deadlines import Appointment, Deadline
from apps.notices.models import CalendarFeed
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, InstitutionFactory, UserFactory, assessors_of, bring_to, member

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return EvaluationFactory(with_team=True, institution=InstitutionFactory(name="Kota Uji"))


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


@pytest.fixture
def coordinator(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


def fetch(client, user):
    response = client.get(f"/kalender/{make_feed(user)}.ics")
    assert response.status_code == 200
    return response


def events(response):
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def with_limit(monkeypatch, **fields):
    """One limit and nothing else."""

    def source(people, _after, _before):
        given = {"key": "uji-1", "text": "Uji", "until": datetime(2026, 8, 12, 16, 59, tzinfo=UTC)} | fields
        return [Deadline(user=user.pk, **given) for user in people]

    monkeypatch.setattr(deadlines, "DUE_SOURCES", [source])
    monkeypatch.setattr(deadlines, "APPOINTMENT_SOURCES", [])


def test_the_limit_of_ones_stage_stands_in_it(client, evaluation, coordinator):
    evaluation.refresh_from_db()

    response = fetch(client, coordinator)

    [event] = events(response)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not response.cookies
    assert str(event["SUMMARY"]) == f"[SIMULASI] Batas: Penilaian mandiri Kota Uji ({evaluation.period})"
    assert event.decoded("DTSTART") == evaluation.open_until.replace(microsecond=0)
    assert str(event["URL"]) == f"http://127.0.0.1:8000/mandiri/{evaluation.pk}/"


def test_others_limits_do_not(client, evaluation, coordinator):
    stranger = member(Role.COORDINATOR, InstitutionFactory())

    assert events(fetch(client, stranger)) == []


def test_a_respondent_sees_the_limit_though_nobody_reminds_them(client, evaluation):
    assert len(events(fetch(client, member(Role.RESPONDENT, evaluation.institution)))) == 1


def test_a_visitor_needs_the_address_and_no_log_in(client, coordinator):
    secret = make_feed(coordinator)

    assert client.get(f"/kalender/{secret}.ics").status_code == 200
    assert client.get(f"/kalender/{secret[:-1]}.ics").status_code == 404
    assert client.get(f"/kalender/{CalendarFeed.objects.get().secret_sha256}.ics").status_code == 404


def test_the_secret_is_long_and_only_its_hash_is_kept(coordinator):
    secret = make_feed(coordinator)

    assert len(secret) >= 43
    assert secret not in str(CalendarFeed.objects.values().get())


def test_who_is_inactive_has_no_calendar(client, coordinator):
    secret = make_feed(coordinator)
    coordinator.is_active = False
    coordinator.save()

    assert client.get(f"/kalender/{secret}.ics").status_code == 404


def test_who_has_left_finds_it_empty(client, coordinator):
    leave(coordinator.memberships.get())

    assert events(fetch(client, coordinator)) == []


def test_the_button_shows_the_address_once_and_a_new_one_ends_the_old(client, coordinator):
    client.force_login(coordinator)

    first, second = (client.post("/pemberitahuan/kalender/").context["calendar_address"] for _ in range(2))

    assert client.get(urlsplit(first).path).status_code == 404
    assert client.get(urlsplit(second).path).status_code == 200
    assert urlsplit(second).path not in client.get("/pemberitahuan/pengaturan/").content.decode()


def test_it_can_be_switched_off_by_its_own_person_alone(client, coordinator):
    secret = make_feed(coordinator)
    client.force_login(UserFactory())
    client.post("/pemberitahuan/kalender/matikan/")
    assert client.get(f"/kalender/{secret}.ics").status_code == 200

    client.force_login(coordinator)
    client.post("/pemberitahuan/kalender/matikan/")

    assert client.get(f"/kalender/{secret}.ics").status_code == 404


def test_switching_off_what_is_off_is_no_error(coordinator):
    end_feed(coordinator)

    assert not CalendarFeed.objects.exists()


def test_lines_are_folded_and_words_escaped(client, monkeypatch):
    with_limit(monkeypatch, text="Penilaian; mandiri, Kabupaten Pañjang\\" + " kata é" * 30)

    content = fetch(client, UserFactory()).content

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"Penilaian\\; mandiri\\, Kabupaten" in content.replace(b"\r\n ", b"")
    content.decode()


def test_words_cannot_become_lines(client, monkeypatch):
    with_limit(monkeypatch, text="Uji\r\nEND:VEVENT\nATTACH:https://jahat.invalid\u2028x", url="//jahat.invalid/")

    [event] = events(response := fetch(client, UserFactory()))

    assert str(event["SUMMARY"]) == "Batas: Uji END:VEVENT ATTACH:https://jahat.invalid x"
    assert not re.search(rb"^(ATTACH|URL:(?!http://127\.0\.0\.1:8000/pemberitahuan/))", response.content, re.MULTILINE)


def test_what_a_calendar_asks_for_is_there_and_the_name_of_a_limit_stays(client, monkeypatch):
    user = UserFactory()
    with_limit(monkeypatch)
    first = events(fetch(client, user))[0]
    with_limit(monkeypatch, until=datetime(2026, 8, 20, 16, 59, tzinfo=UTC), text="Lain")
    second = events(fetch(client, user))[0]

    assert str(first["UID"]) == str(second["UID"]) == f"uji-1-{user.pk}@127.0.0.1"
    assert first["DTSTART"].to_ical() == b"20260812T165900Z"
    assert first["DTSTAMP"].to_ical().endswith(b"Z")
    assert [alarm["TRIGGER"].to_ical() for alarm in first.walk("VALARM")] == [b"-P1D"]


def test_an_empty_calendar_is_still_one(client):
    calendar = Calendar.from_ical(fetch(client, UserFactory()).content)

    assert (str(calendar["VERSION"]), [one.name for one in calendar.subcomponents]) == ("2.0", ["VTIMEZONE"])


def test_days_end_with_the_day_after(client, monkeypatch):
    def visit(people, _after, _before):
        return [Appointment(one.pk, "uji-2", "Visitasi", date(2026, 8, 3), date(2026, 8, 4), "Aula") for one in people]

    monkeypatch.setattr(deadlines, "DUE_SOURCES", [])
    monkeypatch.setattr(deadlines, "APPOINTMENT_SOURCES", [visit])

    [event] = events(fetch(client, UserFactory()))

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 8, 3), date(2026, 8, 5))
    assert str(event["LOCATION"]) == "Aula"


def test_the_interview_stands_in_it_for_institution_and_team(client, evaluation, coordinator):
    evaluation = bring_to(evaluation, Stage.INTERVIEW)
    lead = assessors_of(evaluation)[0]
    starts = timezone.now().replace(microsecond=0) + timedelta(days=5)
    ends = starts + timedelta(hours=2)
    interview.schedule(interview.Appointment(evaluation, starts, ends, "https://rapat.contoh.invalid/1"), by=lead)

    for user in (coordinator, lead):
        [event] = [one for one in events(fetch(client, user)) if one["UID"].startswith("interview-")]
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (starts, ends)
        assert str(event["LOCATION"]) == "https://rapat.contoh.invalid/1"


@pytest.mark.parametrize("number", [1, 3])
def test_more_limits_cost_no_more_statements(client, number, django_assert_num_queries):
    institution = InstitutionFactory()
    user = member(Role.COORDINATOR, institution)
    for _ in range(number):
        EvaluationFactory(institution=institution)
    secret = make_feed(user)

    # the address; follow-ups; members, assessors and rows of limits; questions; delegations;
    # members and assessors of interviews and visits
    with django_assert_num_queries(12):
        response = client.get(f"/kalender/{secret}.ics")

    assert len(events(response)) == number
