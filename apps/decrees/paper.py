"""The Keputusan Menteri on paper."""

from django.template.loader import render_to_string

from apps.common.paper import pictures, tidied
from apps.common.pdf import render_pdf
from apps.decrees.annex import attachments
from apps.decrees.sheets import DecreeSheet

ORDINALS = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN",
    "KESEPULUH", "KESEBELAS", "KEDUA BELAS", "KETIGA BELAS", "KEEMPAT BELAS", "KELIMA BELAS",
)  # fmt: skip


def render_decree(sheet: DecreeSheet) -> bytes:
    """The decree as PDF/A-3a on F4, the rows of its annex inside as data. The same sheet gives the same bytes."""
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
        attachments=attachments(sheet),
    )
