"""Events: who may come, who has a place, who was there."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.common.exceptions import DomainError, InputRefusedError
from apps.institutions.models import Role
from apps.notices.calendars import calendar_of
from apps.notices.models import Notice
from apps.socialisation import actions
from apps.socialisation.models import Event, Registration
from tests.factories import InstitutionFactory, member
from tests.socialisation.conftest import came, event_of

pytestmark = pytest.mark.django_db

RUNNING = timedelta(minutes=-30)


def typed(**changed: str) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Bimtek",
        "text": "",
        "timezone": "Asia/Jayapura",
        "starts_at": f"{day}T09:00",
        "ends_at": f"{day}T11:00",
        "place": "Jayapura",
        "link": "",
        "audiences": ["institutions"],
        "capacity": "",
        **changed,
    }


def test_hours_are_typed_on_the_clock_of_their_zone(period, ministry, respondent, client: Client):
    client.force_login(ministry)
    response = client.post(reverse("socialisation:add_event", args=[period.slug]), typed())
    event = Event.objects.get()
    client.force_login(respondent)

    shown = client.get(reverse("socialisation:event", args=[event.pk])).content.decode()

    assert response.status_code == 302
    assert timezone.localtime(event.starts_at).hour == 7  # 09.00 WIT
    assert "pukul 07.00 WIB (09.00 WIT)" in shown
    assert Notice.objects.filter(user=respondent, url=f"/sosialisasi/kegiatan/{event.pk}/").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_at": "2020-01-01T09:00"}, "starts_at"),
        ({"ends_at": "2020-01-01T09:00"}, "ends_at"),
        ({"place": ""}, "place"),
        ({"audiences": []}, "audiences"),
        ({"timezone": "Europe/Paris"}, "timezone"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_what_does_not_fit_comes_back(changed, field, period, ministry, client: Client):
    client.force_login(ministry)

    response = client.post(reverse("socialisation:add_event", args=[period.slug]), typed(**changed))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Event.objects.exists()


def test_a_person_registers_once_and_gives_the_place_back(period, ministry, respondent, client: Client):
    event = event_of(period, ministry)
    client.force_login(respondent)
    for _ in range(2):
        client.post(reverse("socialisation:register", args=[event.pk]))
    assert Registration.objects.values_list("user", flat=True).get() == respondent.pk
    assert b"SUMMARY:[SIMULASI] Bimtek" in calendar_of(respondent)

    client.post(reverse("socialisation:unregister", args=[event.pk]))

    assert not Registration.objects.exists()
    assert b"Bimtek" not in calendar_of(respondent)


def test_whom_it_is_not_for_does_not_find_it(period, ministry, client: Client):
    event = event_of(period, ministry)
    client.force_login(member(Role.RESPONDENT, InstitutionFactory.create()))

    statuses = {
        client.get(reverse("socialisation:event", args=[event.pk])).status_code,
        client.post(reverse("socialisation:register", args=[event.pk])).status_code,
    }

    assert statuses == {404}


def test_a_full_event_takes_nobody_more(period, ministry, respondent, assessor):
    event = event_of(period, ministry, capacity=1)
    actions.register(event, by=respondent)

    with pytest.raises(DomainError, match="sudah penuh"):
        actions.register(event, by=assessor)

    assert event.registrations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_the_last_place_takes_one(period, ministry):
    event = event_of(period, ministry, capacity=1)
    people, refused = [member(Role.ASSESSOR) for _ in range(4)], []

    def come(user) -> None:
        try:
            actions.register(event, by=user)
        except DomainError as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=[user]) for user in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert (event.registrations.count(), len(refused)) == (1, 3)


def test_the_code_says_that_one_was_there(period, ministry, respondent, client: Client):
    event = event_of(period, ministry, begins=RUNNING)
    client.force_login(respondent)
    page = reverse("socialisation:attend", args=[event.pk])

    wrong = client.post(page, {"code": "HD-0000-0000"})
    assert (wrong.status_code, came(event)) == (422, set())
    client.post(page, {"code": f" {event.code.lower()} "})

    assert came(event) == {respondent.pk}
    assert event.registrations.get().came_by_code


def test_nobody_was_there_before_it_began(period, ministry, respondent):
    event = event_of(period, ministry)
    actions.register(event, by=respondent)

    with pytest.raises(DomainError, match="sejak kegiatan dimulai"):
        actions.attend(event, event.code, by=respondent)

    assert came(event) == set()


def test_the_code_ends_with_the_event(period, ministry, respondent):
    event = event_of(period, ministry, begins=timedelta(hours=-5))

    with pytest.raises(DomainError, match="sudah selesai"):
        actions.attend(event, event.code, by=respondent)


def test_a_wrong_code_is_refused(period, ministry, respondent):
    event = event_of(period, ministry, begins=RUNNING)

    with pytest.raises(InputRefusedError, match="tidak cocok"):
        actions.attend(event, "", by=respondent)


def test_the_ministry_marks_who_came_and_takes_the_list_along(period, ministry, respondent, assessor, client: Client):
    event = event_of(period, ministry, begins=RUNNING)
    for user in (respondent, assessor):
        actions.register(event, by=user)
    rows = {one.user_id: one.pk for one in event.registrations.all()}
    client.force_login(ministry)
    page = reverse("socialisation:participants", args=[event.pk])

    client.post(page, {"tampil": list(rows.values()), "hadir": [rows[respondent.pk], rows[assessor.pk]]})
    client.post(page, {"tampil": list(rows.values()), "hadir": [rows[assessor.pk]]})
    book = client.get(page, {"bentuk": "xlsx"}).content

    table = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert came(event) == {assessor.pk}
    assert table[0][0] == "SIMULASI"
    assert {row[0]: row[5] for row in table[4:]} == {respondent.name: "", assessor.name: "Tim evaluasi"}


def test_an_event_that_is_called_off_is_told_to_those_who_registered(period, ministry, respondent, assessor):
    event = event_of(period, ministry)
    actions.register(event, by=respondent)
    Notice.objects.all().delete()

    actions.call_off(event, reason="Gedung tidak dapat dipakai.", by=ministry)

    assert Notice.objects.get().user == respondent
    with pytest.raises(DomainError, match="dibatalkan"):
        actions.register(event, by=assessor)
    with pytest.raises(DomainError, match="sudah dibatalkan"):
        actions.call_off(event, reason="Lagi.", by=ministry)


def test_another_hour_is_told_and_another_text_is_not(period, ministry, respondent):
    event = event_of(period, ministry)
    actions.register(event, by=respondent)
    Notice.objects.all().delete()
    said = {name: getattr(event, name) for name in ("starts_at", "ends_at", "place", "link")}

    actions.change_event(event, said | {"text": "Bawa laptop."})
    assert not Notice.objects.exists()
    actions.change_event(event, said | {"ends_at": event.ends_at + timedelta(hours=1)})

    assert Notice.objects.get().text.startswith("Kegiatan Bimtek berubah: ")


def test_a_calendar_gets_the_event(period, ministry, respondent, client: Client):
    event = event_of(period, ministry)
    client.force_login(respondent)

    response = client.get(reverse("socialisation:event_calendar", args=[event.pk]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.content.startswith(b"BEGIN:VCALENDAR")
    assert f"UID:event-{event.pk}-{respondent.pk}@".encode() in response.content


@pytest.mark.parametrize("number", [1, 3])
def test_one_participant_and_three_cost_the_same(number, period, ministry, client, django_assert_num_queries):
    event = event_of(period, ministry)
    for _ in range(number):
        actions.register(event, by=member(Role.ASSESSOR))
    client.force_login(ministry)
    page = reverse("socialisation:participants", args=[event.pk])
    client.get(page)

    with django_assert_num_queries(10):
        client.get(page)
