"""Reading what was recommended, what is done about it, and what of it concerns an indicator a year later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.follow_up.models import OPEN_STATES, FollowUp, FollowUpState
from apps.institutions.models import Unit
from apps.instruments.models import Crosswalk, Indicator
from apps.rules.stages import Track

BESIDE = 10


@dataclass(frozen=True)
class Answered:
    """A recommendation, or None for what the institution does of its own accord, with what is done about it."""

    finding: PartFinding | None
    follow_ups: Sequence[FollowUp]


@dataclass(frozen=True)
class Standing:
    """How many follow-ups of an evaluation are open, and how many of those are late."""

    open: int
    late: int


def follow_ups_of(evaluation: Evaluation) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(evaluation=evaluation)
    return rows.select_related("indicator", "unit", "owner", "proof_file", "updated_by")


def recommendations_of(evaluation: Evaluation) -> QuerySet[PartFinding]:
    """What the report recommends; that of a monitoring recommends nothing (PermenPANRB 59/2020, annex)."""
    said = PartFinding.objects.filter(evaluation=evaluation, kind=FindingKind.RECOMMENDATION).exclude(text="")
    said = said.select_related("part").order_by("part__number")
    return said if evaluation.track == Track.EVALUATION else said.none()


def answered(evaluation: Evaluation, follow_ups: Iterable[FollowUp], *, only_answered: bool) -> list[Answered]:
    """These follow-ups under their recommendations; those without any come too unless `only_answered`. One query."""
    beneath: dict[int | None, list[FollowUp]] = {}
    for one in follow_ups:
        beneath.setdefault(one.finding_id, []).append(one)
    rows = [Answered(finding, beneath.get(finding.pk, [])) for finding in recommendations_of(evaluation)]
    rows.append(Answered(None, beneath.get(None, [])))
    return [row for row in rows if row.follow_ups or (row.finding and not only_answered)]


def counts_of(evaluation: Evaluation) -> dict[str, int]:
    """How many follow-ups stand in each state, and `late`. One query."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in FollowUpState}
    return FollowUp.objects.filter(evaluation=evaluation).aggregate(**states, late=Count("pk", filter=late()))


def standings_of(evaluations: Iterable[Evaluation]) -> Mapping[int, Standing]:
    """For the first page: evaluation -> what is open there. One query."""
    rows = FollowUp.objects.filter(evaluation__in=list(evaluations), state__in=OPEN_STATES).order_by()
    counted = rows.values_list("evaluation").annotate(Count("pk"), late=Count("pk", filter=late()))
    return {evaluation: Standing(number, behind) for evaluation, number, behind in counted}


def late() -> Q:
    return Q(state__in=OPEN_STATES, due__lt=timezone.localdate())


def held_by(user: User) -> Q:
    """What falls to this person, or to a unit of theirs."""
    return Q(owner=user) | Q(unit__in=Unit.objects.filter(memberships__user=user))


def follow_ups_beside(evaluation: Evaluation, indicator: Indicator) -> list[FollowUp]:
    """What the institution did about this indicator after earlier results, the latest year first. One query.

    Follow-ups of the indicator itself or of one that corresponds to it in an earlier instrument, and those that speak
    of no indicator but of a recommendation for the part it stands in. What was cancelled is left out.
    """
    period = evaluation.period
    earlier = Crosswalk.objects.filter(later=indicator).values("earlier")
    parts = Indicator.objects.filter(pk__in=earlier).values("part")
    concerned = Q(indicator=indicator.pk) | Q(indicator__in=earlier)
    concerned |= Q(indicator=None) & (Q(finding__part=indicator.part_id) | Q(finding__part__in=parts))
    rows = FollowUp.objects.filter(
        concerned,
        evaluation__institution=evaluation.institution_id,
        evaluation__period__year__lt=period.year,
    ).exclude(state=FollowUpState.CANCELLED)
    # Simulations stand beside simulations only.
    mark = Q(evaluation__period__simulation_label="")
    rows = rows.filter(~mark if period.is_simulation else mark)
    return list(
        rows.select_related("evaluation__period", "indicator", "unit", "owner").order_by(
            "-evaluation__period__year", "due", "pk"
        )[:BESIDE]
    )
