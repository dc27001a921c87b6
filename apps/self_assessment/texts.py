"""What an answer says, as one value, and how two of them differ."""

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

from apps.instruments.models import Indicator
from apps.self_assessment.models import Answer

# Words of two texts together that are compared one by one: the time grows with the square.
MOST_COMPARED = 4000

TEXT_FIELDS = ("fact", "analysis", "justification")
LABELS = {
    "level": "Tingkat kematangan",
    "service_name": "Nama layanan",
    "fact": "Fakta",
    "analysis": "Analisis",
    "justification": "Justifikasi tingkat",
}


@dataclass(frozen=True)
class AnswerText:
    """A level with its explanation. Line ends are plain, so that the same words compare equal."""

    level: Decimal | None = None
    fact: str = ""
    analysis: str = ""
    justification: str = ""
    service_name: str = ""

    @classmethod
    def of(cls, answer: Answer) -> "AnswerText":
        return cls(**{field.name: getattr(answer, field.name) for field in fields(cls)})

    @property
    def is_empty(self) -> bool:
        return self == AnswerText()

    @property
    def explains(self) -> bool:
        return any(getattr(self, name).strip() for name in TEXT_FIELDS)

    def missing(self, indicator: Indicator) -> list[str]:
        """What an approver may not be shown without: the level, an explanation, the service's name."""
        found = []
        if self.level is None:
            found.append("tingkat")
        if not self.explains:
            found.append("penjelasan")
        if indicator.names_service and not self.service_name.strip():
            found.append("nama layanan")
        return found


class Piece(NamedTuple):
    """Some words of a text, and whether the other text lacks them."""

    words: str
    only_here: bool


class Difference(NamedTuple):
    """One part of an answer that two people wrote differently."""

    name: str
    label: str
    mine: object
    theirs: object
    mine_pieces: list[Piece]
    theirs_pieces: list[Piece]
    is_mine: bool
    """Whether I changed this part at all; if not, theirs is the one to take."""


def differences(mine: AnswerText, theirs: AnswerText, read: AnswerText | None) -> list[Difference]:
    """The parts that differ, in the order of the page, each with its own words marked.

    `read` is what I had before me when I began to write.
    """
    found = []
    for name, label in LABELS.items():
        own, other = getattr(mine, name), getattr(theirs, name)
        if own != other:
            pieces = ([], []) if name == "level" else (marked(own, other), marked(other, own))
            is_mine = read is None or own != getattr(read, name)
            found.append(Difference(name, label, own, other, *pieces, is_mine))
    return found


def marked(text: str, other: str) -> list[Piece]:
    """The text in pieces; those that `other` lacks are marked. Word by word, spaces kept.

    What lies between the first and the last differing word is marked as a whole where it is too long to compare.
    """
    words, others = re.findall(r"\s+|\S+", text), re.findall(r"\s+|\S+", other)
    head = _shared(words, others)
    tail = _shared(words[head:][::-1], others[head:][::-1])
    own, foreign = words[head : len(words) - tail], others[head : len(others) - tail]
    if len(own) + len(foreign) > MOST_COMPARED:
        changed = [Piece("".join(own), True)]
    else:
        matcher = SequenceMatcher(None, own, foreign, autojunk=False)
        changed = [Piece("".join(own[a:b]), kind != "equal") for kind, a, b, _, _ in matcher.get_opcodes()]
    pieces = [Piece("".join(words[:head]), False), *changed, Piece("".join(words[len(words) - tail :]), False)]
    return [piece for piece in pieces if piece.words]


def _shared(words: list[str], others: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(words, others, strict=False)
    return next((place for place, (own, other) in enumerate(pairs) if own != other), min(len(words), len(others)))
