"""Correct Indonesian sentences from pieces: capitals, full stops, commas, and lists that end in "dan"."""

import re
from collections.abc import Iterable

# The same word twice in a row is a slip of the pen; what is doubled on purpose has a hyphen ("rata-rata").
DOUBLED = re.compile(r"\b([^\W\d_]{2,})((?:\s+\1\b)+)", re.IGNORECASE)
BEFORE_MARK = re.compile(r"\s+([,.;:!?%)\]”])")
AFTER_OPENING = re.compile(r"([(\[“])\s+")
REPEATED_COMMA = re.compile(r",(\s*,)+")
ENDS = (".", "!", "?", ".”", "!”", "?”")


def listed(items: Iterable[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"; "" of nothing."""
    things = [item for item in items if item]
    if len(things) < 3:
        return " dan ".join(things)
    return f"{', '.join(things[:-1])}, dan {things[-1]}"


def plain(text: str) -> str:
    """The words on one line: single spaces, none before a mark, no word and no comma twice in a row."""
    one_line = " ".join(text.split())
    one_line = BEFORE_MARK.sub(r"\1", AFTER_OPENING.sub(r"\1", one_line))
    return DOUBLED.sub(r"\1", REPEATED_COMMA.sub(",", one_line))


def sentence(text: str) -> str:
    """A capital first, a full stop last; "" where there is no word in it."""
    words = plain(text).rstrip(",;: ")
    if not any(letter.isalnum() for letter in words):
        return ""
    first = next(place for place, letter in enumerate(words) if letter.isalnum())
    capital = words[:first] + words[first].upper() + words[first + 1 :]
    return capital if capital.endswith(ENDS) else f"{capital}."


def paragraph(*texts: str) -> str:
    """Several sentences, one after the other, without those that are empty or said already."""
    said: list[str] = []
    for text in texts:
        if (one := sentence(text)) and one not in said:
            said.append(one)
    return " ".join(said)


def quoted(text: str) -> str:
    """The words of a text in quotation marks, with its full stop inside; "" of nothing."""
    whole = sentence(text)
    return f"“{whole}”" if whole else ""
