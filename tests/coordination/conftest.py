from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.institutions.models import Role
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.queries import Window
from tests.factories import PeriodFactory, member
from tests.paper.reading import printed_when_read

__all__ = ["printed_when_read"]


@pytest.fixture
def ministry(db: None) -> User:
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def desk(client, ministry):
    """A browser of the evaluation team."""
    client.force_login(ministry, backend="apps.accounts.backends.AccountBackend")
    return client


@pytest.fixture
def preparing(db: None) -> EvaluationPeriod:
    return PeriodFactory(state=PeriodState.PREPARATION)


@pytest.fixture
def soon() -> datetime:
    return (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)


@pytest.fixture
def windows() -> list[Window]:
    start = timezone.now().replace(second=0, microsecond=0)
    return [
        Window(stage, 0, start + timedelta(days=7 * place), start + timedelta(days=7 * place + 6))
        for place, stage in enumerate(WINDOW_STAGES)
    ]
