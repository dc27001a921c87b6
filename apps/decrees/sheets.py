"""What a Keputusan Menteri says, as plain data in the order of the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.common.paper import Proof


@dataclass(frozen=True)
class Clause:
    """One consideration, legal basis or dictum, with its lettered points."""

    text: str
    points: Sequence[str] = ()


@dataclass(frozen=True)
class DecreeRow:
    number: int
    """Counted through within its list."""
    name: str
    stated: Decimal
    predikat: str
    code: str = ""
    """The institution's code, for the data inside the paper."""


@dataclass(frozen=True)
class DecreeGroup:
    """Rows under one heading: the kabupaten and kota of a province. Without heading: the list itself."""

    heading: str
    guide_word: str
    rows: Sequence[DecreeRow]


@dataclass(frozen=True)
class DecreeList:
    """One category of institutions on one track, such as the provinces that were evaluated."""

    title: str
    track: str
    """Lists that follow one another with the same track stand in one part of the annex."""
    groups: Sequence[DecreeGroup]

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True)
class CorrectedRow:
    """One institution whose levels were corrected. `before` is None where no figure was published or decreed yet."""

    code: str
    name: str
    indicators: str
    before: tuple[Decimal, str] | None
    after: tuple[Decimal, str]


@dataclass(frozen=True)
class Certifier:
    """Who states that a copy is like the original. `office` and `title` as lines."""

    office: Sequence[str]
    title: Sequence[str]
    name: str


@dataclass(frozen=True)
class DecreeSheet:
    """Everything a decree says, in the order of the paper. A tuple of strings is a tuple of lines."""

    number: str | None
    year: int
    """The year of the decree, not of the evaluation."""
    office: Sequence[str]
    """Who decides, in capitals: MENTERI / PENDAYAGUNAAN ... / REPUBLIK INDONESIA."""
    title: Sequence[str]
    """KEPUTUSAN MENTERI ... in capitals."""
    cited_as: str
    """The title as the decree calls itself, in capitals, without TENTANG."""
    about: Sequence[str]
    """The matter in capitals, after TENTANG."""
    considerations: Sequence[str]
    legal_basis: Sequence[str]
    dictum: Sequence[Clause]
    place: str
    dated: date | None
    made_on: date
    """The day the draft was made, for the file's own date while the decree has none."""
    signatory_title: Sequence[str]
    signatory_name: str
    copies_to: Sequence[str]
    lists: Sequence[DecreeList]
    index_name: str
    """Head of the column, such as "Indeks SPBE"."""
    period: str
    """What is evaluated and when, as an annex says it: "Evaluasi SPBE Tahun 2023"."""
    proof: Proof
    is_draft: bool = True
    certifier: Certifier | None = None
    """Given for a certified copy (SALINAN), None for the original."""
    corrects: str = ""
    """The decree that this one replaces, in capitals with its number: KEPUTUSAN MENTERI ... NOMOR 13 TAHUN 2024."""
    corrections: Sequence[CorrectedRow] = ()
    """What was corrected since the figures before these; printed where the decree corrects another."""
    signed_as: str = ""
    """Whose certificate signs an issued decree; "" where none does, and the paper says so."""
    simulation_label: str | None = None
    emblem: bytes | None = None

    def __post_init__(self) -> None:
        if self.is_draft and self.certifier:
            raise ValueError("a draft has no certified copy")
        if not self.is_draft and (self.number is None or self.dated is None):
            raise ValueError("an issued decree has a number and a date")

    @property
    def kind(self) -> str:
        """The class of the page: draf, salinan or asli."""
        if self.is_draft:
            return "draf"
        return "salinan" if self.certifier else "asli"

    @property
    def status(self) -> str:
        """What the foot says of its force and its signature."""
        if self.is_draft:
            return "DRAF. Belum ditandatangani dan tidak berlaku sebagai keputusan."
        original = "Naskah asli" if self.certifier else "Naskah ini"
        if self.signed_as:
            return f"{original} ditandatangani secara elektronik: {self.signed_as}."
        return f"{original} ditetapkan tanpa tanda tangan elektronik."
