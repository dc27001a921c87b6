"""What the institution said of one indicator, for those who assess it."""

from django.db.models import QuerySet

from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment.models import Answer, Evidence


def answer_on(evaluation: Evaluation, indicator: Indicator) -> Answer | None:
    return Answer.objects.filter(evaluation=evaluation, indicator=indicator).first()


def evidence_on(evaluation: Evaluation, indicator: Indicator) -> QuerySet[Evidence]:
    """What was brought and not taken back: with the sheet, and in the interview."""
    rows = Evidence.objects.filter(evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True)
    return rows.select_related("file", "added_by")
