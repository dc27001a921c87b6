"""What the minutes of interview and visit have in common, as data for paper."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from apps.common.formats import level
from apps.common.minutes import Column, Fact, MinutesGroup, MinutesRow, MinutesSheet, MinutesTable, Picture, Signature
from apps.common.paper import Proof
from apps.evaluations.agenda import AgendaItem
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import stages_opened


def minutes_sheet(
    evaluation: Evaluation,
    items: Sequence[AgendaItem[Any]],
    *,
    kind: str,
    opening: str,
    facts: Sequence[Fact],
    points: Sequence[str],
    notes: Sequence[str],
    pictures: Sequence[Picture] = (),
    place: str,
    dated: date,
    code: str,
) -> MinutesSheet:
    """The sheet of one stage: `kind` as in "INTERVIU", `notes` what was said on each of the items.

    Both sides read it, so it says of earlier stages what the institution may read.
    """
    items = [item.narrowed(stages_opened(evaluation)) for item in items]
    instrument = evaluation.period.instrument
    lead = evaluation.team.members.filter(is_lead=True).select_related("user").first() if evaluation.team else None
    return MinutesSheet(
        letterhead=("TIM ASESOR EKSTERNAL", f"EVALUASI {instrument.subject_short.upper()}"),
        title=(f"BERITA ACARA {kind}", instrument.subject_name.upper(), f"TAHUN {evaluation.period.year}"),
        number="",
        opening=(opening,),
        facts=facts,
        body=(),
        points=points,
        closing=("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",),
        place=place,
        dated=dated,
        signatures=(
            Signature(("Ketua Tim Asesor",), str(lead.user) if lead else ""),
            Signature((f"Koordinator {instrument.subject_short}", str(evaluation.institution))),
        ),
        proof=Proof(code, settings.SITE_URL + reverse("portal:verify", args=[code]), ""),
        summary=MinutesTable(
            title="Indikator dan hasilnya",
            name_head="Indikator",
            columns=(Column("Sebelum"), Column("Sesudah")),
            groups=(MinutesGroup("", tuple(_row(item, note) for item, note in zip(items, notes, strict=True))),),
            note_head="Yang dibahas dan hasilnya",
        ),
        pictures=tuple(pictures),
        simulation_label=evaluation.period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def _row(item: AgendaItem[Any], note: str) -> MinutesRow:
    return MinutesRow(str(item.indicator.number), item.indicator.name, (level(item.before), level(item.after)), note)
