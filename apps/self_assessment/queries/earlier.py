"""What an institution said of an indicator in its last earlier year, and what the assessors said then."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from apps.common.sql import rows
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.permissions import stages_opened
from apps.instruments.correspondence import Correspondence, correspondences
from apps.instruments.models import Indicator
from apps.rules.levels import settled
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage, Track
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries.nearest import nearest
from apps.self_assessment.texts import LABELS as PARTS
from apps.self_assessment.texts import TEXT_FIELDS

ASSESSORS = "tim asesor"
ROLES = {Stage.SELF_ASSESSMENT: "instansi", Stage.CORRECTION: "tim evaluasi"}
# An earlier answer lends its words; the level is judged anew.
LENT = (*TEXT_FIELDS, "service_name")


class Glance(NamedTuple):
    """The last earlier year in a line. `level` is the settled one, where the instrument is still the same.

    `predecessor` names the institution whose year it was where that was another one.
    """

    year: int
    is_own: bool
    is_same_instrument: bool
    level: Decimal | None
    predecessor: str = ""


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
    link: Correspondence | None
    answer: Answer | None
    parts: Sequence[Part]
    evidence: Sequence[Evidence]
    words: Sequence[Word]
    level: Decimal | None

    @property
    def kind(self) -> str:
        """How an indicator of another instrument corresponds; empty for the same one."""
        return self.link.kind.label if self.link else ""


@dataclass(frozen=True)
class EarlierYear:
    """The last earlier evaluation of the institution, narrowed to what concerns one indicator."""

    evaluation: Evaluation
    is_same_instrument: bool
    sources: Sequence[Source]
    predecessor: str = ""

    @property
    def is_own(self) -> bool:
        return self.evaluation.track == Track.NOT_ASSESSED


def identity_of(one: Evidence) -> tuple[str | None, str | None, str]:
    """By what a piece of evidence is known again elsewhere: bytes and name, or the address."""
    return (one.file.sha256, one.file.name, "") if one.file else (None, None, one.url)


NEAREST = f"""
    WITH RECURSIVE {nearest()}
    SELECT id FROM nearest WHERE id IS NOT NULL ORDER BY year DESC, institution <> %(institution)s, institution
"""  # noqa: S608 - our own words
# Of several words on a level, those of the stage that spoke last, in their last revision.
GLANCE = f"""
    WITH RECURSIVE {nearest()}
    SELECT period.year, one.track, period.instrument_id, institution.id, institution.name, (
        SELECT word.level FROM evaluations_ledgerlevel word
        WHERE word.evaluation_id = one.id AND word.indicator_id = %(indicator)s
        ORDER BY array_position(%(stages)s::varchar[], word.stage) DESC, word.revision DESC LIMIT 1
    )
    FROM nearest
    JOIN evaluations_evaluation one ON one.id = nearest.id
    JOIN periods_evaluationperiod period ON period.id = one.period_id
    JOIN institutions_institution institution ON institution.id = one.institution_id
    ORDER BY period.year DESC, institution.id <> %(institution)s, institution.id
"""  # noqa: S608 - our own words


def earlier_at_a_glance(evaluation: Evaluation, indicator: Indicator) -> list[Glance]:
    """The last earlier year with its level of this indicator, of each merged predecessor. One query."""
    asked = _before(evaluation) | {"indicator": indicator.pk, "stages": [stage.value for stage in LEDGER_ORDER]}
    found = []
    for year, track, instrument, institution, name, level in rows(GLANCE, asked):
        is_same = instrument == evaluation.period.instrument_id
        predecessor = "" if institution == evaluation.institution_id else name
        found.append(Glance(year, track == Track.NOT_ASSESSED, is_same, level if is_same else None, predecessor))
    return found


def earlier_years(evaluation: Evaluation, indicator: Indicator) -> list[EarlierYear]:
    """The last earlier year with everything said of this indicator then; several only of merged predecessors.

    At most two queries and five for each.
    """
    ids = [pk for (pk,) in rows(NEAREST, _before(evaluation))]
    found = Evaluation.objects.select_related("period__instrument", "institution").in_bulk(ids)
    return [_year(evaluation, found[pk], indicator) for pk in ids]


def _year(evaluation: Evaluation, earlier: Evaluation, indicator: Indicator) -> EarlierYear:
    is_same = earlier.period.instrument_id == evaluation.period.instrument_id
    found = [] if is_same else correspondences(indicator, earlier.period.instrument_id)
    links = {one.earlier.pk: one for one in found}
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
    is_own_house = earlier.institution_id == evaluation.institution_id
    return EarlierYear(earlier, is_same, sources, "" if is_own_house else earlier.institution.name)


def _before(evaluation: Evaluation) -> dict[str, Any]:
    """What `nearest` asks for."""
    period = evaluation.period
    return {"institution": evaluation.institution_id, "year": period.year, "is_simulation": period.is_simulation}


def _parts(answer: Answer | None, names: Iterable[str]) -> list[Part]:
    """What was written, in the order of the page."""
    return [
        Part(name, PARTS[name], getattr(answer, name)) for name in names if answer and getattr(answer, name).strip()
    ]


def _words(spoken: Mapping[Stage, LedgerLevel], stages: Collection[Stage]) -> list[Word]:
    """What each of these stages said, in the order of the year; by role, never by name."""
    return [
        Word(LABELS[stage], ROLES.get(stage, ASSESSORS), spoken[stage].level, spoken[stage].reason)
        for stage in LEDGER_ORDER
        if stage in spoken and stage in stages and stage != Stage.SELF_ASSESSMENT
    ]
