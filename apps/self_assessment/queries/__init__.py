from apps.self_assessment.queries.history import Entry, history_of, text_at
from apps.self_assessment.queries.papers import agreed_to_publication, paper_code, paper_of
from apps.self_assessment.queries.readiness import Readiness, Warn, readiness_of, warnings_of
from apps.self_assessment.queries.sealing import sheet_hashes, sheet_sha256
from apps.self_assessment.queries.sheet import (
    Earlier,
    Provisional,
    answers_of,
    at_versions,
    earlier_levels,
    levels_of,
    provisional,
    provisional_of,
)
from apps.self_assessment.queries.submission import (
    Blocker,
    blockers,
    current_documents,
    institution_bytes,
    own_index,
)
from apps.self_assessment.queries.what_if import Supposition, suppose

__all__ = [
    "Blocker",
    "Earlier",
    "Entry",
    "Provisional",
    "Readiness",
    "Supposition",
    "Warn",
    "agreed_to_publication",
    "answers_of",
    "at_versions",
    "blockers",
    "current_documents",
    "earlier_levels",
    "history_of",
    "institution_bytes",
    "levels_of",
    "own_index",
    "paper_code",
    "paper_of",
    "provisional",
    "provisional_of",
    "readiness_of",
    "sheet_hashes",
    "sheet_sha256",
    "suppose",
    "text_at",
    "warnings_of",
]
