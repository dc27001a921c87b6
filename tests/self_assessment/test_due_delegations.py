"""What was delegated is reminded of, and stands in the calendar, until it is handed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import WIB
from apps.institutions.models import Role, Unit
from apps.notices.calendars import make_feed
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.notices.reminders import remind
from apps.self_assessment.actions.delegation import delegate, withdraw_delegation
from apps.self_assessment.deadlines import _named, delegation_limits
from apps.self_assessment.models import Answer, AnswerState
from tests.factories import EvaluationFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation():
    return EvaluationFactory()


@pytest.fixture
def doer(evaluation):
    return member(Role.RESPONDENT, evaluation.institution)


def put_in_charge(evaluation, to, *, days):
    by = member(Role.DATA_ENTRY, evaluation.institution)
    due_on = timezone.now().astimezone(WIB).date() + timedelta(days=days)
    indicators = list(evaluation.period.instrument.indicators.all()[:2])
    delegate(evaluation, indicators, to=to, due_on=due_on, by=by)
    return indicators, by


def reminders():
    return Notice.objects.filter(kind=NoticeKind.DUE)


def test_whoever_is_in_charge_is_reminded_once_of_all(evaluation, doer):
    put_in_charge(evaluation, doer, days=3)

    assert (remind(), remind()) == (1, 0)
    notice = reminders().get()
    assert notice.user == doer
    assert notice.text.startswith(f"Indikator 1, 2 {evaluation.institution} ({evaluation.period}): batas 3 hari lagi, ")
    assert notice.url == f"/mandiri/{evaluation.pk}/?siapa=saya"


def test_the_people_of_a_unit_are_reminded_and_nobody_else(evaluation, doer):
    unit = Unit.objects.create(institution=evaluation.institution, name="Dinas Kominfo")
    doer.memberships.get().units.add(unit)
    member(Role.RESPONDENT, evaluation.institution)
    put_in_charge(evaluation, unit, days=7)

    remind()

    assert reminders().get().user == doer


def test_what_was_handed_in_is_not_reminded_of(evaluation, doer):
    put_in_charge(evaluation, doer, days=3)
    Answer.objects.filter(evaluation=evaluation).update(state=AnswerState.WAITING)

    assert remind() == 0


def test_nor_is_what_was_taken_back(evaluation, doer):
    indicators, by = put_in_charge(evaluation, doer, days=3)
    withdraw_delegation(evaluation, indicators, by=by)

    assert remind() == 0


def test_it_stands_in_the_calendar_of_whoever_is_in_charge(client, evaluation, doer):
    put_in_charge(evaluation, doer, days=3)

    content = client.get(f"/kalender/{make_feed(doer)}.ics").content.replace(b"\r\n ", b"")

    assert b"[SIMULASI] Batas: Indikator 1\\, 2 " in content


@pytest.mark.parametrize("number", [1, 3])
def test_more_people_in_charge_cost_no_more_statements(number, django_assert_num_queries):
    for _ in range(number):
        evaluation = EvaluationFactory()
        put_in_charge(evaluation, member(Role.RESPONDENT, evaluation.institution), days=3)
    people, now = User.objects.filter(is_active=True), timezone.now()

    with django_assert_num_queries(2):
        assert len(list(delegation_limits(people, now, now + timedelta(days=15)))) == number


def test_another_day_is_reminded_of_anew(evaluation, doer):
    put_in_charge(evaluation, doer, days=3)
    remind()
    put_in_charge(evaluation, doer, days=7)

    assert (remind(), remind()) == (1, 0)


def test_a_long_list_is_counted():
    numbers = list(range(1, 14))

    assert _named(numbers) == "13 indikator yang didelegasikan kepada Anda,"
    assert _named(numbers[:2]) == "Indikator 1, 2"
