from apps.self_assessment.queries.earlier import EarlierYear, Glance, Source, earlier_at_a_glance, earlier_year
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
from apps.self_assessment.queries.takeover import UnconfirmedTakeover, unconfirmed_takeovers
from apps.self_assessment.queries.versions import version_of, versions_of

__all__ = [
    "Blocker",
    "Earlier",
    "EarlierYear",
    "Entry",
    "Glance",
    "Provisional",
    "Source",
    "UnconfirmedTakeover",
    "answers_of",
    "at_versions",
    "blockers",
    "current_documents",
    "earlier_at_a_glance",
    "earlier_levels",
    "earlier_year",
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
    "unconfirmed_takeovers",
    "unproven_numbers",
    "version_of",
    "versions_of",
]
