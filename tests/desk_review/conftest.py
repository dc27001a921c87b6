"""A pair of assessors at work on one institution."""

from copy import deepcopy
from dataclasses import dataclass

import pytest

from apps.accounts.models import User
from apps.desk_review.actions import JudgementRow, lock_judgements, save_judgements
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, assessors_of, bring_to

CANARY = "kenari-7f3a"


@dataclass(frozen=True)
class Desk:
    """An evaluation in desk review (the institution says 3 throughout) with its lead and the other assessor."""

    evaluation: Evaluation
    lead: User
    other: User


def make_desk(**kwargs) -> Desk:
    evaluation = bring_to(EvaluationFactory(with_team=True, **kwargs), Stage.DESK_REVIEW)
    lead, other = assessors_of(evaluation)
    return Desk(evaluation, lead, other)


def judge(evaluation: Evaluation, assessor: User, level: int = 3, *, lock: bool = False, **words: str) -> None:
    """A whole sheet with one level; a reason and a question as given."""
    rows = [JudgementRow(one.pk, level, **words) for one in evaluation.period.instrument.indicators.all()]
    save_judgements(evaluation, assessor, rows)
    if lock:
        lock_judgements(evaluation, by=assessor)


@pytest.fixture(scope="module")
def kept_desk(kept: None) -> Desk:
    return make_desk()


@pytest.fixture
def desk(kept_desk: Desk, db: None) -> Desk:
    return deepcopy(kept_desk)
