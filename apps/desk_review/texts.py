"""What an assessor says of an indicator, as one value: the judgement, and a verdict for each piece of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.desk_review.models import EvidenceVerdict, Judgement, Verdict
from apps.self_assessment.models import Evidence

LABELS = {"level": "Tingkat menurut saya", "reason": "Alasan", "question": "Pertanyaan untuk interviu"}
VERDICT, NOTE = "verdict-", "note-"


@dataclass(frozen=True)
class EvidenceWord:
    """A verdict (empty: none yet) with its note."""

    verdict: str = ""
    note: str = ""

    @classmethod
    def of(cls, row: EvidenceVerdict) -> "EvidenceWord":
        return cls(row.verdict, row.note)


@dataclass(frozen=True)
class JudgementText:
    """A level with its reason, the question for the interview, and what is said of the evidence, by its key."""

    level: Decimal | None = None
    reason: str = ""
    question: str = ""
    evidence: Mapping[int, EvidenceWord] = field(default_factory=dict)

    @classmethod
    def of(cls, judgement: Judgement, evidence: Mapping[int, EvidenceWord] | None = None) -> "JudgementText":
        """`judgement` may be a row of its history too."""
        return cls(judgement.level, judgement.reason, judgement.question, evidence or {})

    @property
    def judged(self) -> tuple[Decimal | None, str, str]:
        """What stands in the judgement's own row."""
        return self.level, self.reason, self.question

    def shown(self) -> dict[str, Any]:
        """Each part under the name of its input, verdicts by their words."""
        parts: dict[str, Any] = {name: getattr(self, name) for name in LABELS}
        for pk, word in self.evidence.items():
            parts[f"{VERDICT}{pk}"] = Verdict(word.verdict).label if word.verdict else ""
            parts[f"{NOTE}{pk}"] = word.note
        return parts


def labels_of(evidence: Mapping[int, Evidence]) -> dict[str, str]:
    """What the parts of a judgement are called, in the order of the page."""
    labels = dict(LABELS)
    for pk, one in evidence.items():
        labels |= {f"{VERDICT}{pk}": f"Putusan atas {one}", f"{NOTE}{pk}": f"Catatan atas {one}"}
    return labels
