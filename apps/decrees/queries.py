"""A decree as its paper needs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.common.paper import Proof
from apps.common.templatetags.paper import letter
from apps.decrees import wording
from apps.decrees.models import (
    BlockKind,
    Decree,
    DecreeBlock,
    DecreeCopy,
    DecreeLine,
    DecreeState,
    PlanState,
    PressAddress,
    PublicationPlan,
)
from apps.decrees.paper import ORDINALS
from apps.decrees.sheets import Certifier, Clause, CorrectedRow, DecreeGroup, DecreeList, DecreeRow, DecreeSheet
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun
from apps.results.queries import corrections_between, next_edition, publication_before
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
        "run__period__instrument", "corrects"
    )


def correction_of(decree: Decree) -> Decree | None:
    """The decree that took the place of this one and that the public may read.

    One that was itself corrected before its results were published is passed over.
    """
    rows = Decree.objects.filter(state=DecreeState.ISSUED).select_related("run__publication")
    following = rows.filter(corrects=decree).first()
    while following and not hasattr(following.run, "publication"):
        following = rows.filter(corrects=following).first()
    return following


def with_corrections(decrees: QuerySet[Decree]) -> QuerySet[Decree]:
    """Each with `is_corrected`: whether another that the public may read took its place.

    The decrees of a period correct one another in the order in which they were begun.
    """
    later = issued_decrees().filter(run__period=OuterRef("run__period"), pk__gt=OuterRef("pk"))
    return decrees.annotate(is_corrected=Exists(later))


def awaits_publication(decree: Decree) -> bool:
    """Whether the decree's results are those that the period publishes next."""
    return decree.run.edition == next_edition(decree.run.period)


def made_copies(decree: Decree) -> QuerySet[DecreeCopy]:
    """The certified copies whose paper is kept, the latest first."""
    return decree.copies.exclude(sha256="")


def waiting_plans(period: EvaluationPeriod) -> QuerySet[PublicationPlan]:
    """The hour that is set for a period and has not come about yet: none or one."""
    return PublicationPlan.objects.filter(period=period, state=PlanState.WAITING).select_related("decree", "set_by")


def press_of(period: EvaluationPeriod) -> list[PressAddress]:
    """Whom the press list names for a period, each address once; of a simulation only who is named for it."""
    named = Q(period=period) if period.is_simulation else Q(period=period) | Q(period=None)
    return list({one.email.lower(): one for one in PressAddress.objects.filter(named)}.values())


def texts_of(decree: Decree) -> dict[str, list[str]]:
    """The paragraphs by kind, each in its order."""
    texts: dict[str, list[str]] = {kind: [] for kind in BlockKind.values}
    for block in decree.blocks.all():
        texts[block.kind].append(block.text)
    return texts


@dataclass(frozen=True)
class PartOfWords:
    """All paragraphs of one kind, with the labels that the paper gives them."""

    kind: BlockKind
    blocks: Sequence[tuple[str, DecreeBlock, Clause]]


def words_of(decree: Decree) -> list[PartOfWords]:
    """The paragraphs in the order of the paper: a, b, c; 1, 2, 3; KESATU, KEDUA; 1, 2, 3."""
    by_kind: dict[str, list[DecreeBlock]] = {}
    for block in decree.blocks.select_related("by"):
        by_kind.setdefault(block.kind, []).append(block)
    return [
        PartOfWords(
            kind,
            [
                (label_of(kind, place), block, clause_of(block.text))
                for place, block in enumerate(by_kind.get(kind, []), 1)
            ],
        )
        for kind in BlockKind
    ]


def label_of(kind: BlockKind, place: int) -> str:
    """What stands before the paragraph in this place, counted from 1."""
    if kind == BlockKind.CONSIDERATION:
        return f"{letter(place).lower()}."
    if kind == BlockKind.DICTUM:
        return ORDINALS[place - 1] if place <= len(ORDINALS) else str(place)
    return f"{place}."


def block_history() -> QuerySet[Any]:
    """Every text that a paragraph has ever had: rows of DecreeBlockEvent."""
    model: Any = DecreeBlock.pgh_event_model  # type: ignore[attr-defined]
    return model.objects.all()


def removed_blocks(decree: Decree) -> list[Any]:
    """The last words of every paragraph that was taken out, the latest first: rows of DecreeBlockEvent."""
    standing = DecreeBlock.objects.filter(decree=decree).values("pk")
    events = block_history().filter(decree_id=decree.pk).exclude(id__in=standing)
    last = events.order_by("id", "-pgh_id").distinct("id")
    return sorted(last, key=lambda event: event.pgh_id, reverse=True)


def texts_before(block: DecreeBlock) -> list[Any]:
    """The former texts of a paragraph, the latest first: rows of DecreeBlockEvent."""
    events = block_history().filter(id=block.pk, version__lt=block.version)
    return list(events.select_related("by").order_by("-version", "-pgh_id").distinct("version"))


def name_of(decree: Decree, kind: str = wording.DECREE) -> str:
    """The decree as another cites it: "Keputusan Menteri ... Nomor 13 Tahun 2024"."""
    return f"{kind} Nomor {decree.number} Tahun {decree.year}"


def sheet_of(decree: Decree, *, is_draft: bool, signed_as: str = "", certifier: Certifier | None = None) -> DecreeSheet:
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
        certifier=certifier,
        corrects=name_of(decree.corrects, wording.CITED_AS).upper() if decree.corrects else "",
        corrections=corrections_in(decree),
        signed_as=signed_as,
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def corrections_in(decree: Decree) -> list[CorrectedRow]:
    """Whose levels were corrected between the figures that were public, or decreed, before and those of this decree.

    The index from and to, and of which indicators; levels and reasons stand in the ledger. Four queries at most.
    """
    published = publication_before(decree.run)
    before = published.run if published else decree.corrects.run if decree.corrects else None
    numbers: dict[Evaluation, list[int]] = {}
    for word in corrections_between(before, decree.run):
        numbers.setdefault(word.evaluation, []).append(word.indicator.number)
    if not numbers:
        return []
    old = _figures_of(before, numbers) if before else {}
    new = _figures_of(decree.run, numbers)
    return [
        CorrectedRow(
            code=one.institution.code,
            name=one.institution.name,
            indicators=", ".join(map(str, dict.fromkeys(found))),
            before=old.get(one.pk),
            after=new[one.pk],
        )
        for one, found in numbers.items()
    ]


def _figures_of(run: FinalisationRun, evaluations: Iterable[Evaluation]) -> dict[int, tuple[Decimal, str]]:
    results = run.results.filter(evaluation__in=list(evaluations)).select_related("predikat")
    return {one.evaluation_id: (one.stated, one.predikat.name) for one in results}


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
    coded = [(line, line.result.evaluation.institution.code) for line in lines]
    rows = [(line, DecreeRow(line.position, line.name, line.stated, line.predikat, code)) for line, code in coded]
    if name in Category.values:
        return [DecreeGroup(heading="", guide_word=LISTS[name], rows=[row for _, row in rows])]
    by_province = groupby(rows, key=lambda pair: str(pair[0].result.evaluation.institution.province))
    return [
        DecreeGroup(heading=f"Provinsi {province}", guide_word=f"Provinsi {province}", rows=[row for _, row in group])
        for province, group in by_province
    ]
