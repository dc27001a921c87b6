"""People at once: each on a connection of its own, so nothing here is kept for a file (see `kept`)."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from apps.common.exceptions import DomainError
from apps.evaluations.actions.marked import Word
from apps.evaluations.models import Engagement
from apps.interview.actions import book, save_clarifications
from apps.interview.models import Clarification
from apps.rules.stages import Stage
from apps.visitation.actions import choose
from tests.database import together
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of
from tests.interview.conftest import in_interview
from tests.interview.test_engagements import TOMORROW, interviewed, visited, with_another
from tests.interview.test_slots import colleague, slots
from tests.marks import indicator_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_teams_at_once_one_gets_the_last_place():
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    other = colleague(evaluation)
    slot = slots(evaluation)[0]

    def tried(one):
        try:
            book(one, slot, by=lead_of(one))
        except DomainError as refusal:
            return str(refusal)
        return "ok"

    outcomes = together(lambda: tried(evaluation), lambda: tried(other))

    assert sorted(outcomes) == ["Slot interviu ini sudah penuh. Pilih slot lain.", "ok"]
    assert slot.sessions.count() == 1
    connection.close()


def test_of_two_assessors_at_once_one_writes_and_one_is_told():
    evaluation = in_interview()
    indicator = indicator_of(evaluation, 2)
    people = [one.user for one in evaluation.team.members.select_related("user")]

    for version in range(10):
        tasks = [
            lambda by=by, version=version: save_clarifications(
                evaluation, [Word(indicator.pk, version, Decimal(4), by.username)], by=by
            )
            for by in people
        ]
        outcomes = together(*tasks)

        assert sorted(outcomes) == [[], [indicator.pk]]
        assert Clarification.objects.get().version == version + 1

    events = Clarification.objects.get().events.order_by("pgh_id")
    assert [event.version for event in events] == list(range(1, 11))
    connection.close()


def test_of_an_interview_and_a_visit_at_once_one_is_refused():
    evaluation = in_interview()
    other = with_another(assessors_of(evaluation)[1])
    choose(other, reason="-", by=lead_of(other))

    for n in range(3):
        day = TOMORROW + timedelta(days=n)
        outcomes = together(partial(interviewed, evaluation, day), partial(visited, other, day.date()))

        assert [type(one) for one in outcomes if one is not None] == [DomainError]
        Engagement.objects.all().delete()
