"""A period with one institution, and people of every side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.institutions.models import Role
from apps.socialisation import actions
from apps.socialisation.models import Audience, Event, Registration
from tests.factories import EvaluationFactory, member

BOTH = [Audience.INSTITUTIONS, Audience.ASSESSORS]


@pytest.fixture
def evaluation(db):
    return EvaluationFactory.create()


@pytest.fixture
def period(evaluation):
    return evaluation.period


@pytest.fixture
def ministry(db):
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def respondent(evaluation):
    return member(Role.RESPONDENT, evaluation.institution)


@pytest.fixture
def assessor(db):
    return member(Role.ASSESSOR)


def event_of(period, by, *, begins: timedelta = timedelta(days=1), **fields) -> Event:
    """An event that begins so long from now and lasts two hours."""
    starts = timezone.now() + begins
    said = {"title": "Bimtek", "audiences": BOTH, "starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    return actions.plan_event(period, said | {"place": "Aula", **fields}, by=by)


def came(event: Event) -> set[int]:
    return set(Registration.objects.filter(event=event).exclude(attended_at=None).values_list("user", flat=True))
