"""The report on the nation on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from apps.common.charts import Axis, Bar, distribution, radar
from apps.common.paper import Proof, pictures, tidied
from apps.common.pdf import render_pdf
from apps.reports.drawings import AXES_OF_A_SHAPE, cover
from apps.reports.nation import Nation


@dataclass(frozen=True)
class NationalSheet:
    """What frames the figures."""

    matter: str
    subject: str
    year: int
    period: str
    ministry: Sequence[str]
    publisher: str
    dated: date
    method: Sequence[str]
    minimum: Decimal
    maximum: Decimal
    target: Decimal | None
    target_level: Decimal | None
    proof: Proof
    is_draft: bool = False
    simulation_label: str | None = None
    emblem: bytes | None = None

    @property
    def kind(self) -> str:
        return "Profil Nasional"


def render_national(sheet: NationalSheet, nation: Nation) -> bytes:
    """The report as PDF/A-3a on A4. The same figures give the same bytes."""
    sheet = tidied(sheet)
    leaves = [one for one in nation.parts if one.is_leaf]
    axes = [Axis(one.part.name, one.stated, sheet.target_level) for one in leaves]
    bars = [
        Bar(band.name, number, band.position, len(nation.bands))
        for band, number in zip(nation.bands, nation.whole.by_predikat, strict=True)
    ]
    context = {
        "sheet": sheet,
        "nation": nation,
        "groups": [
            ("puncak", nation.whole),
            *(("induk", group) for group in nation.tracks),
            *(("daun d0", group) for group in nation.categories),
        ],
        "cover": cover(leaves, sheet.minimum, sheet.maximum),
        "bars": distribution(bars, title="Banyaknya instansi menurut predikat", for_paper=True),
        "radar": radar(axes, sheet.minimum, sheet.maximum, title="Rata-rata nasional tiap bagian", for_paper=True)
        if len(axes) >= AXES_OF_A_SHAPE
        else None,
    }
    return render_pdf(
        render_to_string("paper/profil_nasional.html", context),
        title=f"{sheet.kind} {sheet.matter} Tahun {sheet.year}",
        dated=sheet.dated,
        subject=sheet.period,
        author=" ".join(sheet.ministry),
        files=pictures(sheet.proof.url, sheet.emblem),
    )
