from apps.self_assessment.queries.evidence import evidence_of
from apps.self_assessment.queries.history import Entry, history_of, text_at
from apps.self_assessment.queries.papers import paper_code, paper_of, refused_publication
from apps.self_assessment.queries.sealing import sheet_hashes, sheet_sha256
from apps.self_assessment.queries.sheet import (
    Earlier,
    Provisional,
    answers_of,
    at_versions,
    earlier_levels,
    provisional,
    provisional_of,
    unproven_numbers,
)
from apps.self_assessment.queries.submission import (
    Blocker,
    blockers,
    current_documents,
    institution_bytes,
    own_index,
)

__all__ = [
    "Blocker",
    "Earlier",
    "Entry",
    "Provisional",
    "answers_of",
    "at_versions",
    "blockers",
    "current_documents",
    "earlier_levels",
    "evidence_of",
    "history_of",
    "institution_bytes",
    "own_index",
    "paper_code",
    "paper_of",
    "provisional",
    "provisional_of",
    "refused_publication",
    "sheet_hashes",
    "sheet_sha256",
    "text_at",
    "unproven_numbers",
]
