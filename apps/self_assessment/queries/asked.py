"""Where the interview takes evidence."""

from datetime import datetime

from django.utils import timezone

from apps.evaluations.models import Evaluation, EvidenceRequest
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.triggers import CONTESTED


def asked_until(evaluation: Evaluation, indicator: Indicator) -> datetime | None:
    """Until when evidence is asked for by the latest request; None where nobody has asked. One query."""
    asked = EvidenceRequest.objects.filter(evaluation=evaluation, indicator=indicator)
    return asked.order_by("-pk").values_list("until", flat=True).first()


def is_contested(evaluation: Evaluation, indicator: Indicator) -> bool:
    """Whether the institution does not agree to the level proposed for it. One query."""
    found = Evaluation.objects.filter(pk=evaluation.pk, clarifications__indicator=indicator)
    return found.filter(clarifications__reply=CONTESTED).exists()


def takes_evidence(evaluation: Evaluation, indicator: Indicator) -> bool:
    """Outside the interview always, as far as this goes; in it where asked, in time. Two queries at most."""
    if evaluation.stage != Stage.INTERVIEW:
        return True
    until = asked_until(evaluation, indicator)
    return is_contested(evaluation, indicator) if until is None else timezone.now() < until
