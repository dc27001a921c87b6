"""A worker with the mistakes that the proofs must find: no transactions, and bytes that are kept when there is time."""

import hashlib
from collections.abc import Iterable
from importlib import import_module

from django.db import transaction

from apps.common import files
from apps.jobs import actions as jobs


def plant() -> None:
    """From here on this process says that statements belong together, and commits each by itself."""
    transaction.Atomic.__enter__ = _enter  # type: ignore[method-assign]
    transaction.Atomic.__exit__ = _leave  # type: ignore[method-assign, assignment]
    for name in ("decrees.actions.render", "decrees.actions.issue", "reports.actions.batches"):
        import_module(f"apps.{name}").keep = _keep_later  # type: ignore[attr-defined]
    jobs._work = _work_and_keep


_depth = 0
_later: list[bytes] = []
_work = jobs._work


def _enter(atomic: transaction.Atomic) -> None:
    _pretend(atomic, 1)


def _leave(atomic: transaction.Atomic, *_: object) -> None:
    _pretend(atomic, -1)


def _pretend(atomic: transaction.Atomic, step: int) -> None:
    global _depth
    _depth += step
    connection = transaction.get_connection(atomic.using)
    connection.ensure_connection()
    connection.in_atomic_block, connection.autocommit, connection.needs_rollback = _depth > 0, not _depth, False


def _keep_later(chunks: Iterable[bytes]) -> tuple[str, int]:
    content = b"".join(chunks)
    _later.append(content)
    return hashlib.sha256(content).hexdigest(), len(content)


def _work_and_keep(job: jobs.Job) -> None:
    _work(job)
    while _later:
        files.keep([_later.pop()])
