"""At the end of a window an unsent sheet freezes as it is, in view of both sides."""

from datetime import timedelta

import pytest

from apps.coordination.tasks import freeze_overdue
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, bring_to, member, move_window

pytestmark = pytest.mark.django_db

PAST = timedelta(seconds=-1)


def test_an_unsent_sheet_freezes_where_it_is(ministry):
    evaluation = EvaluationFactory()
    move_window(evaluation, closes_in=PAST)

    assert freeze_overdue() == 1

    evaluation.refresh_from_db()
    assert evaluation.frozen_at is not None
    assert evaluation.stage == Stage.SELF_ASSESSMENT


def test_ministry_and_institution_are_told_once(ministry):
    evaluation = EvaluationFactory()
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    move_window(evaluation, closes_in=PAST)

    freeze_overdue()
    freeze_overdue()

    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted([ministry.pk, coordinator.pk])


def test_before_the_end_nothing_freezes():
    evaluation = EvaluationFactory()
    move_window(evaluation, closes_in=timedelta(minutes=1))

    assert freeze_overdue() == 0


def test_what_was_sent_does_not_freeze():
    evaluation = bring_to(EvaluationFactory(), Stage.DESK_REVIEW)
    move_window(evaluation, closes_in=PAST)

    assert freeze_overdue() == 0


def test_an_own_sheet_outside_the_tracks_does_not_freeze():
    evaluation = EvaluationFactory(track=Track.NOT_ASSESSED)
    move_window(evaluation, closes_in=PAST)

    assert freeze_overdue() == 0
