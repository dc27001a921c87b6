"""An assignment and the conflict that forbids it, written at the same moment: never both."""

from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from apps.common.exceptions import ConflictOfInterestError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Conflict, Evaluation
from tests.database import together
from tests.factories import EvaluationFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_an_assignment_and_a_conflict_at_once_the_later_is_refused():
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)
    assessor = team.members.first().user
    assigned, tied = Event(), Event()

    def assign() -> None:
        with transaction.atomic():
            Evaluation.objects.filter(pk=evaluation.pk).update(team=team)
            assigned.set()
            tied.wait(1)  # the other one is held up until this one commits

    def tie() -> None:
        assigned.wait(10)
        try:
            with passing_the_gate():
                Conflict.objects.create(
                    assessor=assessor,
                    institution=evaluation.institution,
                    source="family",
                    from_date=timezone.localdate(),
                )
        finally:
            tied.set()

    first, second = together(assign, tie)

    assert (first, type(second)) == (None, ConflictOfInterestError)
    assert not Conflict.objects.exists()
