"""What was taken over from an earlier year and has not been looked at since."""

from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import UNCONFIRMED, Answer, Evidence


class UnconfirmedTakeover(NamedTuple):
    """An indicator where something waits to be looked at: its text, its evidence, or both."""

    number: int
    has_text: bool
    has_evidence: bool


# Beside a row of Answer.
EVIDENCE_IS_UNCONFIRMED = Exists(
    Evidence.objects.filter(
        UNCONFIRMED, evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"), withdrawn_at__isnull=True
    )
)
# The same with the words of the answer itself: whether anything there waits to be looked at.
IS_UNREVIEWED = ExpressionWrapper(UNCONFIRMED | Q(EVIDENCE_IS_UNCONFIRMED), output_field=BooleanField())


def unconfirmed_takeovers(evaluation: Evaluation) -> list[UnconfirmedTakeover]:
    """The indicators that may neither be approved nor submitted for this reason, in order. One query."""
    rows = Answer.objects.filter(IS_UNREVIEWED, evaluation=evaluation)
    return [
        UnconfirmedTakeover(number, source is not None and reader is None, has_evidence)
        for number, source, reader, has_evidence in rows.order_by("indicator__number").values_list(
            "indicator__number", "taken_over_from", "confirmed_by", EVIDENCE_IS_UNCONFIRMED
        )
    ]
