"""A decree as its paper needs it."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.common.paper import Proof
from apps.decrees import wording
from apps.decrees.models import BlockKind, Decree, DecreeLine, DecreeState
from apps.decrees.paper import Clause, DecreeGroup, DecreeList, DecreeRow, DecreeSheet
from apps.institutions.models import Category
from apps.rules.stages import LABELS, Track

# The lists of the annex in their order, under the headings that the paper prints.
LISTS = {
    Category.MINISTRY.value: "Kementerian",
    Category.AGENCY.value: "Lembaga Pemerintah Nonkementerian",
    Category.OTHER_BODY.value: "Lembaga Lain",
    Category.PROVINCE.value: "Pemerintah Provinsi",
    "kabupaten_kota": "Pemerintah Kabupaten dan Kota",
}
TRACKS = (Track.EVALUATION, Track.MONITORING)


def issued_decrees() -> QuerySet[Decree]:
    """Decrees that the public may read: issued, and their results published."""
    return Decree.objects.filter(state=DecreeState.ISSUED, run__publication__isnull=False).select_related(
        "run__period__instrument"
    )


def texts_of(decree: Decree) -> dict[str, list[str]]:
    """The paragraphs by kind, each in its order."""
    texts: dict[str, list[str]] = {kind: [] for kind in BlockKind.values}
    for block in decree.blocks.all():
        texts[block.kind].append(block.text)
    return texts


def sheet_of(decree: Decree, *, is_draft: bool) -> DecreeSheet:
    """Everything the paper says of this decree."""
    run, period = decree.run, decree.run.period
    texts = texts_of(decree)
    return DecreeSheet(
        number=decree.number or None,
        year=decree.year,
        office=wording.OFFICE,
        title=wording.TITLE,
        cited_as=wording.CITED_AS,
        about=decree.title.splitlines(),
        considerations=texts[BlockKind.CONSIDERATION],
        legal_basis=texts[BlockKind.BASIS],
        dictum=[clause_of(text) for text in texts[BlockKind.DICTUM]],
        place=decree.place,
        dated=decree.dated,
        made_on=timezone.localdate(run.computed_at) if run.computed_at else timezone.localdate(run.started_at),
        signatory_title=wording.SIGNATORY_TITLE,
        signatory_name=decree.signatory,
        copies_to=texts[BlockKind.COPY],
        lists=lists_of(decree),
        index_name=f"Indeks {period.instrument.subject_short}",
        period=f"Evaluasi {period.instrument.subject_short} Tahun {period.year}",
        proof=Proof(decree.code, settings.SITE_URL + reverse("portal:verify", args=[decree.code]), run.content_sha256),
        is_draft=is_draft,
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def clause_of(text: str) -> Clause:
    """A paragraph of the editor: its first line, and the points on the lines after it."""
    first, *points = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return Clause(first, tuple(points))


def lists_of(decree: Decree) -> list[DecreeList]:
    """The annex: for each track its lists, kabupaten and kota under their province."""
    lines: dict[str, list[DecreeLine]] = {}
    for line in decree.lines.select_related("result__evaluation__institution__province"):
        lines.setdefault(line.list_name, []).append(line)
    return [
        DecreeList(title=title, track=LABELS[track], groups=_groups(name, lines[f"{track}:{name}"]))
        for track in TRACKS
        for name, title in LISTS.items()
        if f"{track}:{name}" in lines
    ]


def _groups(name: str, lines: Sequence[DecreeLine]) -> list[DecreeGroup]:
    rows = [(line, DecreeRow(line.position, line.name, line.stated, line.predikat)) for line in lines]
    if name in Category.values:
        return [DecreeGroup(heading="", guide_word=LISTS[name], rows=[row for _, row in rows])]
    by_province = groupby(rows, key=lambda pair: str(pair[0].result.evaluation.institution.province))
    return [
        DecreeGroup(heading=f"Provinsi {province}", guide_word=f"Provinsi {province}", rows=[row for _, row in group])
        for province, group in by_province
    ]
