"""A published evaluation with recommendations, and the people of its institution."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.follow_up.actions.follow_ups import plan
from apps.follow_up.models import FollowUp
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, member


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return published(EvaluationFactory(with_team=True))


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


@pytest.fixture
def finding(evaluation: Evaluation) -> PartFinding:
    return evaluation.part_findings.get(part__number=1, kind=FindingKind.RECOMMENDATION)


@pytest.fixture
def coordinator(evaluation: Evaluation) -> User:
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def respondent(evaluation: Evaluation) -> User:
    return member(Role.RESPONDENT, evaluation.institution)


@pytest.fixture
def browser(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def published(evaluation: Evaluation) -> Evaluation:
    """The same with a recommendation for every lowest part, published."""
    bring_to(evaluation, Stage.CONSOLIDATION)
    for part in evaluation.period.instrument.parts.filter(indicators__isnull=False).distinct():
        PartFinding.objects.create(
            evaluation=evaluation, part=part, kind=FindingKind.RECOMMENDATION, text=f"Perbaiki {part.name}"
        )
    return bring_to(evaluation, Stage.PUBLISHED)


def planned(evaluation: Evaluation, by: User, **said: Any) -> FollowUp:
    return plan(evaluation, {"text": "Susun peraturan", "owner": by, **said}, by=by)
