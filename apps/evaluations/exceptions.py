"""Refusals that carry more than a sentence."""

from typing import TYPE_CHECKING

from apps.common.exceptions import StaleVersionError

if TYPE_CHECKING:
    from apps.evaluations.models import MarkedWord


class StaleWordError(StaleVersionError):
    """Somebody wrote on this indicator first. `stored` is theirs; nothing was overwritten."""

    def __init__(self, stored: "MarkedWord") -> None:
        super().__init__(
            f"Indikator {stored.indicator.number} sudah diubah sejak Anda membukanya. "
            "Belum ada yang ditimpa: bandingkan kedua tulisan, lalu simpan yang Anda kehendaki."
        )
        self.stored = stored
