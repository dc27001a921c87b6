"""How often an assessor differs from the pair and from the others: what somebody may learn of their own judging."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Aggregate, Count, DecimalField, Exists, OuterRef, QuerySet

from apps.accounts.models import User
from apps.desk_review.models import JudgementLock
from apps.desk_review.queries import team_judgements
from apps.evaluations.models import Evaluation
from apps.harmonisation.queries.judged import fully_locked
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage

# A median of fewer institutions would tell what one foreign team said.
LEAST_GROUP = 5


class Median(Aggregate):
    """The middle of the levels, as PostgreSQL counts it."""

    function = "percentile_cont"
    name = "Median"
    template = "(%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s))::numeric"
    output_field = DecimalField()


@dataclass
class Against:
    """How often one's level was lower, equal or higher than what it is held against."""

    lower: int = 0
    equal: int = 0
    higher: int = 0

    def add(self, mine: Decimal, theirs: Decimal) -> None:
        if mine < theirs:
            self.lower += 1
        elif mine > theirs:
            self.higher += 1
        else:
            self.equal += 1

    @property
    def total(self) -> int:
        return self.lower + self.equal + self.higher

    @property
    def differing(self) -> int:
        return self.lower + self.higher


@dataclass(frozen=True)
class Line:
    indicator: Indicator
    pair: Against
    group: Against


@dataclass(frozen=True)
class Differences:
    """One's own judging, by indicator. `compared`: institutions; `waiting`: those where a team has not all locked."""

    lines: list[Line]
    compared: int
    waiting: int
    still_open: int

    def _sum(self, part: Callable[[Line], Against]) -> Against:
        parts = [part(line) for line in self.lines]
        return Against(
            sum(one.lower for one in parts), sum(one.equal for one in parts), sum(one.higher for one in parts)
        )

    @property
    def pair(self) -> Against:
        return self._sum(lambda line: line.pair)

    @property
    def group(self) -> Against:
        return self._sum(lambda line: line.group)


def differences_of(user: User, period: EvaluationPeriod) -> Differences:
    """Only institutions where the whole team has locked are compared.

    The medians stay away while the person still judges a sheet of this period: they would be a hint.
    """
    mine = Evaluation.objects.filter(period=period, team__members__user=user)
    open_sheets = still_open(user, period).count()
    compared = dict(fully_locked(period).filter(team__members__user=user).values_list("pk", "institution__category"))
    medians = {} if open_sheets or not compared else _medians(period, set(compared.values()), set(compared))
    pairs: dict[int, Against] = defaultdict(Against)
    groups: dict[int, Against] = defaultdict(Against)
    for (evaluation, indicator), levels in _levels(compared).items():
        own = levels.pop(user.pk, None)
        if own is None:
            continue
        for level in levels.values():
            pairs[indicator].add(own, level)
        if (median := medians.get((compared[evaluation], indicator))) is not None:
            groups[indicator].add(own, median)
    indicators = Indicator.objects.filter(instrument=period.instrument_id).order_by("number")
    lines = [Line(one, pairs[one.pk], groups[one.pk]) for one in indicators if one.pk in pairs]
    return Differences(lines, len(compared), mine.count() - len(compared), open_sheets)


def still_open(user: User, period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Sheets that the person is judging now and has not locked."""
    locked = JudgementLock.living.filter(evaluation=OuterRef("pk"), assessor=user)
    return Evaluation.objects.filter(~Exists(locked), period=period, team__members__user=user, stage=Stage.DESK_REVIEW)


def _levels(evaluations: dict[int, str]) -> dict[tuple[int, int], dict[int, Decimal]]:
    found: dict[tuple[int, int], dict[int, Decimal]] = defaultdict(dict)
    rows = team_judgements(evaluations)
    for evaluation, indicator, assessor, level in rows.values_list(
        "evaluation_id", "indicator_id", "assessor_id", "level"
    ):
        if level is not None:
            found[evaluation, indicator][assessor] = level
    return found


def _medians(period: EvaluationPeriod, categories: set[str], own: set[int]) -> dict[tuple[str, int], Decimal]:
    """What the other teams said of institutions of the same category, where there are enough of them."""
    foreign = fully_locked(period).filter(institution__category__in=categories).exclude(pk__in=own)
    rows = (
        team_judgements(foreign.values_list("pk", flat=True))
        .filter(level__isnull=False)
        .order_by()
        .values("evaluation__institution__category", "indicator_id")
        .annotate(institutions=Count("evaluation", distinct=True), median=Median("level"))
    )
    return {
        (row["evaluation__institution__category"], row["indicator_id"]): row["median"]
        for row in rows
        if row["institutions"] >= LEAST_GROUP
    }
