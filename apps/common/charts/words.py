"""How wide words are and where they break, estimated on the wide side so that nothing is cut or collides."""

NARROW = frozenset("ijlftrI.,:;|!'()[] ")
WIDE = frozenset("mwMW@%")


def width(words: str, size: float) -> float:
    """Width in user units of a line set in Inter at this size."""
    return size * sum(0.36 if c in NARROW else 0.95 if c in WIDE else 0.7 if c.isupper() else 0.61 for c in words)


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
