"""What a reply may point to, and what replies have pointed to."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet, Subquery

from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation, Evidence
from apps.self_assessment.queries.previews import cited_pages

PRINTED_DIGITS = 16


def citable(evaluation: Evaluation) -> QuerySet[Evidence]:
    """Everything the institution has brought to this evaluation and not taken back. One query."""
    rows = Evidence.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True)
    return rows.select_related("file", "indicator").order_by("indicator__number", "added_at", "pk")


def citations_in(evaluation: Evaluation, stage: Stage, *, reply: int | Subquery = 1) -> Mapping[int, list[Citation]]:
    """By indicator, what the reply of this number points to. One query."""
    found: dict[int, list[Citation]] = defaultdict(list)
    rows = Citation.objects.filter(evaluation=evaluation, stage=stage, reply=reply)
    for one in rows.select_related("evidence__file", "evidence__indicator"):
        one.page = next(iter(cited_pages(one.place)), None)
        found[one.indicator_id].append(one)
    return found


def as_printed(one: Citation) -> str:
    """Name or address, place, and the beginning of the file's SHA-256."""
    file = one.evidence.file
    return f"{one}, SHA-256 {file.sha256[:PRINTED_DIGITS]}…" if file else str(one)
