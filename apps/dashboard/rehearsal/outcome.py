"""What a year comes to: the same from the same seed."""

import hashlib
from dataclasses import dataclass

from apps.decrees.annex import annex_csv
from apps.decrees.models import Decree
from apps.decrees.queries import sheet_of


@dataclass(frozen=True)
class Outcome:
    """What the decree says: how many lines, the hash of what was computed and voted on, that of the annex as CSV."""

    lines: int
    content_sha256: str
    annex_sha256: str


def outcome_of(decree_pk: int) -> Outcome | None:
    """None where no decree was drafted."""
    decree = Decree.objects.select_related("run__period__instrument", "corrects").filter(pk=decree_pk).first()
    if decree is None:
        return None
    annex = annex_csv(sheet_of(decree, is_draft=False))
    return Outcome(decree.lines.count(), decree.run.content_sha256, hashlib.sha256(annex).hexdigest())
