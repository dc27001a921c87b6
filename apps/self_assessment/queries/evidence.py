"""The evidence of one indicator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment import permissions
from apps.self_assessment.filetypes import ACCEPT
from apps.self_assessment.models import Evidence, FileWarning, StoredFile
from apps.self_assessment.queries.asked import takes_evidence
from apps.self_assessment.queries.uploads import cut_uploads

# Read for every page of an indicator, mostly to find nothing.
READ = (Evidence, StoredFile, User, User)
OF_INDICATOR = f"""
    SELECT {columns("evidence", Evidence)}, {columns("file", StoredFile)},
           {columns("adder", User)}, {columns("withdrawer", User)}, coalesce(found.warning, '')
    FROM self_assessment_evidence evidence
    LEFT JOIN self_assessment_storedfile file ON file.id = evidence.file_id
    LEFT JOIN self_assessment_filecheck found ON found.file_id = file.id
    LEFT JOIN accounts_user adder ON adder.id = evidence.added_by_id
    LEFT JOIN accounts_user withdrawer ON withdrawer.id = evidence.withdrawn_by_id
    WHERE evidence.evaluation_id = %s AND evidence.indicator_id = %s
    ORDER BY evidence.added_at, evidence.id
"""  # noqa: S608 - our own words
STANDING = f"""
    SELECT {columns("evidence", Evidence)}, {columns("file", StoredFile)}
    FROM self_assessment_evidence evidence JOIN self_assessment_storedfile file ON file.id = evidence.file_id
    WHERE evidence.evaluation_id = %s AND evidence.indicator_id = %s AND evidence.withdrawn_at IS NULL
      AND file.sha256 = %s AND file.name = %s
    LIMIT 1
"""  # noqa: S608


@dataclass(frozen=True)
class Piece:
    """A piece of evidence with what a person should know of it, and the versions before it, newest first."""

    one: Evidence
    older: Sequence[Evidence] = ()
    warning: str = ""


def evidence_of(user: User, evaluation: Evaluation, indicator: Indicator, *, is_mine: bool | None) -> dict[str, Any]:
    """The context of the pieces _evidence_list.html and _evidence_fields.html. Two queries at most."""
    may_add = permissions.may_add_evidence(user, evaluation, is_mine) and takes_evidence(evaluation, indicator)
    brought = dict(_brought(evaluation, indicator))
    standing = [Piece(one, before(one, brought), brought[one]) for one in brought if one.withdrawn_at is None]
    followed = {one.replaces_id for one in brought}
    return {
        "evidence": standing,
        "unconfirmed": [piece.one for piece in standing if piece.one.is_unconfirmed],
        "evidence_bytes": sum(piece.one.file.size for piece in standing if piece.one.file),
        "withdrawn": [one for one in brought if one.withdrawn_at and one.pk not in followed],
        "may_add_evidence": may_add,
        "may_see_library": permissions.may_see_library(user, evaluation),
        "may_describe_evidence": permissions.may_fill_answer(user, evaluation, is_mine),
        "cut_uploads": cut_uploads(user, evaluation, indicator) if may_add else [],
        "accept": ACCEPT,
        "file_limit": settings.EVIDENCE_FILE_LIMIT,
    }


def _brought(evaluation: Evaluation, indicator: Indicator) -> Iterable[tuple[Evidence, str]]:
    """All that was ever brought, oldest first, each with what to warn of. One query."""
    for row in rows(OF_INDICATOR, [evaluation.pk, indicator.pk]):
        one, one.file, one.added_by, one.withdrawn_by, warning = instances(row, *READ)
        yield one, FileWarning(warning).label


def before(one: Evidence, brought: Iterable[Evidence]) -> list[Evidence]:
    """The versions that this one has replaced, newest first, found among what was `brought`."""
    known = {row.pk: row for row in brought}
    found = []
    while one.replaces_id in known:
        one = known[one.replaces_id]
        found.append(one)
    return found


def standing_use(evaluation: Evaluation, indicator: Indicator, *, sha256: str, name: str) -> Evidence | None:
    """The evidence that this very file is already, under this name."""
    for row in rows(STANDING, [evaluation.pk, indicator.pk, sha256, name]):
        evidence, evidence.file = instances(row, Evidence, StoredFile)
        return evidence
    return None
