"""What the workbook looks like to whoever writes it and to whoever reads it back."""

from dataclasses import astuple, dataclass
from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from apps.common.workbooks import letters_of
from apps.evaluations.models import Evaluation

SHEET = "Penilaian"
INSTRUCTIONS = "Petunjuk"
FORM = "1"
"""The version of this layout. Change it with the columns or with the identification."""
IDENTITY_MARK = "Identitas berkas"
HEADING_ROW = 5
IDENTITY_ROW = HEADING_ROW - 1


class Column(NamedTuple):
    key: str
    heading: str
    width: int
    """In characters."""


COLUMNS = (
    Column("number", "No.", 5),
    Column("name", "Indikator", 28),
    Column("part", "Bagian", 18),
    Column("question", "Pertanyaan", 30),
    Column("criteria", "Kriteria tiap tingkat", 62),
    Column("level", "Tingkat", 9),
    Column("service_name", "Nama layanan", 20),
    Column("fact", "Fakta", 46),
    Column("analysis", "Analisis", 46),
    Column("justification", "Justifikasi tingkat", 46),
    Column("version", "Versi baris", 8),
)
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
LETTERS = {column.key: letters_of(place + 1) for place, column in enumerate(COLUMNS)}
NOT_NAMED = "tidak diisi untuk indikator ini"
"""What stands in the place of a service's name where the indicator asks for none."""
LONGEST_NAME = 200
INPUTS = ("level", "service_name", "fact", "analysis", "justification")


@dataclass(frozen=True)
class Identity:
    """Whose sheet a workbook is. Every part is text, as the cells of the hidden row hold it."""

    form: str
    institution: str
    period: str
    evaluation: str
    made_at: str

    @classmethod
    def of(cls, evaluation: Evaluation, made_at: str) -> "Identity":
        return cls(FORM, evaluation.institution.code, evaluation.period.slug, str(evaluation.pk), made_at)

    @property
    def cells(self) -> tuple[str, ...]:
        """As they stand beside the mark, the signature last."""
        return (*astuple(self), _signer().signature(self._words))

    def is_signed(self, signature: str) -> bool:
        try:
            _signer().unsign(f"{self._words}:{signature}")
        except BadSignature:
            return False
        return True

    @property
    def _words(self) -> str:
        return "\n".join(astuple(self))


def _signer() -> Signer:
    return Signer(salt="self_assessment.offline")
