"""Refusals of this room that carry more than a sentence."""

from typing import TYPE_CHECKING

from apps.common.exceptions import StaleVersionError

if TYPE_CHECKING:
    from apps.harmonisation.models import CalibrationLevel


class StaleCalibrationError(StaleVersionError):
    """The level was saved elsewhere first. `stored` is what stands there now."""

    def __init__(self, stored: "CalibrationLevel | None") -> None:
        super().__init__("Penilaian contoh ini sudah disimpan dari jendela lain. Belum ada yang ditimpa.")
        self.stored = stored
