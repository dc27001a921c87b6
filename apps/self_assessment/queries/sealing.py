"""The hash that stands for a whole sheet: what is submitted, printed and signed is this, and nothing else."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import Answer, Evidence

# What an answer says, in the order in which it is hashed.
SAID = ("indicator__number", "level", "fact", "analysis", "justification", "service_name")


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
    for pk, number, level, *texts in answers.values_list("evaluation_id", *SAID):
        said[pk].append(_line(number, level, *texts))
    for owner, *proof in _evidence_of(ids, at):
        said[owner].append(["evidence", *proof])
    return {pk: _sha256([pk, *lines]) for pk, lines in said.items()}


def answer_hashes(evaluation: Evaluation) -> dict[int, str]:
    """The hash of every answer of a sheet, by the indicator's number; over its line in the hash of the sheet."""
    answers = Answer.objects.filter(evaluation=evaluation).order_by("indicator__number")
    return {number: _sha256(_line(number, *said)) for number, *said in answers.values_list(*SAID)}


def _line(number: int, level: Decimal | None, *texts: str) -> list[object]:
    return [number, None if level is None else f"{level:f}", *texts]


def evidence_at(evaluation: Evaluation, at: datetime | None = None) -> QuerySet[Evidence]:
    """What stood beside the answers at a moment, or stands now."""
    return Evidence.objects.filter(_standing(at), evaluation=evaluation).order_by("indicator__number", "pk")


def _standing(at: datetime | None) -> Q:
    if at is None:
        return Q(withdrawn_at__isnull=True)
    return Q(added_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))


def _evidence_of(ids: list[int], at: datetime | None) -> Iterable[tuple[Any, ...]]:
    return (
        Evidence.objects.filter(_standing(at), evaluation__in=ids)
        .order_by("evaluation_id", "indicator__number", "pk")
        .values_list("evaluation_id", "indicator__number", "file__sha256", "file__name", "url", "proves", "place")
    )


def _sha256(lines: list[object]) -> str:
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
