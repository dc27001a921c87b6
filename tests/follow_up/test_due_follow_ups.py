"""Whoever promised something after the result is reminded of it, as of every other limit."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.follow_up.deadlines import follow_up_limits
from apps.follow_up.models import FollowUp, FollowUpState
from apps.institutions.actions import join, withdraw
from apps.institutions.models import Role, Unit
from apps.notices.models import Notice
from apps.notices.reminders import remind
from tests.factories import UserFactory
from tests.follow_up.conftest import planned
from tests.self_assessment.support import statements


def reminders_of(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="due").order_by("pk").values_list("text", flat=True))


@pytest.mark.parametrize(("days", "told"), [(15, 0), (14, 1), (7, 1), (3, 1), (1, 1)])
def test_the_owner_is_reminded(evaluation: Evaluation, coordinator: User, days: int, told: int) -> None:
    planned(evaluation, coordinator, due=localdate() + timedelta(days=days))

    remind()
    remind()

    said = reminders_of(coordinator)
    assert len(said) == told
    assert all(one.startswith("Tindak lanjut “Susun peraturan”") for one in said)


@pytest.mark.parametrize("state", [FollowUpState.DONE, FollowUpState.CANCELLED])
def test_what_is_over_is_not_due(evaluation: Evaluation, coordinator: User, state: FollowUpState) -> None:
    one = planned(evaluation, coordinator, due=localdate() + timedelta(days=3))
    FollowUp.objects.filter(pk=one.pk).update(state=state, reason="x", proof_url="https://contoh.invalid/")

    remind()

    assert reminders_of(coordinator) == []


def test_everybody_of_a_unit_is_reminded_once(evaluation: Evaluation, coordinator: User, respondent: User) -> None:
    unit = Unit.objects.create(institution=evaluation.institution, name="Dinas Kominfo")
    for role in (Role.RESPONDENT, Role.DATA_ENTRY):
        join(respondent, role, institution=evaluation.institution, units=[unit])
    planned(evaluation, coordinator, owner=None, unit=unit, due=localdate() + timedelta(days=3))

    remind()

    assert (len(reminders_of(respondent)), len(reminders_of(coordinator))) == (1, 0)


def test_whoever_has_left_is_left_in_peace(evaluation: Evaluation, coordinator: User, respondent: User) -> None:
    planned(evaluation, respondent, due=localdate() + timedelta(days=3))
    withdraw(respondent.memberships.get(), by=coordinator)

    remind()

    assert reminders_of(respondent) == []


def test_one_and_ten_cost_the_same(evaluation: Evaluation, coordinator: User) -> None:
    costs = []
    for number in (1, 9):
        for _ in range(number):
            planned(evaluation, coordinator, due=localdate() + timedelta(days=3))
        with statements() as made:
            found = list(follow_up_limits(User.objects.all(), now(), now() + timedelta(days=15)))
        costs.append((len(found), len(made)))

    assert costs == [(1, 1), (10, 1)]


def test_others_are_left_in_peace(evaluation: Evaluation, coordinator: User) -> None:
    stranger = UserFactory()
    planned(evaluation, coordinator, due=localdate() + timedelta(days=3))

    remind()

    assert reminders_of(stranger) == []
