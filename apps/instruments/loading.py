"""Instruments come from their files, never from a form. Only the loader of reference data calls this."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.common.exceptions import InputRefusedError
from apps.common.gate import passing_the_gate
from apps.common.loading import Changes, bring_in_line
from apps.instruments.errata import Hand, is_frozen, note_errata, wording_of
from apps.instruments.models import (
    Criterion,
    Crosswalk,
    CrosswalkKind,
    Indicator,
    Instrument,
    InstrumentChange,
    LevelName,
    Part,
    PredikatBand,
)
from apps.rules.instrument import InstrumentSpec, NodeKey

INSTRUMENT_FIELDS = (
    "name", "legal_basis", "subject_short", "subject_name", "regulation_title", "regulation_gazette",
    "years", "scale_kind", "scale_min", "scale_max", "scale_digits",
    "target_level", "target_index", "wording",
)  # fmt: skip
PART_FIELDS = ("name", "weight", "parent_id", "aliases")
INDICATOR_FIELDS = (
    "part_id", "name", "full_name", "weight", "capability", "question", "explanation", "note",
    "external_index", "names_service", "is_cumulative", "aliases",
)  # fmt: skip


@transaction.atomic
def load_instrument(spec: InstrumentSpec, *, hand: Hand | None = None) -> list[Changes]:
    """Bring the rows of one instrument in line with its file.

    Once a period uses it, the database refuses what figures depend on, and other words enter as errata of `hand`.
    """
    present = Instrument.objects.filter(code=spec.code).first()
    before = wording_of(present) if present and is_frozen(present) else None
    with passing_the_gate():
        changes = [_load_head(spec)]
        instrument = Instrument.objects.get(code=spec.code)
        changes.append(_load_parts(instrument, spec))
        parts = {(part.kind, part.number): part.pk for part in instrument.parts.all()}
        changes += [
            _load_indicators(instrument, spec, parts),
            _load_criteria(instrument, spec),
            _load_level_names(instrument, spec),
            _load_bands(instrument, spec),
        ]
    if before is not None and any(one.touched for one in changes):
        changes.append(Changes("ralat", created=note_errata(before, wording_of(instrument), hand)))
    return changes


@transaction.atomic
def load_crosswalk(path: Path) -> list[Changes]:
    """Which indicators correspond from one instrument to the next, and why the series breaks between them."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        pairs, steps = data["pairs"], data["changes"]
        indicators = _Indicators(path.name)
        links = [indicators.link(pair, f"pairs[{place}]") for place, pair in enumerate(pairs)]
        changes = [indicators.change(step, f"changes[{place}]") for place, step in enumerate(steps)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputRefusedError(f"{path.name}: tidak dapat dibaca ({error!r})") from error
    return [
        bring_in_line(
            "padanan indikator",
            Crosswalk.objects.all(),
            ("earlier_id", "later_id"),
            links,
            ("kind", "on_2021_slide", "note"),
        ),
        bring_in_line(
            "perubahan instrumen",
            InstrumentChange.objects.all(),
            ("earlier_id", "later_id"),
            changes,
            ("dropped", "new", "note"),
        ),
    ]


def _load_head(spec: InstrumentSpec) -> Changes:
    row = Instrument(
        code=spec.code,
        name=spec.name,
        legal_basis=spec.legal_basis,
        subject_short=spec.subject.short,
        subject_name=spec.subject.name,
        regulation_title=spec.regulation.title,
        regulation_gazette=spec.regulation.gazette,
        years=list(spec.years),
        scale_kind=spec.scale.kind,
        scale_min=spec.scale.minimum,
        scale_max=spec.scale.maximum,
        scale_digits=spec.scale.digits,
        target_level=spec.target.level if spec.target else None,
        target_index=spec.target.index if spec.target else None,
        wording=spec.wording,
    )
    present = Instrument.objects.filter(code=spec.code)
    return bring_in_line("instrumen", present, ("code",), [row], INSTRUMENT_FIELDS)


def _load_parts(instrument: Instrument, spec: InstrumentSpec) -> Changes:
    """Depth by depth from the top, since a part needs the id of the one above; what is gone goes last."""
    total = Changes("bagian")
    for kind in spec.hierarchy[:-1]:
        above = {(part.kind, part.number): part.pk for part in instrument.parts.all()}
        rows = [
            Part(
                instrument=instrument,
                kind=node.kind,
                number=node.number,
                name=node.name,
                weight=node.weight,
                parent_id=above[node.parent] if node.parent else None,
                aliases=list(node.aliases),
            )
            for node in spec.parts
            if node.kind == kind
        ]
        total += bring_in_line("bagian", instrument.parts.filter(kind=kind), ("kind", "number"), rows, PART_FIELDS)
    gone = instrument.parts.exclude(kind__in=spec.hierarchy)
    return total + bring_in_line("bagian", gone, ("kind", "number"), [], PART_FIELDS)


def _load_indicators(instrument: Instrument, spec: InstrumentSpec, parts: Mapping[NodeKey, int]) -> Changes:
    rows = [
        Indicator(
            instrument=instrument,
            part_id=parts[one.parent],
            number=one.number,
            name=one.name,
            full_name=one.full_name,
            weight=one.weight,
            capability=one.capability,
            question=one.question,
            explanation=one.explanation,
            note=one.note,
            external_index=one.external_index,
            names_service=one.names_service,
            is_cumulative=one.cumulative,
            aliases=list(one.aliases),
        )
        for one in spec.indicators
        if one.parent  # every indicator has one: the reader of the file has seen to it
    ]
    return bring_in_line("indikator", instrument.indicators.all(), ("number",), rows, INDICATOR_FIELDS)


def _load_criteria(instrument: Instrument, spec: InstrumentSpec) -> Changes:
    ids = dict(instrument.indicators.values_list("number", "pk"))
    rows = [
        Criterion(
            indicator_id=ids[one.number],
            level=level,
            text=text,
            evidence=(one.evidence or {}).get(level, ""),
        )
        for one in spec.indicators
        for level, text in (one.criteria or {}).items()
    ]
    present = Criterion.objects.filter(indicator__instrument=instrument)
    return bring_in_line("kriteria", present, ("indicator_id", "level"), rows, ("text", "evidence"))


def _load_level_names(instrument: Instrument, spec: InstrumentSpec) -> Changes:
    rows = [
        LevelName(instrument=instrument, capability=capability, level=level, name=name)
        for capability, names in spec.level_names.items()
        for level, name in zip(spec.scale.steps, names, strict=True)
    ]
    present = instrument.level_names.all()
    return bring_in_line("nama tingkat", present, ("capability", "level"), rows, ("name",))


def _load_bands(instrument: Instrument, spec: InstrumentSpec) -> Changes:
    rows = [
        PredikatBand(instrument=instrument, name=band.name, slug=band.slug, floor=band.floor, position=position)
        for position, band in enumerate(reversed(spec.bands), start=1)
    ]
    return bring_in_line("predikat", instrument.bands.all(), ("slug",), rows, ("name", "floor", "position"))


class _Indicators:
    """The indicators of every instrument by number, as the ends of the crosswalk name them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.instruments = {one.code: one.pk for one in Instrument.objects.all()}
        self.ids = {
            (code, number): pk for code, number, pk in Indicator.objects.values_list("instrument__code", "number", "pk")
        }

    def link(self, pair: Mapping[str, Any], place: str) -> Crosswalk:
        if pair["kind"] not in CrosswalkKind.values:
            raise InputRefusedError(f"{self.source}: {place}.kind: {pair['kind']!r} tidak dikenal")
        return Crosswalk(
            earlier_id=self.end(pair["from"]["instrument"], pair["from"]["number"], f"{place}.from"),
            later_id=self.end(pair["to"]["instrument"], pair["to"]["number"], f"{place}.to"),
            kind=pair["kind"],
            on_2021_slide=pair.get("on_2021_slide", False),
            note=pair.get("note") or "",
        )

    def change(self, step: Mapping[str, Any], place: str) -> InstrumentChange:
        self.ends(step["from"], step["dropped"], f"{place}.dropped")
        self.ends(step["to"], step["new"], f"{place}.new")
        return InstrumentChange(
            earlier_id=self.instruments[step["from"]],
            later_id=self.instruments[step["to"]],
            dropped=step["dropped"],
            new=step["new"],
            note=step["note"],
        )

    def ends(self, code: str, numbers: Iterable[int], place: str) -> None:
        for number in numbers:
            self.end(code, number, place)

    def end(self, code: str, number: int, place: str) -> int:
        if (code, number) not in self.ids:
            raise InputRefusedError(f"{self.source}: {place}: indikator {number} dari {code} tidak dikenal")
        return self.ids[code, number]
