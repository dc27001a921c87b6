"""Teams that have judged and locked, and calibration rounds."""

from decimal import Decimal

import pytest

from apps.accounts.models import User
from apps.evaluations.models import AssessorTeam, Evaluation
from apps.harmonisation.actions import add_sheet, give_level, make_round, open_round, set_item
from apps.harmonisation.models import CalibrationItem, CalibrationRound
from apps.harmonisation.queries.calibration import items_of
from apps.institutions.models import Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from tests.desk_review.conftest import judge
from tests.factories import EvaluationFactory, PeriodFactory, TeamFactory, bring_to, member

REASON = "Alasan uji."


@pytest.fixture
def period(db) -> EvaluationPeriod:
    return PeriodFactory.create()


@pytest.fixture
def pair(period) -> tuple[User, User]:
    """Two assessors of two universities, the first of whom leads."""
    return member(Role.ASSESSOR), member(Role.ASSESSOR)


@pytest.fixture
def team(period, pair) -> AssessorTeam:
    return TeamFactory.create(period=period, members=list(pair))


def judged(period, team, levels: dict[User, int], *, lock: tuple[User, ...] | None = None) -> Evaluation:
    """An evaluation in desk review, judged by each with one level; locked by all, or by those named."""
    evaluation = bring_to(EvaluationFactory.create(period=period, team=team), Stage.DESK_REVIEW)
    for user, level in levels.items():
        judge(evaluation, user, level, lock=user in (levels if lock is None else lock), reason=REASON)
    return evaluation


def sample_round(period: EvaluationPeriod, by: User, references: tuple[int, ...] = (2, 4)) -> CalibrationRound:
    """A round of one sheet, an item for each of these reference levels, not yet open."""
    calibration = make_round(period, "Kalibrasi uji", by=by)
    sheet = add_sheet(calibration, "Kabupaten Contoh A", "Gambaran uji.")
    for level, indicator in zip(references, period.instrument.indicators.order_by("number"), strict=False):
        set_item(sheet, indicator, text="Jawaban uji.", reference_level=Decimal(level), reason=f"Acuan {level}")
    return calibration


def give(calibration: CalibrationRound, user: User, *levels: int) -> list[CalibrationItem]:
    items = list(items_of(calibration))
    for item, level in zip(items, levels, strict=False):
        give_level(item, level=Decimal(level), reason="", version=0, by=user)
    return items


@pytest.fixture
def ministry(db) -> User:
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def opened(period, team, ministry) -> CalibrationRound:
    calibration = sample_round(period, ministry)
    open_round(calibration, url="/harmonisasi/")
    return calibration
