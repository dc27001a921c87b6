"""The Keputusan Menteri on paper: what it says as plain data, and that data as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from apps.common.paper import Proof, pictures, tidied
from apps.common.pdf import render_pdf


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


ORDINALS = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN",
    "KESEPULUH", "KESEBELAS", "KEDUA BELAS", "KETIGA BELAS", "KEEMPAT BELAS", "KELIMA BELAS",
)  # fmt: skip


def render_decree(sheet: DecreeSheet) -> bytes:
    """The decree as PDF/A-3a on F4. The same sheet gives the same bytes."""
    sheet = tidied(sheet)
    dictum = list(zip(ORDINALS, sheet.dictum, strict=False))
    if len(dictum) < len(sheet.dictum):
        raise ValueError(f"a decree has at most {len(ORDINALS)} dictums")
    context = {"sheet": sheet, "dictum": dictum[:-1], "last_dictum": dictum[-1:]}
    return render_pdf(
        render_to_string("paper/keputusan.html", context),
        title=f"{sheet.cited_as} tentang {' '.join(sheet.about)}",
        dated=sheet.dated or sheet.made_on,
        subject=sheet.period,
        author=" ".join(sheet.office),
        files=pictures(sheet.proof.url, sheet.emblem),
    )
