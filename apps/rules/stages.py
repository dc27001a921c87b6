"""The stages of an evaluation, and which of them may follow which.

A stage is where an evaluation stands; some stages also speak, that is, they leave levels in the ledger.
Another agency's index and a correction are no places to stand in, only voices: the first and the last of all.
"""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    EXTERNAL_INDEX = "external_index"
    SELF_ASSESSMENT = "self_assessment"
    DESK_REVIEW = "desk_review"
    INTERVIEW = "interview"
    VISITATION = "visitation"
    CONSOLIDATION = "consolidation"
    REVIEW = "review"
    FINAL = "final"
    PUBLISHED = "published"
    CORRECTION = "correction"


class Track(StrEnum):
    EVALUATION = "evaluation"
    MONITORING = "monitoring"
    NOT_ASSESSED = "not_assessed"


# The ministry's review may hand an evaluation back to those who settled it; nothing else goes backwards.
NEXT: Mapping[Track, Mapping[Stage, tuple[Stage, ...]]] = {
    Track.EVALUATION: {
        Stage.SELF_ASSESSMENT: (Stage.DESK_REVIEW,),
        Stage.DESK_REVIEW: (Stage.INTERVIEW,),
        Stage.INTERVIEW: (Stage.VISITATION, Stage.CONSOLIDATION),
        Stage.VISITATION: (Stage.CONSOLIDATION,),
        Stage.CONSOLIDATION: (Stage.REVIEW,),
        Stage.REVIEW: (Stage.FINAL, Stage.CONSOLIDATION),
        Stage.FINAL: (Stage.PUBLISHED,),
        Stage.PUBLISHED: (),
    },
    Track.MONITORING: {
        Stage.SELF_ASSESSMENT: (Stage.DESK_REVIEW,),
        Stage.DESK_REVIEW: (Stage.CONSOLIDATION,),
        Stage.CONSOLIDATION: (Stage.REVIEW,),
        Stage.REVIEW: (Stage.FINAL, Stage.CONSOLIDATION),
        Stage.FINAL: (Stage.PUBLISHED,),
        Stage.PUBLISHED: (),
    },
    Track.NOT_ASSESSED: {
        Stage.SELF_ASSESSMENT: (),
    },
}

# The voices that are no place for an evaluation to stand in.
VOICES = (Stage.EXTERNAL_INDEX, Stage.CORRECTION)

# The stages that speak, the one whose word weighs least first.
LEDGER_ORDER: tuple[Stage, ...] = (
    Stage.EXTERNAL_INDEX,
    Stage.SELF_ASSESSMENT,
    Stage.DESK_REVIEW,
    Stage.INTERVIEW,
    Stage.VISITATION,
    Stage.CONSOLIDATION,
    Stage.CORRECTION,
)

LABELS: Mapping[Stage | Track, str] = {
    Stage.EXTERNAL_INDEX: "Indeks instansi lain",
    Stage.SELF_ASSESSMENT: "Penilaian mandiri",
    Stage.DESK_REVIEW: "Penilaian dokumen",
    Stage.INTERVIEW: "Interviu",
    Stage.VISITATION: "Visitasi",
    Stage.CONSOLIDATION: "Konsolidasi",
    Stage.REVIEW: "Reviu",
    Stage.FINAL: "Finalisasi",
    Stage.PUBLISHED: "Publikasi",
    Stage.CORRECTION: "Koreksi",
    Track.EVALUATION: "Evaluasi",
    Track.MONITORING: "Pemantauan",
    Track.NOT_ASSESSED: "Tidak dinilai",
}

# For narrow columns and progress bars.
SHORT_LABELS: Mapping[Stage, str] = {
    Stage.EXTERNAL_INDEX: "Indeks lain",
    Stage.SELF_ASSESSMENT: "Mandiri",
    Stage.DESK_REVIEW: "Dokumen",
    Stage.INTERVIEW: "Interviu",
    Stage.VISITATION: "Visitasi",
    Stage.CONSOLIDATION: "Konsolidasi",
    Stage.REVIEW: "Reviu",
    Stage.FINAL: "Final",
    Stage.PUBLISHED: "Terbit",
    Stage.CORRECTION: "Koreksi",
}


def stages_of(track: Track) -> tuple[Stage, ...]:
    """The stages an evaluation of this track may pass, in order."""
    return tuple(NEXT[track])


def may_follow(track: Track, stage: Stage, following: Stage) -> bool:
    """Whether an evaluation of this track may go from `stage` straight to `following`."""
    return following in NEXT[track].get(stage, ())
