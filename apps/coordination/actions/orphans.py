"""Bytes that no row names: a process died between keeping them and writing the row, or the row names others now."""

from datetime import datetime, timedelta

from django.utils import timezone

from apps.common import files
from apps.coordination.queries.orphans import named_hashes

REST = timedelta(days=1)  # nobody is that long between the bytes and the row


def sweep_files() -> int:
    """Delete every kept file older than a day that no row names; returns how many.

    What is asked first is what is old, then what is named: a row that comes in between keeps its bytes again, and so
    they are young when they would be deleted.
    """
    before = timezone.now() - REST
    files.forget_cut_off_before(before)
    return sum(files.forget_kept_before(one, before) for one in sorted(orphans(before)))


def orphans(before: datetime) -> set[str]:
    """The hashes of files last kept before this moment that no row names."""
    old = files.kept_before(before)
    return old - named_hashes() if old else set()
