"""An interview with one marked indicator, and the people in it."""

from copy import deepcopy

import pytest

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of, member
from tests.marks import mark_numbers
from tests.paper.reading import printed_when_read

__all__ = ["printed_when_read"]


def in_interview() -> Evaluation:
    """In interview, indicator 2 marked; sheet and desk review say 3 throughout."""
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 2)
    return evaluation


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return in_interview()


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


@pytest.fixture
def lead(evaluation: Evaluation) -> User:
    return lead_of(evaluation)


@pytest.fixture
def assessor(evaluation: Evaluation) -> User:
    return assessors_of(evaluation)[1]


@pytest.fixture
def coordinator(evaluation: Evaluation) -> User:
    return member(Role.COORDINATOR, evaluation.institution)
