from apps.self_assessment.queries.delegation import (
    Charge,
    Waiting,
    answers_left_to,
    charge_beside,
    delegation_of,
    in_charge_beside,
    to_choose_from,
    waiting_for,
)
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
    "Charge",
    "Earlier",
    "Entry",
    "Provisional",
    "Waiting",
    "answers_left_to",
    "answers_of",
    "at_versions",
    "blockers",
    "charge_beside",
    "current_documents",
    "delegation_of",
    "earlier_levels",
    "history_of",
    "in_charge_beside",
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
    "to_choose_from",
    "unproven_numbers",
    "waiting_for",
]
