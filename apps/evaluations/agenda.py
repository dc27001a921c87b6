"""Reading what interview and visit take up: the marked indicators, what was said before, what is said now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from apps.evaluations.models import Evaluation, EvidenceRequest, LedgerLevel, Mark, MarkedWord
from apps.evaluations.queries import ledger_of
from apps.instruments.models import Indicator
from apps.rules.levels import settled
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage

Said = TypeVar("Said", bound=MarkedWord)


@dataclass(frozen=True)
class Spoken:
    """What one closed stage said of an indicator."""

    label: str
    row: LedgerLevel


@dataclass(frozen=True)
class Wanted:
    """Evidence that is asked for, and until when it is taken."""

    text: str
    until: datetime

    @property
    def is_over(self) -> bool:
        return self.until <= timezone.now()


@dataclass(frozen=True)
class AgendaItem(Generic[Said]):
    """A marked indicator: its question, what earlier stages said, and what this stage says so far."""

    mark: Mark
    spoken: tuple[Spoken, ...]
    before: Decimal | None
    """The level that stands unless this stage gives another."""
    word: Said | None

    @property
    def asked(self) -> "Wanted | None":
        """The evidence that is still asked for on it, by the latest request."""
        return Wanted(self.mark.asked_text, self.mark.asked_until) if self.mark.asked_until else None  # type: ignore[attr-defined]

    @property
    def indicator(self) -> Indicator:
        return self.mark.indicator

    @property
    def after(self) -> Decimal | None:
        """The level with what this stage says so far."""
        return self.before if self.word is None or self.word.level is None else self.word.level

    @property
    def is_changed(self) -> bool:
        return self.after != self.before

    def narrowed(self, stages: Collection[Stage]) -> "AgendaItem[Said]":
        """The same for whoever reads the word of these stages alone.

        Where the stage that decided so far is none of them, the level that stands is not said either.
        """
        spoken = tuple(one for one in self.spoken if one.row.stage in stages)
        is_known = not self.spoken or self.spoken[-1] in spoken
        return replace(self, spoken=spoken, before=self.before if is_known else None)

    def hushed(self) -> "AgendaItem[Said]":
        """The same without what this stage itself says so far."""
        return replace(self, word=None)


def marked_indicator(evaluation: Evaluation, stage: Stage, number: int) -> Indicator | None:
    """The indicator, if it is marked for the stage. One query."""
    marks = Mark.objects.filter(evaluation=evaluation, stage=stage, indicator__number=number)
    mark = marks.select_related("indicator").first()
    return mark.indicator if mark else None


def silent_marks(evaluations: Iterable[Evaluation], stage: Stage, model: type[MarkedWord]) -> QuerySet[Mark]:
    """What is marked for the stage and has no result yet."""
    said = model._default_manager.filter(evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"))
    return Mark.objects.filter(~Exists(said), evaluation__in=list(evaluations), stage=stage)


def next_silent(evaluation: Evaluation, stage: Stage, model: type[MarkedWord], number: int) -> int | None:
    """The marked indicator without a result that comes next: after `number`, else from the beginning. One query."""
    silent = list(silent_marks([evaluation], stage, model).values_list("indicator__number", flat=True))
    return next((one for one in silent if one > number), silent[0] if silent else None)


def agenda_of(
    evaluation: Evaluation, stage: Stage, model: type[Said], *, number: int | None = None
) -> list[AgendaItem[Said]]:
    """Everything marked for a stage, in the order of the instrument; three queries. `number` asks for one only."""
    wanted = EvidenceRequest.objects.filter(evaluation=evaluation, indicator=OuterRef("indicator")).order_by("-pk")
    marks = (
        Mark.objects.filter(evaluation=evaluation, stage=stage)
        .select_related("indicator", "by")
        .annotate(
            asked_text=Subquery(wanted.values("text")[:1]),
            asked_until=Subquery(wanted.values("until")[:1]),
        )
    )
    if number is not None:
        marks = marks.filter(indicator__number=number)
    found = list(marks)
    earlier = LEDGER_ORDER[: LEDGER_ORDER.index(stage)]
    ledger = ledger_of([evaluation.pk]).get(evaluation.pk, {}) if found else {}
    rows = model._default_manager.filter(
        evaluation=evaluation, indicator__in=[mark.indicator_id for mark in found]
    ).select_related("updated_by")
    words = {row.indicator_id: row for row in rows} if found else {}
    items = []
    for mark in found:
        said = ledger.get(mark.indicator_id, {})
        items.append(
            AgendaItem(
                mark=mark,
                spoken=tuple(Spoken(LABELS[one], said[one]) for one in earlier if one in said),
                before=settled({one: said[one].level for one in earlier if one in said}),
                word=words.get(mark.indicator_id),
            )
        )
    return items
