"""Stages that were opened again: which, since when, and what the rooms above do about their work.

    @on_reopening(Stage.DESK_REVIEW)
    def lift_locks(reopening): ...

A room registers in a `reopenings.py` of its own, for each stage that keeps more than words: papers, signatures, locks.
It works in the transaction in which the second approval is given, with the gate held and the stage open again.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from apps.evaluations.models import Evaluation, Reopening
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import REOPENED, Stage, Track

Act = Callable[[Reopening], object]
ACTS: dict[Stage, list[Act]] = {}


def on_reopening(stage: Stage) -> Callable[[Act], Act]:
    """Register what happens to this stage's work when it begins anew."""

    def register(act: Act) -> Act:
        ACTS.setdefault(stage, []).append(act)
        return act

    return register


def begin_anew(reopening: Reopening) -> None:
    """Have every room follow."""
    for stage in reopening.begun_anew:
        for act in ACTS.get(Stage(stage), ()):
            act(reopening)


def reopened_at(evaluation: Evaluation, stage: Stage) -> datetime | None:
    """When the work of a stage last began anew; None if it never did."""
    rounds = Reopening.objects.filter(evaluation=evaluation, is_approved=True, begun_anew__contains=[stage.value])
    found: datetime | None = rounds.aggregate(latest=Max("decided_at"))["latest"]
    return found


def replaced(stage: Stage, *, at: str = "at", evaluation: str = "evaluation") -> Exists:
    """Whether the work of a stage began anew after a row was written: a condition beside rows of an evaluation."""
    return Exists(
        Reopening.objects.filter(
            evaluation=OuterRef(evaluation),
            is_approved=True,
            begun_anew__contains=[stage.value],
            decided_at__gte=OuterRef(at),
        )
    )


def reopenings_of(period: EvaluationPeriod) -> QuerySet[Reopening]:
    """Everything that was proposed to be opened again in a period, what waits first. Two queries."""
    rows = Reopening.objects.filter(evaluation__period=period)
    return _with_people(rows).order_by(F("decided_at").desc(nulls_first=True), "-pk")


def reopenings_to(evaluation: Evaluation) -> list[Reopening]:
    """The stages of one evaluation that were opened again, the oldest first. Two queries."""
    approved = Reopening.objects.filter(evaluation=evaluation, is_approved=True, assessor=None)
    return list(_with_people(approved).order_by("pk"))


def reopenable(evaluation: Evaluation) -> list[Stage]:
    """The closed stages that this evaluation may go back to. One query."""
    passed = set(evaluation.stage_changes.values_list("to_stage", flat=True)) | {Stage.SELF_ASSESSMENT}
    closed = REOPENED[Track(evaluation.track)].get(Stage(evaluation.stage), ())
    return [stage for stage in closed if stage in passed]


def _with_people(rows: QuerySet[Reopening]) -> QuerySet[Reopening]:
    people = rows.select_related("evaluation__institution", "assessor", "proposed_by", "decided_by")
    return people.prefetch_related("approvals__by")
