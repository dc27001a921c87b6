"""A visit with one marked indicator, and the people in it."""

from copy import deepcopy

import pytest

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.visitation.models import Visit
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of, member
from tests.marks import mark_numbers
from tests.paper.reading import printed_when_read

__all__ = ["printed_when_read"]


@pytest.fixture
def ministry(db: None) -> User:
    return member(Role.EVALUATION_TEAM)


@pytest.fixture(scope="module")
def kept_interviewed(kept: None) -> Evaluation:
    return bring_to(EvaluationFactory(with_team=True, period__visit_award_places=None), Stage.INTERVIEW)


@pytest.fixture
def interviewed(kept_interviewed: Evaluation, db: None) -> Evaluation:
    """In interview, not chosen yet; sheet and desk review say 3 throughout."""
    return deepcopy(kept_interviewed)


@pytest.fixture
def evaluation(interviewed: Evaluation, ministry: User) -> Evaluation:
    """In visitation, indicator 2 marked."""
    Visit.objects.create(evaluation=interviewed, reason="Selisih besar", chosen_by=ministry)
    bring_to(interviewed, Stage.VISITATION)
    mark_numbers(interviewed, Stage.VISITATION, 2)
    return interviewed


@pytest.fixture
def lead(interviewed: Evaluation) -> User:
    return lead_of(interviewed)


@pytest.fixture
def assessor(interviewed: Evaluation) -> User:
    return assessors_of(interviewed)[1]


@pytest.fixture
def coordinator(interviewed: Evaluation) -> User:
    return member(Role.COORDINATOR, interviewed.institution)
