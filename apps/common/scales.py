"""Places on a scale as one of five steps of colour, whatever the instrument's own scale is."""

from decimal import Decimal
from math import floor

STEPS = 5
"""How many colours the tokens have for levels (--l1..) and predikat (--p1..)."""


def level_step(level: Decimal | int | None, minimum: Decimal | int, maximum: Decimal | int) -> int:
    """The colour step of a level: 0 for none, 1 at the scale's minimum, STEPS at its maximum."""
    if level is None:
        return 0
    if not minimum <= level <= maximum:
        raise ValueError(f"level {level} lies outside {minimum}..{maximum}")
    return band_step(floor(level) - int(minimum) + 1, int(maximum - minimum) + 1)


def band_step(position: int, of: int) -> int:
    """The colour step of the band at `position`, counted from the lowest as 1, among `of` bands."""
    if not 1 <= position <= of:
        raise ValueError(f"there is no band {position} among {of}")
    if of == 1:
        return STEPS
    spread, gaps = (STEPS - 1) * (position - 1), of - 1
    return 1 + (2 * spread + gaps) // (2 * gaps)
