"""What others did with an evaluation, as its institution may read it: by role, never by name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from apps.common.formats import wib
from apps.evaluations.models import Evaluation, Extension, StageChange
from apps.interview.models import InterviewSession
from apps.rules.stages import LABELS, Stage, goes_back, step_in_words

SHOWN = 5
ASSESSORS, TEAM = "tim asesor", "tim evaluasi"
# Who closes a stage where it is not the assessors.
CLOSED_BY = {
    Stage.SELF_ASSESSMENT: "instansi",
    Stage.REVIEW: TEAM,
    Stage.CORRECTION: TEAM,
    Stage.FINAL: TEAM,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of "_history.html"."""

    at: datetime
    text: str
    note: str


def timelines(evaluations: Collection[Evaluation]) -> dict[int, list[Event]]:
    """The latest events of each of these evaluations, the newest first. Three statements, none for none."""
    asked = {one.pk: one for one in evaluations}
    found: dict[int, list[Event]] = {pk: [] for pk in asked}
    changes = StageChange.objects.filter(evaluation__in=asked).exclude(from_stage="")
    for pk, at, came_from, to in changes.values_list("evaluation_id", "at", "from_stage", "to_stage"):
        back = goes_back(Stage(came_from), Stage(to))
        by = TEAM if back else _closed_by(asked[pk], Stage(came_from))
        found[pk].append(Event(at, step_in_words(Stage(came_from), Stage(to)), by))
    limits = Extension.objects.filter(evaluation__in=asked)
    for pk, at, stage, until in limits.values_list("evaluation_id", "at", "stage", "until_after"):
        found[pk].append(Event(at, f"Batas {LABELS[Stage(stage)].lower()} menjadi {wib(until)}.", TEAM))
    held = InterviewSession.objects.filter(evaluation__in=asked, held_at__isnull=False)
    for pk, held_at in held.values_list("evaluation_id", "held_at"):
        if held_at:
            found[pk].append(Event(held_at, "Interviu dilaksanakan.", ASSESSORS))
    return {pk: sorted(events, key=lambda one: one.at, reverse=True)[:SHOWN] for pk, events in found.items() if events}


def _closed_by(evaluation: Evaluation, stage: Stage) -> str:
    if stage == Stage.SELF_ASSESSMENT and evaluation.unsigned_reason:
        return TEAM
    return CLOSED_BY.get(stage, ASSESSORS)
