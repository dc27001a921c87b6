from copy import deepcopy

import pytest

from apps.consolidation.actions import draft_findings
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, lead_of


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return bring_to(EvaluationFactory(with_team=True), Stage.CONSOLIDATION)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    """In consolidation: every stage so far says 3, nothing is settled or written."""
    return deepcopy(kept_evaluation)


@pytest.fixture
def lead(evaluation):
    return lead_of(evaluation)


@pytest.fixture
def written(evaluation, lead) -> Evaluation:
    """The same with every text drafted."""
    draft_findings(evaluation, by=lead)
    return evaluation
