"""People at once: each on a connection of its own, so nothing here is kept for a file (see `kept`)."""

from decimal import Decimal

import pytest

from apps.evaluations.actions.marked import Word
from apps.rules.stages import Stage
from apps.visitation.actions import save_findings
from apps.visitation.models import Finding, Visit
from tests.database import together
from tests.factories import EvaluationFactory, bring_to, lead_of
from tests.marks import indicator_of, mark_numbers

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_assessors_at_once_one_writes_and_one_is_told():
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    Visit.objects.create(evaluation=evaluation, reason="-", chosen_by=lead_of(evaluation))
    bring_to(evaluation, Stage.VISITATION)
    mark_numbers(evaluation, Stage.VISITATION, 2)
    indicator = indicator_of(evaluation, 2).pk
    people = [one.user for one in evaluation.team.members.select_related("user")]

    for version in range(10):
        outcomes = together(
            *[
                lambda by=by, version=version: save_findings(
                    evaluation, [Word(indicator, version, Decimal(4), by.username)], by=by
                )
                for by in people
            ]
        )

        assert sorted(outcomes) == [[], [indicator]]

    assert Finding.objects.get().version == 10
