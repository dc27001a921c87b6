"""Minutes, statements and receipts: one paper, the differences as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from apps.common.paper import Proof, pictures, tidied
from apps.common.pdf import NO_FILES, render_pdf


@dataclass(frozen=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True)
class Column:
    """A column of figures of the table, such as "Sebelum" and "Sesudah"."""

    head: str


@dataclass(frozen=True)
class MinutesRow:
    """One indicator: its figures as printed, in the order of the columns, and what was noted."""

    number: str
    name: str
    figures: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class MinutesGroup:
    """Rows under one heading, such as an aspect; "" for none."""

    heading: str
    rows: Sequence[MinutesRow]


@dataclass(frozen=True)
class MinutesTable:
    """A table over indicators or anything else that has a number and a name."""

    title: str
    name_head: str
    columns: Sequence[Column]
    groups: Sequence[MinutesGroup]
    note_head: str = ""
    """Head of the notes; "" leaves the column out."""
    empty: str = "Tidak ada indikator dalam daftar ini."

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)

    @property
    def width(self) -> int:
        return 2 + len(self.columns) + bool(self.note_head)


@dataclass(frozen=True)
class Signature:
    """Who signs, and as what. An empty name leaves a line to write on."""

    role: Sequence[str]
    name: str = ""
    number: str = ""
    """NIP or the like; "" prints none."""


@dataclass(frozen=True)
class Picture:
    """A photo with the words beneath it. `sha256` is that of the photo as it was brought."""

    name: str
    caption: str
    sha256: str
    drawn: str
    """Where its small picture lies beneath MEDIA_ROOT; without it the paper prints a frame that says so."""

    @property
    def is_drawn(self) -> bool:
        return self.path.is_file()

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.drawn


@dataclass(frozen=True)
class MinutesSheet:
    """A Berita Acara or Pernyataan. A tuple of strings is a tuple of lines, paragraphs or points."""

    letterhead: Sequence[str]
    """The institution's own, in capitals, as lines."""
    title: Sequence[str]
    """In capitals: BERITA ACARA INTERVIU / SISTEM ... / TAHUN ..."""
    number: str
    """As the institution numbers it; "" leaves a line to write on."""
    opening: Sequence[str]
    facts: Sequence[Fact]
    body: Sequence[str]
    """Paragraphs between the facts and the points."""
    points: Sequence[str]
    closing: Sequence[str]
    place: str
    dated: date
    signatures: Sequence[Signature]
    proof: Proof
    summary: MinutesTable | None = None
    """A short table within the text."""
    annex: MinutesTable | None = None
    """A long one on pages of its own, counted apart."""
    pictures: Sequence[Picture] = ()
    simulation_label: str | None = None
    emblem: bytes | None = None


@dataclass(frozen=True)
class Fingerprint:
    """Something that was received, with the SHA-256 of it. `note`: its level, its size."""

    number: str
    name: str
    note: str
    sha256: str


@dataclass(frozen=True)
class FingerprintTable:
    title: str
    name_head: str
    note_head: str
    rows: Sequence[Fingerprint]
    empty: str


@dataclass(frozen=True)
class Receipt:
    """A Tanda Terima: what was received, from whom and when, with the seal of it."""

    title: str
    institution: str
    received: str
    """The moment with its zone, as printed."""
    dated: date
    facts: Sequence[Fact]
    items: Sequence[str]
    items_head: str
    proof: Proof
    checkpoint: Sequence[Fact] = ()
    """Where the chain of history stood: carried outside the database, so that nobody rewrites it unnoticed."""
    annexes: Sequence[FingerprintTable] = ()
    simulation_label: str | None = None


def render_minutes(sheet: MinutesSheet) -> bytes:
    """The minutes as PDF/A-3a on A4, with the table of indicators as an annex where one is given."""
    sheet = tidied(sheet)
    photos = {one.name: one.path.read_bytes() for one in sheet.pictures if one.is_drawn}
    return _render("paper/berita_acara.html", sheet, " ".join(sheet.title), sheet.emblem, photos)


def render_statement(sheet: MinutesSheet) -> bytes:
    """A statement, such as the consent to publication: minutes without any table."""
    if sheet.summary or sheet.annex:
        raise ValueError("a statement has no table")
    return render_minutes(sheet)


def render_receipt(receipt: Receipt) -> bytes:
    """The receipt as PDF/A-3a on A4."""
    receipt = tidied(receipt)
    return _render("paper/tanda_terima.html", receipt, f"{receipt.title}: {receipt.institution}", None)


def _render(
    template: str,
    sheet: MinutesSheet | Receipt,
    title: str,
    emblem: bytes | None,
    photos: Mapping[str, bytes] = NO_FILES,
) -> bytes:
    return render_pdf(
        render_to_string(template, {"sheet": sheet}),
        title=title,
        dated=sheet.dated,
        files={**pictures(sheet.proof.url, emblem), **photos},
    )
