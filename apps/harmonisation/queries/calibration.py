"""Reading a calibration round: one's own levels at any time, everybody's only after one has locked."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from apps.accounts.models import User
from apps.harmonisation.models import CalibrationItem, CalibrationLevel, CalibrationLock, CalibrationRound
from apps.harmonisation.permissions import has_locked
from apps.periods.models import EvaluationPeriod
from apps.rules.agreement import icc_2k


@dataclass(frozen=True)
class Revealed:
    """An item with what everybody who has locked said of it; `spread`: (level, how many), lowest first."""

    item: CalibrationItem
    mine: Decimal | None
    spread: list[tuple[Decimal, int]]

    @property
    def is_off(self) -> bool:
        return self.mine is not None and self.mine != self.item.reference_level


@dataclass(frozen=True)
class Reliability:
    """ICC(2,k) over those who have locked; None for fewer than two of them or two items."""

    assessors: int
    items: int
    icc: float | None

    @property
    def shown(self) -> Decimal | None:
        """As a page writes it."""
        return None if self.icc is None else Decimal(repr(self.icc))


def rounds_of(period: EvaluationPeriod) -> QuerySet[CalibrationRound]:
    """The ministry's list, each with how many items it has and how many have locked."""
    return CalibrationRound.objects.filter(period=period).annotate(
        items=Count("sheets__items", distinct=True), locked=Count("locks", distinct=True)
    )


def rounds_for(user: User, period: EvaluationPeriod) -> QuerySet[CalibrationRound]:
    """The rounds that were opened, each with how far this person is."""
    mine = CalibrationLevel.objects.filter(item__sheet__round=OuterRef("pk"), assessor=user).order_by()
    return (
        CalibrationRound.objects.filter(period=period, opened_at__isnull=False)
        .annotate(
            items=Count("sheets__items", distinct=True),
            given=Subquery(mine.values("item__sheet__round").annotate(n=Count("pk")).values("n")),
            is_locked=Exists(CalibrationLock.objects.filter(round=OuterRef("pk"), assessor=user)),
        )
        .order_by("pk")
    )


def items_of(calibration: CalibrationRound) -> QuerySet[CalibrationItem]:
    return (
        CalibrationItem.objects.filter(sheet__round=calibration)
        .select_related("sheet", "indicator")
        .order_by("sheet_id", "indicator__number")
    )


def own_items(calibration: CalibrationRound, user: User) -> QuerySet[CalibrationItem, Any]:
    """Every item with the person's own level (`mine`), and nothing of what is hidden from them."""
    mine = CalibrationLevel.objects.filter(item=OuterRef("pk"), assessor=user)
    return items_of(calibration).defer("reference_level", "reason").annotate(mine=Subquery(mine.values("level")[:1]))


def revealed(calibration: CalibrationRound, user: User) -> list[Revealed]:
    """Nothing at all before the person has locked; then what those said who have locked, without names."""
    return _revealed(calibration, user) if has_locked(user, calibration) else []


def outcome(calibration: CalibrationRound) -> list[Revealed]:
    """For the ministry, which gave the reference levels itself: again only what is locked."""
    return _revealed(calibration, None)


def reliability(calibration: CalibrationRound) -> Reliability:
    """How far the mean of the assessors could be relied on, over the locked judgements alone."""
    rows = _locked_levels(calibration).values_list("item_id", "assessor_id", "level")
    by_item: dict[int, dict[int, float]] = defaultdict(dict)
    for item, assessor, level in rows:
        by_item[item][assessor] = float(level)
    targets = [[levels[one] for one in sorted(levels)] for levels in by_item.values()]
    return Reliability(len(targets[0]) if targets else 0, len(targets), icc_2k(targets))


def _revealed(calibration: CalibrationRound, user: User | None) -> list[Revealed]:
    spreads: dict[int, Counter[Decimal]] = defaultdict(Counter)
    mine: dict[int, Decimal] = {}
    for item, assessor, level in _locked_levels(calibration).values_list("item_id", "assessor_id", "level"):
        spreads[item][level] += 1
        if user is not None and assessor == user.pk:
            mine[item] = level
    return [Revealed(item, mine.get(item.pk), sorted(spreads[item.pk].items())) for item in items_of(calibration)]


def _locked_levels(calibration: CalibrationRound) -> QuerySet[CalibrationLevel]:
    locks = CalibrationLock.objects.filter(round=calibration, assessor=OuterRef("assessor"))
    return CalibrationLevel.objects.filter(Exists(locks), item__sheet__round=calibration).order_by(
        F("item_id"), F("assessor_id")
    )
