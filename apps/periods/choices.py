"""Stages and tracks of the rules, as choices of a form or a column."""

from collections.abc import Iterable

from apps.rules.locus import CONDITIONS
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage, Track

# Stages in which somebody works, each within a window.
WINDOW_STAGES = (
    Stage.SELF_ASSESSMENT,
    Stage.DESK_REVIEW,
    Stage.INTERVIEW,
    Stage.VISITATION,
    Stage.CONSOLIDATION,
    Stage.REVIEW,
)
# Stages that take up only what an earlier one has marked.
MARKED_STAGES = (Stage.INTERVIEW, Stage.VISITATION)
# The columns of a period that say from when on its institutions read the word of a stage.
SHOWN_COLUMNS = {
    Stage.DESK_REVIEW: "desk_review_shown",
    Stage.INTERVIEW: "interview_shown",
    Stage.VISITATION: "visitation_shown",
    Stage.CONSOLIDATION: "consolidation_shown",
    Stage.CORRECTION: "consolidation_shown",
}
# Where an evaluation can stand: a correction is a voice in the ledger, never a place.
PLACES = tuple(stage for stage in Stage if stage != Stage.CORRECTION)


def stage_choices(stages: Iterable[Stage] = PLACES) -> list[tuple[str, str]]:
    return [(stage.value, LABELS[stage]) for stage in stages]


def ledger_choices() -> list[tuple[str, str]]:
    return stage_choices(LEDGER_ORDER)


def track_choices() -> list[tuple[str, str]]:
    return [(track.value, LABELS[track]) for track in Track]


def condition_choices() -> list[tuple[str, str]]:
    return [(condition.value, words) for condition, words in CONDITIONS.items()]
