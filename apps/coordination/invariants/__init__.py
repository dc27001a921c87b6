"""What must hold of the data at any time, as SQL that must return no row. Each row says which one offends.

The constraints, the gate and the actions see to all of this; here it is asked again from outside, of live data
and after tests, and deliberately in other words: nothing is computed by the code that is being checked.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from apps.common.files import path_of
from apps.coordination.actions.orphans import orphans
from apps.coordination.invariants.figures import FIGURES
from apps.coordination.invariants.people import PEOPLE
from apps.coordination.invariants.publication import PUBLICATION
from apps.coordination.invariants.work import WORK
from apps.evaluations.chain import broken_links
from apps.rules.stages import Stage
from apps.self_assessment.queries import standing_submissions
from apps.self_assessment.queries.sealing import sheet_sha256

FORGOTTEN = timedelta(days=3)  # by then the nightly sweep has passed twice

INVARIANTS = WORK | PEOPLE | FIGURES | PUBLICATION

# Every hash that a row says is kept, with the row.
KEPT_FILES = """
    SELECT format('file %s', id), sha256 FROM self_assessment_storedfile
    UNION ALL SELECT format('report %s', id), sha256 FROM reports_report
    UNION ALL SELECT format('decree %s', id), issued_sha256 FROM decrees_decree
    UNION ALL SELECT format('draft of decree %s', id), draft_sha256 FROM decrees_decree
    UNION ALL SELECT format('copy of decree %s', id), sha256 FROM decrees_decreecopy
    UNION ALL SELECT format('minutes of interview %s', id), minutes_sha256 FROM interview_interviewsession
    UNION ALL SELECT format('minutes %s', id), file_sha256 FROM evaluations_minutespaper
    UNION ALL SELECT format('signed minutes %s', id), file_sha256 FROM evaluations_minutessignature
    UNION ALL SELECT format('minutes of visit %s', id), minutes_sha256 FROM visitation_visit
    UNION ALL SELECT format('photo %s', id), sha256 FROM visitation_photo
    UNION ALL SELECT format('paper of correction %s', id), document_sha256 FROM evaluations_correction
"""


def checked() -> dict[str, list[str]]:
    """Every invariant with the rows that offend against it, in order; a name without rows holds."""
    found = {name: _column(sql) for name, sql in INVARIANTS.items()}
    found["file that is not where its row says"] = list(_missing_files())
    found["file that no row has named for days"] = sorted(orphans(timezone.now() - FORGOTTEN))
    found["broken chain of history"] = broken_links()
    found["submitted sheet that differs from its receipt"] = list(_altered_sheets())
    return found


def violations() -> dict[str, list[str]]:
    """The invariants that do not hold, each with the rows that offend; empty if all is well."""
    return {name: rows for name, rows in checked().items() if rows}


def _column(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(str(row) for (row,) in cursor.fetchall())


def _missing_files() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT_FILES)
        for name, sha256 in cursor.fetchall():
            if sha256 and not path_of(sha256).is_file():
                yield name


def _altered_sheets() -> Iterator[str]:
    """The latest receipt of every sheet that has left the institution's hands."""
    receipts = (
        standing_submissions()
        .exclude(evaluation__stage=Stage.SELF_ASSESSMENT)
        .select_related("evaluation")
        .order_by("evaluation_id", "-at")
        .distinct("evaluation_id")
    )
    for receipt in receipts:
        if sheet_sha256(receipt.evaluation, at=receipt.at) != receipt.sheet_sha256:
            yield f"evaluation {receipt.evaluation_id}"
