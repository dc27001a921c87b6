"""Reading visits, and the figures that help to choose whom to visit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from apps.accounts.models import User
from apps.evaluations.agenda import AgendaItem, agenda_of, marked_indicator, next_silent
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.past import PastFigure, last_figures
from apps.instruments.models import Indicator
from apps.instruments.queries import Shape, shape_of
from apps.periods.models import EvaluationPeriod
from apps.rules.selection import Case, Earlier, Reason, Rule, Thresholds, nearest, reasons_of
from apps.rules.stages import Stage, Track
from apps.visitation.models import CHOICE_STAGES, Finding, Photo, Visit
from apps.visitation.reasons import sentence_of

Item = AgendaItem[Finding]


@dataclass(frozen=True)
class Candidate:
    """An institution that may still be chosen, with what speaks for a visit."""

    evaluation: Evaluation
    visit: Visit | None
    case: Case
    floor: tuple[str, Decimal] | None
    """Name and figure of the predikat's floor nearest to the reviewed index."""
    reasons: tuple[Reason, ...]

    @property
    def to_floor(self) -> Decimal | None:
        """How far the reviewed index is from the nearest floor; negative beneath it."""
        return None if self.case.reviewed is None or self.floor is None else self.case.reviewed - self.floor[1]

    @property
    def rules(self) -> frozenset[Rule]:
        return frozenset(reason.rule for reason in self.reasons)

    @property
    def printed(self) -> list[str]:
        """The reasons as sentences."""
        return [sentence_of(reason, self.case) for reason in self.reasons]


def visit_of(evaluation: Evaluation) -> Visit | None:
    return Visit.objects.filter(evaluation=evaluation).select_related("chosen_by").first()


def agenda(evaluation: Evaluation) -> list[Item]:
    """What is validated at this institution."""
    return agenda_of(evaluation, Stage.VISITATION, Finding)


def item_of(evaluation: Evaluation, number: int) -> Item | None:
    """One marked indicator by its number; None if it is not marked."""
    return next(iter(agenda_of(evaluation, Stage.VISITATION, Finding, number=number)), None)


def candidates(user: User, period: EvaluationPeriod) -> list[Candidate]:
    """Every institution of the period whose interview is not closed yet; those with most reasons first.

    Places and the draw are taken among all that are evaluated in the period, wherever they stand by now.
    """
    evaluations = list(
        visible_evaluations(user).filter(period=period, track=Track.EVALUATION).select_related("visit", "team")
    )
    shape = shape_of(period.instrument)
    floors = {band.name: band.floor for band in sorted(shape.bands, key=lambda band: band.position)[1:]}
    cases = _cases(evaluations, shape, last_figures(period, {one.institution_id for one in evaluations}))
    reasons = reasons_of(cases, floors=floors, thresholds=thresholds_of(period))
    found = [
        Candidate(one, getattr(one, "visit", None), case, _nearest(floors, case), reasons[one.pk])
        for one in evaluations
        if one.stage in CHOICE_STAGES
        for case in (cases[one.pk],)
    ]
    return sorted(found, key=_order)


def thresholds_of(period: EvaluationPeriod) -> Thresholds:
    return Thresholds(
        jump=period.visit_jump,
        gap=period.visit_gap,
        near_floor=period.visit_near_floor,
        award_places=period.visit_award_places,
        drawn_percent=period.visit_drawn_percent,
        seed=period.visit_seed,
    )


def _cases(evaluations: Sequence[Evaluation], shape: Shape, past: Mapping[int, PastFigure]) -> dict[int, Case]:
    """evaluation -> the institution as the rules see it. Two queries."""
    own = _indices(shape, evaluations, Stage.SELF_ASSESSMENT)
    reviewed = _indices(shape, evaluations, Stage.DESK_REVIEW)

    def earlier(one: Evaluation) -> Earlier | None:
        if (found := past.get(one.institution_id)) is None:
            return None
        return Earlier(found.year, found.index, is_same=found.instrument_id == shape.instrument.pk)

    return {
        one.pk: Case(
            code=one.institution.code,
            category=one.institution.category,
            own=own.get(one.pk),
            reviewed=reviewed.get(one.pk),
            earlier=earlier(one),
        )
        for one in evaluations
    }


def _order(one: Candidate) -> tuple[int, Decimal, str]:
    return -len(one.reasons), -(one.case.gap or Decimal(0)), one.evaluation.institution.name


def _indices(shape: Shape, evaluations: Iterable[Evaluation], stage: Stage) -> dict[int, Decimal]:
    """evaluation -> stated index of what one stage said beside other agencies' indices; one query."""
    levels: dict[int, dict[int, Decimal]] = {}
    rows = (
        LedgerLevel.objects.filter(evaluation__in=list(evaluations), stage__in=[Stage.EXTERNAL_INDEX, stage])
        .order_by("evaluation_id", "indicator_id", "revision")
        .values_list("evaluation_id", "indicator_id", "level")
    )
    for evaluation, indicator, level in rows:
        levels.setdefault(evaluation, {})[indicator] = level
    stated = {evaluation: shape.figures(said).index for evaluation, said in levels.items()}
    return {evaluation: index for evaluation, index in stated.items() if index is not None}


def _nearest(floors: Mapping[str, Decimal], case: Case) -> tuple[str, Decimal] | None:
    return None if case.reviewed is None else nearest(floors, case.reviewed)


def indicator_of(evaluation: Evaluation, number: int) -> Indicator | None:
    """The indicator, if it is marked."""
    return marked_indicator(evaluation, Stage.VISITATION, number)


def following(evaluation: Evaluation, number: int) -> int | None:
    """The marked indicator without a result that comes next."""
    return next_silent(evaluation, Stage.VISITATION, Finding, number)


def photos_of(evaluation: Evaluation, indicator: Indicator | None = None) -> list[Photo]:
    """What was photographed and not withdrawn, of one indicator or of all. One query."""
    photos = Photo.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True).select_related("added_by")
    return list(photos.filter(indicator=indicator) if indicator else photos.select_related("indicator", "added_by"))


def small_name(photo: Photo) -> str:
    """Where its small picture lies beneath MEDIA_ROOT; it is derived, and may be made anew."""
    return f".pages/kunjungan/{photo.pk}.jpg"


def small_path(photo: Photo) -> Path:
    return Path(settings.MEDIA_ROOT) / small_name(photo)
