"""What an institution said of an indicator in its last earlier year, and what the assessors said then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, When
from django.db.models.expressions import RawSQL

from apps.common.sql import rows
from apps.evaluations.models import Evaluation, LedgerLevel
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


# The last evaluation of an institution that is over, with whichever instrument: a published one, or a sheet of its own
# that it has closed. Simulations stand beside simulations only.
LAST = """(
    SELECT one.id FROM evaluations_evaluation one
    JOIN periods_evaluationperiod period ON period.id = one.period_id
    WHERE one.institution_id = %s AND period.year < %s AND (period.simulation_label <> '') = %s
      AND (one.stage = 'published' OR one.track = 'not_assessed' AND EXISTS (
          SELECT FROM evaluations_ledgerlevel closed WHERE closed.evaluation_id = one.id
      ))
    ORDER BY period.year DESC, one.id DESC LIMIT 1
)"""
# Of several words on a level, those of the stage that spoke last, in their last revision.
GLANCE = f"""
    SELECT period.year, one.track, period.instrument_id, (
        SELECT word.level FROM evaluations_ledgerlevel word
        WHERE word.evaluation_id = one.id AND word.indicator_id = %s
        ORDER BY array_position(%s::varchar[], word.stage) DESC, word.revision DESC LIMIT 1
    )
    FROM evaluations_evaluation one JOIN periods_evaluationperiod period ON period.id = one.period_id
    WHERE one.id = {LAST}
"""  # noqa: S608 - our own words


def earlier_at_a_glance(evaluation: Evaluation, indicator: Indicator) -> Glance | None:
    """The last earlier year with its level of this indicator; None if there is none. One query."""
    found = rows(GLANCE, [indicator.pk, [stage.value for stage in LEDGER_ORDER], *_before(evaluation)])
    if not found:
        return None
    [(year, track, instrument, level)] = found
    is_same = instrument == evaluation.period.instrument_id
    return Glance(year, track == Track.NOT_ASSESSED, is_same, level if is_same else None)


def earlier_year(evaluation: Evaluation, indicator: Indicator) -> EarlierYear | None:
    """The last earlier year with everything said of this indicator then. At most five queries."""
    last = RawSQL(LAST, _before(evaluation))  # noqa: S611 - our own words
    earlier = Evaluation.objects.select_related("period__instrument", "institution").filter(pk=last).first()
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
            _words(spoken[pk]),
            settled({stage: row.level for stage, row in spoken[pk].items()}),
        )
        for pk, one in asked.items()
    ]
    return EarlierYear(earlier, is_same, sources)


def _before(evaluation: Evaluation) -> list[Any]:
    """What LAST wants to know."""
    period = evaluation.period
    return [evaluation.institution_id, period.year, period.is_simulation]


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


def _words(spoken: Mapping[Stage, LedgerLevel]) -> list[Word]:
    """What every stage said, in the order of the year; by role, never by name."""
    return [
        Word(LABELS[stage], ROLES.get(stage, ASSESSORS), spoken[stage].level, spoken[stage].reason)
        for stage in LEDGER_ORDER
        if stage in spoken and stage != Stage.SELF_ASSESSMENT
    ]
