"""What the minutes of interview and visit have in common: as data for paper, and what is signed of them.

A room registers how its minutes are written:

    MINUTES[Stage.INTERVIEW] = MinutesRoom(sheet_of, Clarification, "interview:detail", "interview:minutes", ...)
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from apps.common.formats import figure, level, wib
from apps.common.minutes import Column, Fact, MinutesGroup, MinutesRow, MinutesSheet, MinutesTable, Picture, Signature
from apps.common.paper import Proof
from apps.evaluations.agenda import AgendaItem
from apps.evaluations.models import Evaluation, MarkedWord, Means, MinutesPaper, MinutesSignature, Side
from apps.evaluations.permissions import stages_opened
from apps.evaluations.queries import ledger_of
from apps.evaluations.reopenings import reopened_at
from apps.instruments.queries import Figures, shape_of
from apps.rules.levels import settled
from apps.rules.stages import LEDGER_ORDER, Stage


@dataclass(frozen=True)
class MinutesRoom:
    """How the minutes of one stage are written, and where: the sheet, its rows, its pages, the job that renders it."""

    sheet_of: Callable[[Evaluation], MinutesSheet]
    words: type[MarkedWord]
    detail_url: str
    paper_url: str
    job: str


MINUTES: dict[Stage, MinutesRoom] = {}


@dataclass(frozen=True)
class Standing:
    """The minutes of a stage as they stand: the latest rendering, who signed its content, and what no longer counts."""

    stage: Stage
    paper: MinutesPaper | None
    signatures: Mapping[str, MinutesSignature]
    fallen: Sequence[MinutesSignature]
    """Signatures under another content, or from before the stage was opened again."""

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed."""
        return len(self.signatures) == len(Side)

    @property
    def sides(self) -> list[tuple[str, MinutesSignature | None]]:
        """Every side by its name, with its signature."""
        return [(side.label, self.signatures.get(side)) for side in Side]


def minutes_of(evaluation: Evaluation, stage: Stage) -> Standing:
    """Three queries. What was signed before the stage was opened again no longer counts."""
    since = reopened_at(evaluation, stage)
    paper = MinutesPaper.objects.filter(evaluation=evaluation, stage=stage).first()
    found = list(MinutesSignature.objects.filter(evaluation=evaluation, stage=stage).select_related("by"))
    content = paper.levels_sha256 if paper else ""
    counting = [one for one in found if one.levels_sha256 == content and (since is None or one.at > since)]
    return Standing(stage, paper, {one.side: one for one in counting}, [one for one in found if one not in counting])


@dataclass(frozen=True)
class Effect:
    """What a stage does to the index: before it, with what it says, and with what the institution asks for."""

    before: Figures
    after: Figures
    asked: Figures | None = None
    """None where the institution asks for no other level."""
    is_open: bool = True
    """Whether the institution may know what the stages before said."""


def effect_of(
    evaluation: Evaluation, stage: Stage, items: Sequence[AgendaItem[Any]], asked: Mapping[int, Any] | None = None
) -> Effect:
    """The index without and with what a stage says; `asked`: levels by indicator. Four queries."""
    shape = shape_of(evaluation.period.instrument)
    earlier = LEDGER_ORDER[: LEDGER_ORDER.index(stage)]
    levels = {}
    spoken: set[Stage] = set()
    for indicator, said in ledger_of([evaluation.pk]).get(evaluation.pk, {}).items():
        spoken |= said.keys() & set(earlier)
        found = settled({one: said[one].level for one in earlier if one in said})
        if found is not None:
            levels[indicator] = found
    after = levels | {item.indicator.pk: item.after for item in items if item.after is not None}
    requested = shape.figures(after | dict(asked)) if asked else None
    return Effect(shape.figures(levels), shape.figures(after), requested, spoken <= set(stages_opened(evaluation)))


def effect_points(effect: Effect, kind: str) -> list[str]:
    """The same in sentences, stated and exact; none while an indicator has no level at all.

    None, too, while the period keeps an earlier stage from the institution: the index would tell its levels.
    """
    if effect.before.exact is None or effect.after.exact is None or not effect.is_open:
        return []
    points = [
        f"indeks sebelum {kind} {_figure(effect.before)}, sesudah {kind} {_figure(effect.after)}",
    ]
    if effect.asked is not None:
        points.append(f"bila seluruh tingkat yang diminta instansi diterima, indeks menjadi {_figure(effect.asked)}")
    return points


def enumerated(points: Sequence[str]) -> tuple[str, ...]:
    """Points of one sentence, with the signs between them."""
    *before, one, last = points
    return (*(f"{point};" for point in before), f"{one}; dan", f"{last}.")


def _figure(figures: Figures) -> str:
    exact = figures.complete
    return f"{figure(figures.index)} (tepat {exact.numerator}/{exact.denominator})"


def digest_of(sheet: MinutesSheet) -> str:
    """SHA-256 of what the minutes state, in hex: everything but who signs it, its code and its emblem."""
    stated = asdict(replace(sheet, signatures=(), proof=Proof("", "", ""), emblem=None))
    text = json.dumps(stated, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def signed(sheet: MinutesSheet, digest: str, signatures: Mapping[str, MinutesSignature]) -> MinutesSheet:
    """The sheet as it is printed: with its hash, and with those who have signed it, by side."""
    blocks = [
        _signed_block(block, signatures.get(side))
        for block, side in zip(sheet.signatures, (Side.ASSESSORS, Side.INSTITUTION), strict=True)
    ]
    return replace(sheet, proof=replace(sheet.proof, content_hash=digest), signatures=tuple(blocks))


def _signed_block(block: Signature, found: MinutesSignature | None) -> Signature:
    if found is None:
        return block
    how = "secara elektronik" if found.means == Means.CODE else "di atas kertas"
    return replace(block, name=str(found.by), number=f"Ditandatangani {how}, {wib(found.at)}")


def minutes_sheet(
    evaluation: Evaluation,
    items: Sequence[AgendaItem[Any]],
    *,
    stage: Stage,
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
    again = reopened_at(evaluation, stage)
    round_of = [Fact("Dibuka kembali", f"{wib(again)}; berita acara sebelumnya digantikan")] if again else []
    lead = evaluation.team.members.filter(is_lead=True).select_related("user").first() if evaluation.team else None
    return MinutesSheet(
        letterhead=("TIM ASESOR EKSTERNAL", f"EVALUASI {instrument.subject_short.upper()}"),
        title=(f"BERITA ACARA {kind}", instrument.subject_name.upper(), f"TAHUN {evaluation.period.year}"),
        number="",
        opening=(opening,),
        facts=(*facts, *round_of),
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
