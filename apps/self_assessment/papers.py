"""The two papers of a sheet, from the sheet's own rows."""

from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone

from apps.common.pdf import render_pdf
from apps.evaluations.models import Evaluation
from apps.self_assessment.models import Answer, DocumentKind
from apps.self_assessment.queries.sheet import provisional


def rendered(evaluation: Evaluation, kind: DocumentKind, sheet_sha256: str) -> bytes:
    """The paper as PDF. It carries the hash of the sheet it speaks of and is dated by its last change."""
    answers = list(Answer.objects.filter(evaluation=evaluation).select_related("indicator"))
    html = render_to_string(
        "self_assessment/paper.html",
        {
            "evaluation": evaluation,
            "kind": kind,
            "is_minutes": kind == DocumentKind.MINUTES,
            "answers": answers,
            "figures": provisional(evaluation),
            "sheet_sha256": sheet_sha256,
        },
    )
    return render_pdf(html, title=f"{kind.label} {evaluation.institution}", dated=_dated(answers))


def _dated(answers: list[Answer]) -> date:
    return timezone.localdate(max(answer.updated_at for answer in answers))
