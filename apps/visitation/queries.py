"""Reading visits, and the figures that help to choose whom to visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from apps.accounts.models import User
from apps.evaluations.agenda import AgendaItem, agenda_of, marked_indicator, next_silent
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.instruments.models import Indicator, PredikatBand
from apps.instruments.queries import Shape, shape_of
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from apps.visitation.models import CHOICE_STAGES, Finding, Visit

Item = AgendaItem[Finding]


@dataclass(frozen=True)
class Candidate:
    """An institution that may still be chosen, with what speaks for a visit. None: that stage has not spoken."""

    evaluation: Evaluation
    visit: Visit | None
    own: Decimal | None
    """The index of its own sheet, stated."""
    reviewed: Decimal | None
    """The index after desk review, stated."""
    floor: PredikatBand | None
    """The band whose floor lies nearest to `reviewed`."""

    @property
    def gap(self) -> Decimal | None:
        """How much higher the institution rates itself than the assessors do."""
        return None if self.own is None or self.reviewed is None else self.own - self.reviewed

    @property
    def to_floor(self) -> Decimal | None:
        """How far the reviewed index is from the nearest floor of a predikat; negative beneath it."""
        return None if self.reviewed is None or self.floor is None else self.reviewed - self.floor.floor


def visit_of(evaluation: Evaluation) -> Visit | None:
    return Visit.objects.filter(evaluation=evaluation).select_related("chosen_by").first()


def agenda(evaluation: Evaluation) -> list[Item]:
    """What is validated at this institution."""
    return agenda_of(evaluation, Stage.VISITATION, Finding)


def item_of(evaluation: Evaluation, number: int) -> Item | None:
    """One marked indicator by its number; None if it is not marked."""
    return next(iter(agenda_of(evaluation, Stage.VISITATION, Finding, number=number)), None)


def candidates(user: User, period: EvaluationPeriod) -> list[Candidate]:
    """Every institution of the period whose interview is not closed yet; widest gap first."""
    evaluations = list(
        visible_evaluations(user)
        .filter(period=period, track=Track.EVALUATION, stage__in=CHOICE_STAGES)
        .select_related("visit", "team")
    )
    shape = shape_of(period.instrument)
    floors = [band for band in shape.bands if band.floor > 0]
    own = _indices(shape, evaluations, Stage.SELF_ASSESSMENT)
    reviewed = _indices(shape, evaluations, Stage.DESK_REVIEW)
    found = [
        Candidate(
            evaluation=one,
            visit=getattr(one, "visit", None),
            own=own.get(one.pk),
            reviewed=reviewed.get(one.pk),
            floor=_nearest(floors, reviewed.get(one.pk)),
        )
        for one in evaluations
    ]
    return sorted(found, key=lambda one: (one.gap is None, -(one.gap or 0), one.evaluation.institution.name))


def _indices(shape: Shape, evaluations: Iterable[Evaluation], stage: Stage) -> dict[int, Decimal]:
    """evaluation -> stated index of what one stage said; one query."""
    levels: dict[int, dict[int, Decimal]] = {}
    rows = (
        LedgerLevel.objects.filter(evaluation__in=list(evaluations), stage=stage)
        .order_by("evaluation_id", "indicator_id", "revision")
        .values_list("evaluation_id", "indicator_id", "level")
    )
    for evaluation, indicator, level in rows:
        levels.setdefault(evaluation, {})[indicator] = level
    stated = {evaluation: shape.figures(said).index for evaluation, said in levels.items()}
    return {evaluation: index for evaluation, index in stated.items() if index is not None}


def _nearest(floors: list[PredikatBand], index: Decimal | None) -> PredikatBand | None:
    if index is None:
        return None
    return min(floors, key=lambda band: abs(index - band.floor), default=None)


def indicator_of(evaluation: Evaluation, number: int) -> Indicator | None:
    """The indicator, if it is marked."""
    return marked_indicator(evaluation, Stage.VISITATION, number)


def following(evaluation: Evaluation, number: int) -> int | None:
    """The marked indicator without a result that comes next."""
    return next_silent(evaluation, Stage.VISITATION, Finding, number)
