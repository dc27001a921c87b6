"""Reading judgements: one's own at any time, the team's only once all of it has locked.

`visible_judgements` and `visible_verdicts` are the only doors through which a person reads them, in this room and in
every other. What closes a stage counts over all of them, and runs only where everybody has locked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Now

from apps.accounts.models import User
from apps.desk_review.models import AgreedLevel, EvidenceVerdict, Judgement, JudgementLock
from apps.desk_review.permissions import Seat, may_compare
from apps.desk_review.texts import EvidenceWord, JudgementText
from apps.evaluations.models import Evaluation, TeamMember
from apps.evaluations.queries import said_by
from apps.evaluations.reopenings import replaced
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
    """One indicator with everything the team says of it; exists only after all have locked.

    `former` are those who have locked and handed the institution over since: on record, without a say.
    """

    indicator: Indicator
    claimed: Decimal | None
    voices: list[Voice]
    agreed: AgreedLevel | None
    former: list[Voice] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return len({voice.judgement.level for voice in self.voices}) > 1

    @property
    def is_settled(self) -> bool:
        return not self.differs or (self.agreed is not None and self.agreed.is_final)


def visible_judgements(user: User) -> QuerySet[Judgement]:
    """The judgements that this person may read: see `_open_to`."""
    return Judgement.objects.filter(_open_to(user))


def visible_verdicts(user: User) -> QuerySet[EvidenceVerdict]:
    """The verdicts on evidence that this person may read: those of whoever's judgements they may read."""
    return EvidenceVerdict.objects.filter(_open_to(user))


def _open_to(user: User) -> Q:
    """One's own; and what was locked on an evaluation of one's team, once the whole team has locked.

    After the stage a team may change; what the ledger took up stays open to those who assess.
    """
    if user.is_looked_at:  # by the ministry, which reads no private judgement
        return Q(pk__in=())
    seats = TeamMember.objects.filter(team=OuterRef("evaluation__team"))
    locks = JudgementLock.living.filter(evaluation=OuterRef("evaluation"), assessor=OuterRef("assessor"))
    theirs = JudgementLock.living.filter(evaluation=OuterRef(OuterRef("evaluation")), assessor=OuterRef("user"))
    all_have_locked = ~Exists(seats.filter(~Exists(theirs)))
    is_over = ~Q(evaluation__stage__in=[Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW])
    return Q(assessor=user.pk) | (
        Q(Exists(seats.filter(user=user.pk))) & Q(Exists(locks)) & (Q(all_have_locked) | is_over)
    )


def judgements_of(evaluation: Evaluation, assessor: User) -> QuerySet[Judgement]:
    """The person's own judgements, each with the level that the institution has `claimed`."""
    return Judgement.objects.filter(evaluation=evaluation, assessor=assessor).annotate(
        claimed=said_by(Stage.SELF_ASSESSMENT)
    )


def left_behind(user: User, evaluation: int, number: int) -> Judgement | None:
    """What this person wrote of an indicator (by number) of an evaluation, whether or not they still assess it."""
    mine = Judgement.objects.filter(evaluation=evaluation, assessor=user, indicator__number=number)
    return mine.select_related("indicator", "evaluation__period__instrument").first()


def own_words(judgement: Judgement) -> dict[int, EvidenceWord]:
    """What the same assessor has said of the evidence of the same indicator, by its key. One query."""
    rows = EvidenceVerdict.objects.filter(
        evaluation=judgement.evaluation_id, assessor=judgement.assessor_id, evidence__indicator=judgement.indicator_id
    )
    return {one.evidence_id: EvidenceWord.of(one) for one in rows}


def judged_at(judgement: Judgement, version: int) -> JudgementText | None:
    """What the assessor had said when the judgement stood at a version; None if that never was. Two queries."""
    past: Any = judgement.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    if past is None:
        return None
    history: Any = EvidenceVerdict.pgh_event_model  # type: ignore[attr-defined]
    rows = history.objects.filter(
        evaluation=past.evaluation_id,
        assessor=past.assessor_id,
        evidence__indicator=past.indicator_id,
        updated_at__lte=past.updated_at,
    )
    latest = rows.order_by("evidence_id", "-pgh_id").distinct("evidence_id")
    return JudgementText.of(past, {one.evidence_id: EvidenceWord.of(one) for one in latest})


def state_of(level: Decimal | None, claimed: Decimal | None) -> State:
    if level is None:
        return "none"
    return "agree" if level == claimed else "differ"


def compared(user: User, evaluation: Evaluation, seats: list[Seat]) -> list[Comparison]:
    """The team's judgements side by side; nothing at all while a member has not locked. Two queries."""
    if not may_compare(evaluation, seats):
        return []
    by_indicator: dict[int, list[Judgement]] = {}
    rows = (
        visible_judgements(user)
        .filter(evaluation=evaluation, level__isnull=False)
        .select_related("indicator", "assessor")
        .annotate(claimed=said_by(Stage.SELF_ASSESSMENT))
        .order_by("indicator__number", "pk")
    )
    for row in rows:
        by_indicator.setdefault(row.indicator_id, []).append(row)
    settled = AgreedLevel.objects.filter(evaluation=evaluation).select_related("by", "confirmed_by")
    settled = settled.annotate(is_former=replaced(Stage.DESK_REVIEW))
    agreed = {one.indicator_id: one for one in settled}
    return [_comparison(judgements, seats, agreed.get(pk)) for pk, judgements in by_indicator.items()]


def compared_verdicts(user: User, evaluation: Evaluation) -> Mapping[int, list[EvidenceVerdict]]:
    """indicator -> what the team says of its evidence, with who said it; under the same door. One query."""
    found: dict[int, list[EvidenceVerdict]] = {}
    rows = visible_verdicts(user).filter(evaluation=evaluation).exclude(verdict="", note="")
    for row in rows.select_related("evidence__file", "assessor").order_by("evidence_id", "pk"):
        found.setdefault(row.evidence.indicator_id, []).append(row)
    return found


def team_judgements(evaluation_ids: Iterable[int]) -> QuerySet[Judgement]:
    """The judgements of those who are in the team now; whoever was replaced no longer speaks."""
    return Judgement.objects.filter(
        evaluation__in=list(evaluation_ids), assessor__team_memberships__team=F("evaluation__team")
    )


def judged_counts(people: Iterable[int], evaluations: Iterable[int]) -> dict[tuple[int, int], int]:
    """(assessor, evaluation) -> how many indicators have a level; never which one. One query."""
    rows = (
        Judgement.objects.filter(assessor__in=list(people), evaluation__in=list(evaluations), level__isnull=False)
        .order_by()
        .values_list("assessor_id", "evaluation_id")
        .annotate(number=Count("pk"))
    )
    return {(user, pk): number for user, pk, number in rows}


def not_all_locked(evaluation_ids: Iterable[int]) -> QuerySet[Evaluation]:
    """Those whose team is empty or still judging."""
    seats = TeamMember.objects.filter(team=OuterRef("team"))
    locks = JudgementLock.living.filter(evaluation=OuterRef(OuterRef("pk")), assessor=OuterRef("user"))
    return Evaluation.objects.filter(pk__in=list(evaluation_ids)).filter(
        ~Exists(seats) | Exists(seats.filter(~Exists(locks)))
    )


def liftable_locks(evaluation: Evaluation) -> list[JudgementLock]:
    """The locks that may be lifted one by one: those of a team in which somebody still judges. Two queries."""
    if evaluation.stage != Stage.DESK_REVIEW or not not_all_locked([evaluation.pk]).exists():
        return []
    return list(JudgementLock.living.filter(evaluation=evaluation).select_related("assessor").order_by("pk"))


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
    """A settlement of this round that holds: the lead's word, or one that another of the team has confirmed."""
    return AgreedLevel.objects.filter(
        ~replaced(Stage.DESK_REVIEW),
        Q(is_by_lead=True) | Q(confirmed_by__isnull=False),
        evaluation=OuterRef("evaluation_id"),
        indicator=OuterRef("indicator_id"),
    )


def _comparison(judgements: list[Judgement], seats: list[Seat], agreed: AgreedLevel | None) -> Comparison:
    by_assessor = {one.assessor_id: one for one in judgements}
    voices = [Voice(seat, by_assessor.pop(seat.user.pk)) for seat in seats if seat.user.pk in by_assessor]
    former = [Voice(Seat(one.assessor, False, one.updated_at), one) for one in by_assessor.values()]
    first: Any = judgements[0]
    return Comparison(first.indicator, first.claimed, voices, agreed, former)
