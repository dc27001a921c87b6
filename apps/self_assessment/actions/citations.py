"""Pointing to evidence in a reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import User
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation, Evidence


@dataclass(frozen=True)
class Cited:
    """A piece, and the page or article in it; "" where the piece itself says no other."""

    evidence: Evidence
    place: str = ""


def cite(
    evaluation: Evaluation,
    indicator: Indicator,
    stage: Stage,
    pieces: Sequence[Cited],
    *,
    at: datetime,
    by: User,
    reply: int = 1,
) -> None:
    """What a reply of this stage points to, with the reply itself: call it in the same transaction."""
    with passing_the_gate():
        Citation.objects.bulk_create(
            [
                Citation(
                    evaluation=evaluation,
                    indicator=indicator,
                    stage=stage,
                    reply=reply,
                    evidence=one.evidence,
                    place=one.place.strip() or one.evidence.place,
                    by=by,
                    at=at,
                )
                for one in pieces
            ]
        )
