"""The certificate of an award as PDF."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from apps.common.paper import Proof, pictures, tidied
from apps.common.pdf import render_pdf


@dataclass(frozen=True)
class CertificateSheet:
    """What a certificate says. Figures are as printed; `gain` is empty for an award by index."""

    office: tuple[str, ...]
    number: str
    institution: str
    award: str
    rank: str
    """The place in words where there are several or it is shared; "" for the only first one."""
    matter: str
    year: int
    index_name: str
    index: str
    predikat: str
    gain: str
    place: str
    dated: date
    signatory: str
    signatory_office: tuple[str, ...]
    proof: Proof
    simulation_label: str | None = None
    emblem: bytes | None = None


def render_certificate(sheet: CertificateSheet) -> bytes:
    """The certificate as PDF/A-3a, A4 lying. The same sheet gives the same bytes."""
    sheet = tidied(sheet)
    return render_pdf(
        render_to_string("paper/piagam.html", {"sheet": sheet}),
        title=f"Piagam penghargaan {sheet.award} Tahun {sheet.year}: {sheet.institution}",
        dated=sheet.dated,
        subject=sheet.matter,
        author=" ".join(sheet.office),
        files=pictures(sheet.proof.url, sheet.emblem),
    )
