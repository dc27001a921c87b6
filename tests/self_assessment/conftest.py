"""A sheet on the small instrument, and the people of its institution."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.self_assessment.models import Answer
from tests.factories import EvaluationFactory, member
from tests.paper.reading import printed_when_read
from tests.self_assessment.support import indicator_url

__all__ = ["printed_when_read"]


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return EvaluationFactory()


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


@pytest.fixture
def indicator(evaluation: Evaluation) -> Indicator:
    return evaluation.period.instrument.indicators.get(number=1)


@pytest.fixture
def answer(evaluation: Evaluation, indicator: Indicator) -> Answer:
    return Answer.objects.get(evaluation=evaluation, indicator=indicator)


@pytest.fixture
def respondent(evaluation: Evaluation) -> User:
    return member(Role.RESPONDENT, evaluation.institution)


@pytest.fixture
def approver(evaluation: Evaluation) -> User:
    return member(Role.PERSON_IN_CHARGE, evaluation.institution)


@pytest.fixture
def coordinator(evaluation: Evaluation) -> User:
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def ministry(evaluation: Evaluation) -> User:
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def browser(client: Client, respondent: User) -> Client:
    """The respondent, logged in."""
    client.force_login(respondent)
    return client


@pytest.fixture
def post(browser: Client, evaluation: Evaluation) -> Any:
    """Send the form of one indicator."""

    def send(number: int = 1, *, automatic: bool = False, **fields: Any) -> Any:
        headers = {"X-Autosave": "1"} if automatic else {}
        return browser.post(indicator_url(evaluation, number), fields, headers=headers)

    return send
