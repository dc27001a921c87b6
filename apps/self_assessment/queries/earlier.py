"""What an institution said of an indicator in its last earlier year, and what the assessors said then."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.permissions import stages_opened
from apps.instruments.models import Crosswalk, CrosswalkKind, Indicator
from apps.rules.levels import settled
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage, Track
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.texts import LABELS as PARTS
from apps.self_assessment.texts import TEXT_FIELDS

ASSESSORS = "tim asesor"
ROLES = {Stage.SELF_ASSESSMENT: "instansi", Stage.CORRECTION: "tim evaluasi"}
# An earlier answer lends its words; the level is judged anew.
LENT = (*TEXT_FIELDS, "service_name")


class Glance(NamedTuple):
    """The last earlier year in a line. `level` is the settled one, where the instrument is still the same."""

    year: int
    is_own: bool
    is_same_instrument: bool
    level: Decimal | None


class Word(NamedTuple):
    """What a stage said, by whose role."""

    stage: str
    role: str
    level: Decimal
    reason: str


class Part(NamedTuple):
    """A part of the earlier explanation that may be taken over."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Source:
    """An earlier answer to this indicator, or to one that corresponds to it in another instrument."""

    indicator: Indicator
    link: Crosswalk | None
    answer: Answer | None
    parts: Sequence[Part]
    evidence: Sequence[Evidence]
    words: Sequence[Word]
    level: Decimal | None

    @property
    def kind(self) -> str:
        """How an indicator of another instrument corresponds; empty for the same one."""
        return CrosswalkKind(self.link.kind).label if self.link else ""


@dataclass(frozen=True)
class EarlierYear:
    """The last earlier evaluation of the institution, narrowed to what concerns one indicator."""

    evaluation: Evaluation
    is_same_instrument: bool
    sources: Sequence[Source]

    @property
    def is_own(self) -> bool:
        return self.evaluation.track == Track.NOT_ASSESSED


def earlier_evaluations(evaluation: Evaluation) -> QuerySet[Evaluation]:
    """Earlier evaluations of the institution that are over, with whichever instrument, the latest first.

    Published ones, and sheets of its own that it has closed. Simulations stand beside simulations only.
    """
    period = evaluation.period
    closed = Exists(LedgerLevel.objects.filter(evaluation=OuterRef("pk")))
    simulated = Q(period__simulation_label="")
    return Evaluation.objects.filter(
        Q(stage=Stage.PUBLISHED) | Q(closed, track=Track.NOT_ASSESSED),
        ~simulated if period.is_simulation else simulated,
        institution=evaluation.institution_id,
        period__year__lt=period.year,
    ).order_by("-period__year", "-pk")


def earlier_at_a_glance(evaluation: Evaluation, indicator: Indicator) -> Glance | None:
    """The last earlier year with its level of this indicator; None if there is none. One query."""
    spoke_last = Case(*[When(stage=stage, then=place) for place, stage in enumerate(LEDGER_ORDER)])
    words = LedgerLevel.objects.filter(evaluation=OuterRef("pk"), indicator=indicator.pk)
    level = Subquery(words.order_by(spoke_last.desc(), "-revision").values("level")[:1])
    found = earlier_evaluations(evaluation).values_list("period__year", "track", "period__instrument", level).first()
    if found is None:
        return None
    year, track, instrument, settled_level = found
    is_same = instrument == evaluation.period.instrument_id
    return Glance(year, track == Track.NOT_ASSESSED, is_same, settled_level if is_same else None)


def earlier_year(evaluation: Evaluation, indicator: Indicator) -> EarlierYear | None:
    """The last earlier year with everything said of this indicator then. At most five queries."""
    earlier = earlier_evaluations(evaluation).select_related("period__instrument", "institution").first()
    if earlier is None:
        return None
    is_same = earlier.period.instrument_id == evaluation.period.instrument_id
    links = {} if is_same else _links(indicator, earlier)
    asked = {indicator.pk: indicator} if is_same else {pk: link.earlier for pk, link in links.items()}
    answers = {one.indicator_id: one for one in Answer.objects.filter(evaluation=earlier, indicator__in=asked)}
    proofs: dict[int, list[Evidence]] = {}
    standing = Evidence.objects.filter(evaluation=earlier, indicator__in=asked, withdrawn_at__isnull=True)
    for proof in standing.select_related("file"):
        proofs.setdefault(proof.indicator_id, []).append(proof)
    spoken: dict[int, dict[Stage, LedgerLevel]] = {pk: {} for pk in asked}
    for row in LedgerLevel.objects.filter(evaluation=earlier, indicator__in=asked).order_by("revision"):
        spoken[row.indicator_id][Stage(row.stage)] = row
    lent = [name for name in LENT if name != "service_name" or indicator.names_service]
    sources = [
        Source(
            one,
            links.get(pk),
            answers.get(pk),
            _parts(answers.get(pk), lent),
            proofs.get(pk, []),
            _words(spoken[pk], stages_opened(earlier)),
            settled({stage: row.level for stage, row in spoken[pk].items()}),
        )
        for pk, one in asked.items()
    ]
    return EarlierYear(earlier, is_same, sources)


def _parts(answer: Answer | None, names: Iterable[str]) -> list[Part]:
    """What was written, in the order of the page."""
    return [
        Part(name, PARTS[name], getattr(answer, name)) for name in names if answer and getattr(answer, name).strip()
    ]


def _links(indicator: Indicator, earlier: Evaluation) -> dict[int, Crosswalk]:
    """The indicators of the earlier instrument that correspond, by their key; what is the same comes first."""
    rows = Crosswalk.objects.filter(later=indicator, earlier__instrument=earlier.period.instrument_id)
    ordered = rows.select_related("earlier").order_by(
        Case(When(kind=CrosswalkKind.SAME, then=0), default=1), "earlier__number"
    )
    return {link.earlier_id: link for link in ordered}


def _words(spoken: Mapping[Stage, LedgerLevel], stages: Collection[Stage]) -> list[Word]:
    """What each of these stages said, in the order of the year; by role, never by name."""
    return [
        Word(LABELS[stage], ROLES.get(stage, ASSESSORS), spoken[stage].level, spoken[stage].reason)
        for stage in LEDGER_ORDER
        if stage in spoken and stage in stages and stage != Stage.SELF_ASSESSMENT
    ]
