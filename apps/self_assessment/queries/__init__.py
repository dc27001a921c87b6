from apps.self_assessment.queries.answer import answer_beside_grants
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
from apps.self_assessment.queries.earlier import EarlierYear, Glance, Source, earlier_at_a_glance, earlier_years
from apps.self_assessment.queries.evidence import evidence_of
from apps.self_assessment.queries.history import Entry, history_of, text_at
from apps.self_assessment.queries.papers import agreed_to_publication, paper_code, paper_of
from apps.self_assessment.queries.readiness import Readiness, Warn, readiness_of, warnings_of
from apps.self_assessment.queries.sealing import sheet_hashes, sheet_sha256
from apps.self_assessment.queries.sheet import (
    Earlier,
    Provisional,
    SheetAnswer,
    answers_of,
    at_versions,
    earlier_levels,
    levels_of,
    provisional,
    provisional_of,
    sheet_answers,
)
from apps.self_assessment.queries.submission import (
    Blocker,
    blockers,
    current_documents,
    institution_bytes,
    own_index,
    standing_submissions,
)
from apps.self_assessment.queries.takeover import UnconfirmedTakeover, unconfirmed_takeovers
from apps.self_assessment.queries.versions import version_of, versions_of
from apps.self_assessment.queries.what_if import Supposition, suppose

__all__ = [
    "Blocker",
    "Charge",
    "Earlier",
    "EarlierYear",
    "Entry",
    "Glance",
    "Provisional",
    "Readiness",
    "SheetAnswer",
    "Source",
    "Supposition",
    "UnconfirmedTakeover",
    "Waiting",
    "Warn",
    "agreed_to_publication",
    "answer_beside_grants",
    "answers_left_to",
    "answers_of",
    "at_versions",
    "blockers",
    "charge_beside",
    "current_documents",
    "delegation_of",
    "earlier_at_a_glance",
    "earlier_levels",
    "earlier_years",
    "evidence_of",
    "history_of",
    "in_charge_beside",
    "institution_bytes",
    "levels_of",
    "own_index",
    "paper_code",
    "paper_of",
    "provisional",
    "provisional_of",
    "readiness_of",
    "sheet_answers",
    "sheet_hashes",
    "sheet_sha256",
    "standing_submissions",
    "suppose",
    "text_at",
    "to_choose_from",
    "unconfirmed_takeovers",
    "unproven_numbers",
    "version_of",
    "versions_of",
    "waiting_for",
    "warnings_of",
]
