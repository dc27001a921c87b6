"""Refusals of this room that carry more than a sentence."""

from typing import TYPE_CHECKING

from apps.common.exceptions import DomainError, StaleVersionError
from apps.common.formats import clock, level, wib

if TYPE_CHECKING:
    from apps.desk_review.models import AgreedLevel, Judgement
    from apps.desk_review.texts import JudgementText


class ReasonMissingError(DomainError):
    """Whoever differs from the institution says why."""


class StaleJudgementError(StaleVersionError):
    """The judgement was saved elsewhere first. `stored` is what stands there now, `refused` what was not written."""

    def __init__(self, stored: "Judgement", refused: "JudgementText") -> None:
        super().__init__("Penilaian ini sudah disimpan dari jendela lain. Belum ada yang ditimpa.")
        self.stored = stored
        self.refused = refused


class NoLongerAssessingError(DomainError):
    """Whoever writes was taken from the team meanwhile: the page is not there any more, what they wrote is."""

    status = 404

    def __init__(self, left: "Judgement") -> None:
        number = left.indicator.number
        kept = (
            f"Simpanan terakhir Anda pada indikator {number} (tingkat {level(left.level)}, {wib(left.updated_at)} "
            f"{clock(left.updated_at)}) tetap tercatat atas nama Anda."
            if left.version
            else f"Indikator {number} belum pernah Anda simpan."
        )
        super().__init__(
            f"Anda tidak lagi menilai instansi ini, sehingga yang baru saja Anda tulis tidak disimpan. {kept}"
        )


class StaleAgreementError(StaleVersionError):
    """The difference was settled elsewhere first; `stored` is how, None if that was taken back."""

    def __init__(self, stored: "AgreedLevel | None") -> None:
        super().__init__("Perbedaan ini sudah diputus dari jendela lain. Belum ada yang ditimpa.")
        self.stored = stored
