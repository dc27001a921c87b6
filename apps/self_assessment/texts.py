"""What an answer says, as one value, and how two texts differ."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from apps.instruments.models import Indicator
from apps.self_assessment.models import Answer

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

    @property
    def is_text(self) -> bool:
        """Whether the two can be put together by hand."""
        return bool(self.mine_pieces or self.theirs_pieces)


def differences(mine: AnswerText, theirs: AnswerText, read: AnswerText | None) -> list[Difference]:
    """The parts of an answer that differ, in the order of the page, each with its own words marked.

    `read` is what I had before me when I began to write.
    """
    return differing_parts(vars(mine), vars(theirs), vars(read) if read else None, LABELS)


def differing_parts(
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    read: Mapping[str, Any] | None,
    labels: Mapping[str, str],
    chosen: Collection[str] = ("level",),
) -> list[Difference]:
    """The same of anything that has named parts. Where `read` lacks a part, I am taken to have written it.

    What `chosen` names is one or the other; everything else is text, which can be merged.
    """
    found = []
    for name, label in labels.items():
        own, other = mine[name], theirs[name]
        if own != other:
            pieces = ([], []) if name in chosen else (marked(own, other), marked(other, own))
            is_mine = read is None or own != read.get(name)
            found.append(Difference(name, label, own, other, *pieces, is_mine))
    return found


def marked(text: str, other: str) -> list[Piece]:
    """The text in pieces; those that `other` lacks are marked. Word by word, spaces kept."""
    return [Piece(step.old, step.kind != "same") for step in compared(text, other) if step.old]


class Step(NamedTuple):
    """A run of words on the way from an old text to a new one: "same", or what was there and what stands now."""

    kind: str
    old: str
    new: str


# Words and marks with the space before them; where there are too many, sentences and lines.
UNITS = (r"\s*\w+|\s*[^\w\s]|\s+", r"[^.\n]*[.\n]+|[^.\n]+")
MOST_COMPARED = 4_000_000


def compared(old: str, new: str) -> list[Step]:
    """How the old text becomes the new one: by words, in long texts by sentences, in vast ones as a whole.

    Bounded, so that no text can hold up a page: what is compared never exceeds MOST_COMPARED pairs of units.
    """
    for unit in UNITS:
        olds, news = re.findall(unit, old), re.findall(unit, new)
        before, after = _shared(olds, news)
        olds_between, news_between = olds[before : len(olds) - after], news[before : len(news) - after]
        if len(olds_between) * len(news_between) <= MOST_COMPARED:
            break
    else:
        olds_between, news_between = ["".join(olds_between)], ["".join(news_between)]
    # Words that stand everywhere ("dan", "yang") are no landmarks in a long text, and looking for them is slow.
    matcher = SequenceMatcher(None, olds_between, news_between, autojunk=True)
    between = [
        Step("same" if kind == "equal" else kind, "".join(olds_between[a:b]), "".join(news_between[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
    ]
    start, end = "".join(olds[:before]), "".join(olds[len(olds) - after :])
    around = Step("same", start, start), Step("same", end, end)
    return _joined([around[0], *between, around[1]])


def _shared(olds: list[str], news: list[str]) -> tuple[int, int]:
    """How many units both begin with, and how many of the others both end with."""
    most = min(len(olds), len(news))
    before = next((place for place in range(most) if olds[place] != news[place]), most)
    rest = most - before
    after = next((place for place in range(rest) if olds[-1 - place] != news[-1 - place]), rest)
    return before, after


def _joined(steps: list[Step]) -> list[Step]:
    """Without empty steps; neighbours that are the same in both texts are one."""
    found: list[Step] = []
    for step in steps:
        if found and step.kind == found[-1].kind == "same":
            found[-1] = Step("same", found[-1].old + step.old, found[-1].new + step.new)
        elif step.old or step.new:
            found.append(step)
    return found
