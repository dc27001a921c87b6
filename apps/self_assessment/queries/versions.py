"""Every version of an answer with what it changed, and the evidence that came and went in between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator

from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries.history import change_in_words, events_of
from apps.self_assessment.texts import LABELS, TEXT_FIELDS, AnswerText, Step, compared

VERSIONS = 20
# So many characters of a run are shown in a list: of one that changed, and of one that did not.
LONGEST_CHANGE = 1200
LONGEST_CONTEXT = 240
# What is said of a piece of evidence, and may be said better.
DESCRIBED = {"proves": "Apa yang dibuktikan", "place": "Halaman atau pasal"}


@dataclass(frozen=True)
class Change:
    """How one part of an answer became what it is."""

    label: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class Version:
    """One version: by whom, when, what became of the answer, and every text that changed."""

    number: int
    at: datetime
    by: str
    words: str
    text: AnswerText
    level_before: Decimal | None
    changes: Sequence[Change] = ()
    is_current: bool = False

    @property
    def changed_level(self) -> bool:
        return self.text.level != self.level_before

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Every text of this version with its label, those that are empty left out."""
        named = [(LABELS[name], getattr(self.text, name)) for name in ("service_name", *TEXT_FIELDS)]
        return [(label, words) for label, words in named if words]


@dataclass(frozen=True)
class EvidenceMove:
    """A piece of evidence that was added, described in other words, or taken back."""

    at: datetime
    by: str
    words: str
    evidence: Evidence
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Versions:
    """A page of the history, newest first. `page` counts versions; evidence stands between them by its time."""

    page: Page
    entries: Sequence[Version | EvidenceMove] = field(default_factory=list)


def versions_of(answer: Answer, page: int | str = 1) -> Versions:
    """A page of the history of an answer. Three queries, however many versions there are."""
    # Versions are counted without a gap from 1 on, so nothing has to be counted.
    numbers = Paginator(range(answer.version, 0, -1), VERSIONS).get_page(page)
    shown = list(numbers.object_list)
    events = _events_around(answer, shown)
    versions = [one for one in _versions(answer, events, is_short=True) if one.number in shown]
    newer = next((one.updated_at for one in events if shown and one.version > shown[0]), None)
    oldest = versions[-1].at if versions and numbers.has_next() else None
    moves = [
        move
        for move in _evidence_moves(answer)
        if (newer is None or move.at < newer) and (oldest is None or move.at >= oldest)
    ]
    entries: list[Version | EvidenceMove] = [*versions, *moves]
    return Versions(numbers, sorted(entries, key=_newest_last, reverse=True))


def version_of(answer: Answer, number: int) -> Version | None:
    """One version, whole. One query."""
    found = _versions(answer, _events_around(answer, [number]), is_short=False)
    return next((one for one in found if one.number == number), None)


def _events_around(answer: Answer, numbers: list[int]) -> list[Any]:
    """The recorded rows of these versions with the one before and the one after, newest first."""
    if not numbers:
        return []
    rows = events_of(answer).filter(version__gte=min(numbers) - 1, version__lte=max(numbers) + 1)
    return list(rows.order_by("-version"))


def _versions(answer: Answer, events: list[Any], *, is_short: bool) -> list[Version]:
    found = []
    for new, old in pairwise([*events, None]):
        before = AnswerText() if old is None else AnswerText.of(old)
        text = AnswerText.of(new)
        found.append(
            Version(
                number=new.version,
                at=new.updated_at,
                by=str(new.updated_by or "Sistem"),
                words=change_in_words(old or Answer(), new),
                text=text,
                level_before=before.level,
                changes=_changes(before, text, is_short=is_short),
                is_current=new.version == answer.version,
            )
        )
    return found


def _changes(before: AnswerText, text: AnswerText, *, is_short: bool) -> list[Change]:
    found = []
    for name in ("service_name", *TEXT_FIELDS):
        old, new = getattr(before, name), getattr(text, name)
        if old != new:
            steps = compared(old, new)
            found.append(Change(LABELS[name], list(map(_shortened, steps)) if is_short else steps))
    return found


def _shortened(step: Step) -> Step:
    most = LONGEST_CONTEXT if step.kind == "same" else LONGEST_CHANGE
    return Step(step.kind, _ends(step.old, most), _ends(step.new, most))


def _ends(words: str, most: int) -> str:
    """Both ends of a run that is too long to be read in passing."""
    return words if len(words) <= most else f"{words[: most // 2]} […] {words[-most // 2 :]}"


def _evidence_moves(answer: Answer) -> Iterable[EvidenceMove]:
    rows = Evidence.objects.filter(evaluation=answer.evaluation_id, indicator=answer.indicator_id)
    pieces = {one.pk: one for one in rows.select_related("file", "added_by", "withdrawn_by")}
    yield from _rewordings(pieces)
    for one in pieces.values():
        added = "mengambil alih bukti tahun lalu" if one.taken_over_from_id else "menambahkan bukti"
        added = f"mengganti bukti dengan edisi {one.edition}" if one.replaces_id else added
        yield EvidenceMove(one.added_at, str(one.added_by or "Sistem"), added, one)
        if one.withdrawn_at is not None:
            yield EvidenceMove(one.withdrawn_at, str(one.withdrawn_by or "Sistem"), "menarik bukti", one)


def _rewordings(pieces: Mapping[int, Evidence]) -> Iterable[EvidenceMove]:
    """Where other words were found for what a piece proves, or where; from the database's own record."""
    events = apps.get_model("self_assessment", "EvidenceEvent").objects.filter(pgh_obj__in=pieces)
    told = events.select_related("changed_by").order_by("pgh_obj", "version", "pgh_id")
    for old, new in pairwise(told):
        if old.pgh_obj_id != new.pgh_obj_id:
            continue
        changes = [
            Change(label, compared(getattr(old, name), getattr(new, name)))
            for name, label in DESCRIBED.items()
            if getattr(old, name) != getattr(new, name)
        ]
        if changes:
            by = str(new.changed_by or "Sistem")
            piece = pieces[new.pgh_obj_id]
            yield EvidenceMove(new.changed_at or new.pgh_created_at, by, "mengubah keterangan bukti", piece, changes)


def _newest_last(entry: Version | EvidenceMove) -> tuple[datetime, int]:
    return entry.at, entry.number if isinstance(entry, Version) else 0
