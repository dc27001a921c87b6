"""Refusals of this room that carry more than a sentence."""

from typing import TYPE_CHECKING

from apps.common.exceptions import DomainError, StaleVersionError

if TYPE_CHECKING:
    from apps.self_assessment.models import Answer
    from apps.self_assessment.texts import AnswerText


class StaleAnswerError(StaleVersionError):
    """Somebody saved this answer first. `stored` is theirs, `refused` what was not written."""

    def __init__(self, stored: "Answer", refused: "AnswerText") -> None:
        super().__init__(
            f"Indikator {stored.indicator.number} sudah diubah {stored.updated_by or 'orang lain'}. "
            "Belum ada yang ditimpa; bandingkan kedua tulisan lalu pilih."
        )
        self.stored = stored
        self.refused = refused


class PiecesMissingError(DomainError):
    """A file on its way is not whole yet. `numbers` are the pieces that must come, counted from 0."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(f"{len(numbers)} potongan berkas belum sampai.")
        self.numbers = numbers
