"""Refusals of this room that carry more than a sentence."""

from typing import TYPE_CHECKING

from apps.common.exceptions import StaleVersionError

if TYPE_CHECKING:
    from apps.consolidation.models import Settlement


class StaleSettlementError(StaleVersionError):
    """The settlement was written or removed elsewhere first; `stored` is what stands there now, if anything."""

    def __init__(self, stored: "Settlement | None") -> None:
        super().__init__("Penetapan ini sudah diubah dari jendela lain. Belum ada yang ditimpa.")
        self.stored = stored


class StaleFindingsError(StaleVersionError):
    """A text of this part was written elsewhere first. Nothing of the part was saved."""

    def __init__(self) -> None:
        super().__init__("Tulisan untuk bagian ini sudah diubah orang lain. Belum ada yang ditimpa.")
