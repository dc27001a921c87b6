"""Reading judgements: one's own at any time, the team's only once all of it has locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Now

from apps.accounts.models import User
from apps.desk_review.models import AgreedLevel, Judgement, JudgementLock
from apps.desk_review.permissions import Seat, all_locked
from apps.evaluations.models import Evaluation, TeamMember
from apps.evaluations.queries import said_by
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

State = Literal["none", "agree", "differ"]
AGREES = "Tim asesor sependapat dengan tingkat pada penilaian mandiri."


@dataclass(frozen=True)
class Voice:
    """What one member of the team judged."""

    seat: Seat
    judgement: Judgement


@dataclass(frozen=True)
class Comparison:
    """One indicator with everything the team says of it; exists only after all have locked."""

    indicator: Indicator
    claimed: Decimal | None
    voices: list[Voice]
    agreed: AgreedLevel | None

    @property
    def differs(self) -> bool:
        return len({voice.judgement.level for voice in self.voices}) > 1

    @property
    def is_settled(self) -> bool:
        return not self.differs or self.agreed is not None


def judgements_of(evaluation: Evaluation, assessor: User) -> QuerySet[Judgement]:
    """The person's own judgements, each with the level that the institution has `claimed`."""
    return Judgement.objects.filter(evaluation=evaluation, assessor=assessor).annotate(
        claimed=said_by(Stage.SELF_ASSESSMENT)
    )


def state_of(level: Decimal | None, claimed: Decimal | None) -> State:
    if level is None:
        return "none"
    return "agree" if level == claimed else "differ"


def compared(evaluation: Evaluation, seats: list[Seat]) -> list[Comparison]:
    """The team's judgements side by side; nothing at all while a member has not locked."""
    if not all_locked(seats):
        return []
    by_indicator: dict[int, list[Judgement]] = {}
    rows = (
        team_judgements([evaluation.pk])
        .select_related("indicator")
        .annotate(claimed=said_by(Stage.SELF_ASSESSMENT))
        .order_by("indicator__number")
    )
    for row in rows:
        by_indicator.setdefault(row.indicator_id, []).append(row)
    agreed = {one.indicator_id: one for one in AgreedLevel.objects.filter(evaluation=evaluation).select_related("by")}
    return [_comparison(judgements, seats, agreed.get(pk)) for pk, judgements in by_indicator.items()]


def team_judgements(evaluation_ids: Iterable[int]) -> QuerySet[Judgement]:
    """The judgements of those who are in the team now; whoever was replaced no longer speaks."""
    return Judgement.objects.filter(
        evaluation__in=list(evaluation_ids), assessor__team_memberships__team=F("evaluation__team")
    )


def not_all_locked(evaluation_ids: Iterable[int]) -> QuerySet[Evaluation]:
    """Those whose team is empty or still judging."""
    seats = TeamMember.objects.filter(team=OuterRef("team"))
    locks = JudgementLock.objects.filter(evaluation=OuterRef(OuterRef("pk")), assessor=OuterRef("user"))
    return Evaluation.objects.filter(pk__in=list(evaluation_ids)).filter(
        ~Exists(seats) | Exists(seats.filter(~Exists(locks)))
    )


def unsettled(evaluation_ids: Iterable[int]) -> QuerySet[Judgement, Any]:
    """The indicators on which a team differs without having settled: rows with institution and number."""
    return (
        _by_indicator(evaluation_ids)
        .annotate(lowest=Min("level"), highest=Max("level"))
        .exclude(lowest=F("highest"))
        .exclude(Exists(_agreed()))
        .order_by("evaluation_id", "indicator__number")
        .values("evaluation__institution__name", "indicator__number")
    )


def settled_judgements(evaluation_ids: Iterable[int]) -> QuerySet[Judgement, Any]:
    """What the ledger takes up: the agreed level and its reason, else the common one with the reasons joined.

    The words are the team's: reasons stand in the order of their text and the lead answers for all, so nothing
    tells who wrote what.
    """
    lead = TeamMember.objects.filter(team=OuterRef("evaluation__team"), is_lead=True)
    return (
        _by_indicator(evaluation_ids)
        .annotate(
            settled=Coalesce(Subquery(_agreed().values("level")[:1]), Max("level")),
            words=Coalesce(
                Subquery(_agreed().values("reason")[:1]),
                StringAgg("reason", "\n\n", distinct=True, filter=~Q(reason="")),
                Value(AGREES),
                output_field=TextField(),
            ),
            decider=Coalesce(Subquery(_agreed().values("by")[:1]), Subquery(lead.values("user")[:1])),
            time=Now(),
        )
        .values_list("evaluation_id", "indicator_id", "settled", "words", "decider", "time")
    )


def _by_indicator(evaluation_ids: Iterable[int]) -> QuerySet[Judgement, Any]:
    return team_judgements(evaluation_ids).order_by().values("evaluation_id", "indicator_id")


def _agreed() -> QuerySet[AgreedLevel]:
    return AgreedLevel.objects.filter(evaluation=OuterRef("evaluation_id"), indicator=OuterRef("indicator_id"))


def _comparison(judgements: list[Judgement], seats: list[Seat], agreed: AgreedLevel | None) -> Comparison:
    by_assessor = {one.assessor_id: one for one in judgements}
    voices = [Voice(seat, by_assessor[seat.user.pk]) for seat in seats if seat.user.pk in by_assessor]
    first: Any = judgements[0]
    return Comparison(first.indicator, first.claimed, voices, agreed)
