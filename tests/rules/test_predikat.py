from decimal import Decimal

import pytest

from apps.rules.instrument import Band
from apps.rules.predikat import predikat_of
from tests.rules.reference import INSTRUMENTS

HUNDREDTH = Decimal("0.01")
EVERY_BAND = [
    pytest.param(instrument, place, id=f"{instrument.code}-{band.slug}")
    for instrument in INSTRUMENTS.values()
    for place, band in enumerate(instrument.bands)
]


@pytest.mark.parametrize(("instrument", "place"), EVERY_BAND)
def test_the_floor_belongs_to_its_band(instrument, place):
    band = instrument.bands[place]

    assert predikat_of(max(band.floor, instrument.scale.minimum), instrument.bands) == band


@pytest.mark.parametrize(("instrument", "place"), [case for case in EVERY_BAND if case.values[1]])
def test_a_hundredth_below_a_floor_belongs_to_the_next_band(instrument, place):
    above = instrument.bands[place - 1]

    assert predikat_of(above.floor - HUNDREDTH, instrument.bands) == instrument.bands[place]


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS.keys())
def test_the_highest_index_gets_the_highest_band(instrument):
    assert predikat_of(instrument.scale.maximum, instrument.bands) == instrument.bands[0]


def test_the_order_of_the_bands_does_not_matter():
    low, high = Band("Rendah", "rendah", Decimal(0)), Band("Tinggi", "tinggi", Decimal(3))

    assert predikat_of(Decimal(3), [low, high]) == predikat_of(Decimal(3), [high, low]) == high


def test_an_index_below_every_floor_has_no_predikat():
    with pytest.raises(ValueError, match="empty"):
        predikat_of(Decimal("0.99"), [Band("Rendah", "rendah", Decimal(1))])
