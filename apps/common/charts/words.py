"""How wide words are and where they break, estimated on the wide side so that nothing is cut or collides."""

from functools import lru_cache

NARROW = frozenset("ijlftrI.,:;|!'()[] ")
WIDE = frozenset("mwMW@%")


@lru_cache(4096)
def width(words: str, size: float) -> float:
    """Width in user units of a line set in Inter at this size."""
    return size * sum(_share(letter) for letter in words)


def _share(letter: str) -> float:
    """Of the type size; never less than Inter's own advance."""
    if letter in NARROW:
        return 0.38
    if letter in WIDE:
        return 1.0
    return 0.78 if letter.isupper() else 0.65 if letter.isdigit() else 0.62


def wrapped(words: str, size: float, limit: float) -> list[str]:
    """The words in lines of at most `limit`; a single longer word keeps a line of its own."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size) <= limit:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
