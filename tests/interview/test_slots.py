"""Slots are booked by either side; nobody is in two interviews at a time, and no slot takes more than it holds."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.interview.actions import Appointment, book, call_off, make_slots, remove_slot, reseat, schedule_many
from apps.interview.models import AppointmentChange, InterviewSession, InterviewSlot
from apps.notices.models import Letter
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, lead_of, member, user_with
from tests.marks import appoint

TOMORROW = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
HOUR = timedelta(hours=1)


def slots(evaluation, number=1, *, capacity=1, batch=0, by=None):
    times = [(TOMORROW + n * HOUR, TOMORROW + (n + 1) * HOUR) for n in range(number)]
    link = "https://rapat.contoh.invalid/rahasia"
    make_slots(evaluation.period, times, batch=batch, capacity=capacity, link=link, by=by or lead_of(evaluation))
    return list(InterviewSlot.objects.filter(period=evaluation.period))


def colleague(evaluation, *, same_team=False):
    """Another evaluation of the period in its interview."""
    other = bring_to(EvaluationFactory(period=evaluation.period, with_team=not same_team), Stage.INTERVIEW)
    if same_team:
        other.team = evaluation.team
        other.save(update_fields=["team"])
    return other


def address(name, *parts):
    return reverse(f"interview:{name}", args=parts)


@pytest.mark.parametrize("person", ["lead", "coordinator"])
def test_either_side_books(client, evaluation, request, person):
    slot = slots(evaluation)[0]
    client.force_login(request.getfixturevalue(person))

    response = client.post(address("book", evaluation.pk), {"slot": slot.pk})

    assert response.status_code == 302
    session = InterviewSession.objects.get()
    assert (session.slot, session.starts_at, session.link) == (slot, slot.starts_at, slot.link)


@pytest.mark.parametrize("role", ["respondent", "data_entry", "person_in_charge"])
def test_others_do_not_book(client, evaluation, assessor, role):
    slot = slots(evaluation)[0]
    for person in (assessor, member(role, evaluation.institution)):
        client.force_login(person)

        assert client.post(address("book", evaluation.pk), {"slot": slot.pk}).status_code == 403


def test_an_invitation_goes_to_both_sides_and_a_later_one_replaces_it(evaluation, lead, assessor, coordinator):
    first, second = slots(evaluation, 2)

    book(evaluation, first, by=lead)
    book(evaluation, second, reason="Bentrok", by=coordinator)
    call_off(evaluation, reason="Ditunda", by=lead)

    letters = Letter.objects.filter(address=coordinator.email).order_by("pk")
    events = [Calendar.from_ical(read(one.attachment_sha256)) for one in letters]
    assert [str(one["METHOD"]) for one in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [one.walk("VEVENT")[0]["SEQUENCE"] for one in events] == [0, 1, 2]
    assert len({str(one.walk("VEVENT")[0]["UID"]) for one in events}) == 1
    assert str(events[1].walk("VEVENT")[0]["LOCATION"]) == second.link
    assert [one.attachment_type for one in letters][2] == "text/calendar; method=CANCEL; charset=UTF-8"
    assert set(Letter.objects.values_list("address", flat=True)) == {one.email for one in (lead, assessor, coordinator)}
    changes = AppointmentChange.objects.order_by("sequence").values_list("kind", "reason")
    assert list(changes) == [("booked", ""), ("moved", "Bentrok"), ("cancelled", "Ditunda")]
    assert not InterviewSession.objects.exists()


def test_invitations_leave_as_mail(evaluation, lead, coordinator, mailoutbox):
    from apps.notices.letters import send_letters

    book(evaluation, slots(evaluation)[0], by=lead)

    send_letters()

    message = next(one for one in mailoutbox if one.to == [coordinator.email])
    attached = message.message().get_payload()[1]
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"


def test_moving_and_calling_off_need_a_reason(client, evaluation, lead):
    first, second = slots(evaluation, 2)
    book(evaluation, first, by=lead)
    client.force_login(lead)

    moved = client.post(address("book", evaluation.pk), {"slot": second.pk})
    called_off = client.post(address("call_off", evaluation.pk), {"reason": " "})

    assert (moved.status_code, called_off.status_code) == (400, 400)
    assert InterviewSession.objects.get().slot == first


def test_what_was_held_is_neither_moved_nor_called_off(evaluation, lead):
    appoint(evaluation, held=True)

    with pytest.raises(DomainError, match="sudah dilaksanakan"):
        book(evaluation, slots(evaluation)[0], reason="-", by=lead)
    with pytest.raises(DomainError, match="sudah dilaksanakan"):
        call_off(evaluation, reason="-", by=lead)


def test_a_full_slot_takes_nobody(evaluation, lead):
    slot = slots(evaluation)[0]
    other = colleague(evaluation)
    book(evaluation, slot, by=lead)

    with pytest.raises(DomainError, match="sudah penuh"):
        book(other, slot, by=lead)

    assert slot.sessions.count() == 1


def test_a_slot_with_room_takes_several_teams(evaluation, lead):
    slot = slots(evaluation, capacity=2)[0]
    other = colleague(evaluation)

    book(evaluation, slot, by=lead)
    book(other, slot, by=lead)

    assert slot.sessions.count() == 2


def test_no_assessor_sits_in_two_at_a_time(evaluation, lead):
    slot = slots(evaluation, capacity=2)[0]
    other = colleague(evaluation, same_team=True)
    book(evaluation, slot, by=lead)

    with pytest.raises(DomainError, match="sudah dijadwalkan untuk interviu lain"):
        book(other, slot, by=lead)
    with pytest.raises(DomainError, match="sudah dijadwalkan untuk interviu lain"):
        schedule_many([Appointment(other, slot.starts_at + HOUR / 2, slot.ends_at + HOUR)], by=lead)

    assert not InterviewSession.objects.filter(evaluation=other).exists()


def test_one_may_follow_right_upon_another(evaluation, lead):
    first, second = slots(evaluation, 2)
    book(evaluation, first, by=lead)

    book(colleague(evaluation, same_team=True), second, by=lead)

    assert InterviewSession.objects.count() == 2


def test_a_slot_of_another_period_or_batch_is_refused(evaluation, lead):
    foreign = slots(EvaluationFactory(with_team=True))[0]
    later = slots(evaluation, batch=evaluation.batch + 1)[0]

    for slot in (foreign, later):
        with pytest.raises(DomainError, match="bukan untuk instansi"):
            book(evaluation, slot, by=lead)


def test_what_is_taken_is_not_offered(client, evaluation, lead):
    first, second = slots(evaluation, 2, capacity=5)
    book(colleague(evaluation, same_team=True), first, by=lead)
    client.force_login(lead)

    form = client.get(address("book", evaluation.pk)).context["form"]

    assert [value for value, _ in form.fields["slot"].choices] == [second.pk]


def test_another_team_is_seated_anew(evaluation, lead):
    slot = slots(evaluation, capacity=2)[0]
    other = colleague(evaluation)
    book(evaluation, slot, by=lead)
    book(other, slot, by=lead)
    other.team = evaluation.team
    other.save(update_fields=["team"])

    with pytest.raises(DomainError, match="sudah dijadwalkan untuk interviu lain"):
        reseat([other])


def test_the_link_is_for_the_two_sides_alone(client, evaluation, lead, assessor, coordinator):
    book(evaluation, slots(evaluation)[0], by=lead)
    ministry = user_with("view_evaluation", "review_evaluation", evaluation=evaluation)

    for person, sees in ((lead, True), (assessor, True), (coordinator, True), (ministry, False)):
        client.force_login(person)
        assert ("rapat.contoh.invalid" in client.get(address("detail", evaluation.pk)).content.decode()) is sees


def test_the_ministry_and_the_leads_make_slots(client, evaluation, lead):
    typed = {
        "starts_at": "2031-08-20T09:00", "ends_at": "2031-08-20T10:00",
        "repeat": 3, "batch": 0, "capacity": 2, "link": "",
    }  # fmt: skip
    for person in (lead, member("evaluation_team")):
        client.force_login(person)

        assert client.post(address("slots", evaluation.period.slug), typed).status_code == 302

    assert InterviewSlot.objects.count() == 6
    assert "rapat.contoh" not in client.get(address("slots", evaluation.period.slug)).content.decode()


@pytest.mark.parametrize("person", ["assessor", "coordinator"])
def test_others_make_none(client, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(address("slots", evaluation.period.slug)).status_code == 403


def test_a_lead_makes_none_in_another_period(client, evaluation, lead):
    client.force_login(lead)

    assert client.get(address("slots", PeriodFactory().slug)).status_code == 403


def test_a_lead_does_not_learn_when_another_team_meets_whom(client, evaluation, lead):
    other = colleague(evaluation)
    own, foreign = slots(evaluation, 2)
    book(evaluation, own, by=lead)
    book(other, foreign, by=lead_of(other))
    pages = {}
    for person in (lead, member("evaluation_team")):
        client.force_login(person)
        pages[person] = client.get(address("slots", evaluation.period.slug)).content.decode()

    assert all(str(evaluation.institution) in page for page in pages.values())
    assert [str(other.institution) in page for page in pages.values()] == [False, True]
    assert "dari tim lain" in pages[lead]


def test_a_lead_takes_back_only_own_slots(client, evaluation, lead):
    ministry = member("evaluation_team")
    [foreign] = slots(evaluation, by=ministry)
    client.force_login(lead)

    page = client.get(address("slots", evaluation.period.slug)).content.decode()
    refused = client.post(address("drop_slot", evaluation.period.slug, foreign.pk))
    InterviewSlot.objects.update(made_by=lead)
    taken_back = client.post(address("drop_slot", evaluation.period.slug, foreign.pk))

    assert address("drop_slot", evaluation.period.slug, foreign.pk) not in page
    assert (refused.status_code, taken_back.status_code, InterviewSlot.objects.count()) == (404, 302, 0)


def test_a_booked_slot_stays(evaluation, lead):
    first, second = slots(evaluation, 2)
    book(evaluation, first, by=lead)

    remove_slot(second)
    with pytest.raises(DomainError, match="sudah dipesan"):
        remove_slot(first)

    assert list(InterviewSlot.objects.all()) == [first]


def test_changes_stay_on_record(evaluation, lead):
    book(evaluation, slots(evaluation)[0], by=lead)

    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        AppointmentChange.objects.update(reason="lain")


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_takes_as_many_statements_for_one_slot_as_for_fifty(
    client, evaluation, lead, number, django_assert_num_queries
):
    book(evaluation, slots(evaluation, number)[0], by=lead)
    client.force_login(member("evaluation_team"))
    client.get(address("slots", evaluation.period.slug))

    with django_assert_num_queries(11):
        client.get(address("slots", evaluation.period.slug))
