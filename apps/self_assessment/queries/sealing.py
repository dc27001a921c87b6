"""The hash that stands for a whole sheet: what is submitted, printed and signed is this, and nothing else."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import Answer, Evidence


def sheet_sha256(evaluation: Evaluation, *, at: datetime | None = None) -> str:
    """SHA-256 in hex over every answer and every piece of evidence of the sheet; see `sheet_hashes`."""
    return sheet_hashes([evaluation.pk], at=at)[evaluation.pk]


def sheet_hashes(evaluation_ids: Iterable[int], *, at: datetime | None = None) -> dict[int, str]:
    """The hash of each sheet. `at` leaves out evidence that was added or withdrawn after that moment.

    Depends on what was said alone: not on who said it, on versions, or on what has been approved. Two queries.
    """
    ids = list(evaluation_ids)
    said: dict[int, list[object]] = {pk: [] for pk in ids}
    answers = Answer.objects.filter(evaluation__in=ids).order_by("evaluation_id", "indicator__number")
    for pk, number, level, *texts in answers.values_list(
        "evaluation_id", "indicator__number", "level", "fact", "analysis", "justification", "service_name"
    ):
        said[pk].append([number, None if level is None else f"{level:f}", *texts])
    for owner, *proof in _evidence_of(ids, at):
        said[owner].append(["evidence", *proof])
    return {pk: _sha256([pk, *lines]) for pk, lines in said.items()}


def _evidence_of(ids: list[int], at: datetime | None) -> Iterable[tuple[Any, ...]]:
    standing = Q(withdrawn_at__isnull=True)
    if at is not None:
        standing = Q(added_at__lte=at) & (standing | Q(withdrawn_at__gt=at))
    return (
        Evidence.objects.filter(standing, evaluation__in=ids)
        .order_by("evaluation_id", "indicator__number", "pk")
        .values_list("evaluation_id", "indicator__number", "file__sha256", "file__name", "url", "proves", "place")
    )


def _sha256(lines: list[object]) -> str:
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
