"""The predikat: the name of the band that a stated index reaches."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol, TypeVar


class HasFloor(Protocol):
    """A band, be it read from a file or from the database."""

    @property
    def floor(self) -> Decimal: ...


AnyBand = TypeVar("AnyBand", bound=HasFloor)


def predikat_of(figure: Decimal, bands: Iterable[AnyBand]) -> AnyBand:
    """The highest band whose floor the stated index reaches. ValueError if it reaches none.

    The stated figure decides and not the exact one, so that paper and word agree.
    """
    return max((band for band in bands if band.floor <= figure), key=lambda band: band.floor)
