"""Reading a sheet: its answers, what they amount to for now, and what an earlier year said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.common.sql import rows
from apps.evaluations.discussion import COUNTED
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import circles_of
from apps.evaluations.queries import said_by
from apps.instruments.models import PredikatBand
from apps.instruments.queries import Shape, shape_of
from apps.rules.index import stated
from apps.rules.predikat import predikat_of
from apps.rules.stages import LEDGER_ORDER, Stage, Track
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries.delegation import LIVING, MINE, Charge
from apps.self_assessment.queries.nearest import nearest
from apps.self_assessment.queries.takeover import IS_UNREVIEWED

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Counted(TypedDict):
        evidence_count: int
        is_unreviewed: bool

    CountedAnswer = WithAnnotations[Answer, Counted]

# Plain SQL: every page of a sheet asks it, and the words of the ORM cost more time than its rows.
EARLIER = f"""
    WITH RECURSIVE {nearest("AND period.instrument_id = %(instrument)s")}
    SELECT ledger.stage, ledger.indicator_id, ledger.level, nearest.id, nearest.year, evaluation.track
    FROM nearest
    JOIN evaluations_evaluation evaluation ON evaluation.id = nearest.id
    JOIN evaluations_ledgerlevel ledger ON ledger.evaluation_id = nearest.id
    ORDER BY nearest.year DESC, nearest.id, ledger.revision
"""  # noqa: S608 - our own words

# What stands beside the answers is counted once for the sheet, not once for each of its rows. A writer is looked up for
# each: joined, PostgreSQL reads the whole country's people for them.
SHEET = f"""
    SELECT answer.indicator_id, coalesce(unit.name, doer.name), delegation.due_on, {MINE},
           answer.level, answer.service_name, answer.state, answer.version,
           (SELECT writer.name FROM accounts_user writer WHERE writer.id = answer.updated_by_id),
           coalesce(proof.number, 0), (answer.taken_over_from_id IS NOT NULL AND answer.confirmed_by_id IS NULL)
             OR coalesce(proof.is_unconfirmed, false), coalesce(said.number, 0), brought.level
    FROM self_assessment_answer answer
    LEFT JOIN self_assessment_delegation delegation ON delegation.evaluation_id = answer.evaluation_id
      AND delegation.indicator_id = answer.indicator_id AND {LIVING}
    LEFT JOIN institutions_unit unit ON unit.id = delegation.unit_id
    LEFT JOIN accounts_user doer ON doer.id = delegation.person_id
    LEFT JOIN (
        SELECT indicator_id, count(*) AS number,
               bool_or(taken_over_from_id IS NOT NULL AND confirmed_by_id IS NULL) AS is_unconfirmed
        FROM self_assessment_evidence WHERE evaluation_id = %(evaluation)s AND withdrawn_at IS NULL
        GROUP BY indicator_id
    ) proof ON proof.indicator_id = answer.indicator_id
    LEFT JOIN ({COUNTED}) said ON said.indicator_id = answer.indicator_id
    LEFT JOIN (
        SELECT DISTINCT ON (indicator_id) indicator_id, level FROM evaluations_ledgerlevel
        WHERE evaluation_id = %(evaluation)s AND stage = 'external_index' ORDER BY indicator_id, revision DESC
    ) brought ON brought.indicator_id = answer.indicator_id
    WHERE answer.evaluation_id = %(evaluation)s
"""  # noqa: S608


class SheetAnswer(NamedTuple):
    """An answer as a table shows it, without what was written. `writer` is None where nobody is known.

    `brought` is the level that another agency's index gives; `charge` says who works on it, None that nobody does.
    """

    charge: Charge | None
    level: Decimal | None
    service_name: str
    state: str
    version: int
    writer: str | None
    evidence_count: int
    is_unreviewed: bool
    remarks: int
    brought: Decimal | None

    @property
    def standing(self) -> Decimal | None:
        """The level that counts, whoever gave it."""
        return self.brought if self.level is None else self.level


@dataclass(frozen=True)
class Provisional:
    """What the levels amount to while work goes on: what is unanswered counts as the scale's lowest level.

    `parts` holds the stated figure of every part by its primary key.
    """

    index: Decimal
    predikat: PredikatBand
    bands: int
    parts: Mapping[int, Decimal]
    answered: int
    total: int

    @property
    def unanswered(self) -> int:
        return self.total - self.answered


@dataclass(frozen=True)
class Earlier:
    """The levels of the last earlier evaluation of the institution or its predecessors with the same instrument.

    Of several merged predecessors (`number`) the highest level of each indicator counts, and the latest year.
    """

    year: int | None = None
    is_own: bool = False
    number: int = 1
    levels: Mapping[int, Decimal] = field(default_factory=dict)


def sheet_answers(user: User, evaluation: Evaluation) -> dict[int, SheetAnswer]:
    """The answers of a sheet by indicator, as this person may see them in its table. One query."""
    asked = {
        "evaluation": evaluation.pk,
        "user": user.pk,
        "circles": [circle.value for circle in circles_of(user, evaluation)],
    }
    return {
        pk: SheetAnswer(Charge(doer, due_on, is_mine) if due_on else None, *said)
        for pk, doer, due_on, is_mine, *said in rows(SHEET, asked)
    }


def answers_of(evaluation: Evaluation) -> "QuerySet[CountedAnswer]":
    """The answers of a sheet in order, with who wrote them last, `evidence_count` and `is_unreviewed`."""
    counts = (
        Evidence.objects.filter(
            evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"), withdrawn_at__isnull=True
        )
        .order_by()
        .values("indicator")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Answer.objects.filter(evaluation=evaluation)
        .select_related("updated_by")
        .annotate(evidence_count=Coalesce(Subquery(counts), 0), is_unreviewed=IS_UNREVIEWED)
        .order_by("indicator__number")
    )


def at_versions(versions: Mapping[int, int]) -> Q:
    """The answers (by primary key) that still stand at the version somebody has read."""
    pairs = [Q(pk=pk, version=version) for pk, version in versions.items()]
    return Q(*pairs, _connector=Q.OR) if pairs else Q(pk__in=[])


def levels_of(evaluation: Evaluation) -> dict[int, Decimal | None]:
    """The levels of a sheet as they stand, with those of other agencies' indices, by indicator. One query."""
    stands = Coalesce("level", said_by(Stage.EXTERNAL_INDEX))
    return dict(Answer.objects.filter(evaluation=evaluation).order_by().values_list("indicator_id", stands))


def provisional(evaluation: Evaluation) -> Provisional:
    """The provisional figures of one sheet, read afresh."""
    return provisional_of(shape_of(evaluation.period.instrument), levels_of(evaluation))


def provisional_of(shape: Shape, levels: Mapping[int, Decimal | None]) -> Provisional:
    """The provisional figures of levels by indicator (primary keys); None or absent is unanswered."""
    lowest = shape.instrument.scale_min
    known = {one.pk: levels.get(one.pk) for one in shape.indicators}
    figures = shape.figures({pk: lowest if level is None else level for pk, level in known.items()})
    index = stated(cast(Fraction, figures.exact))  # every level is known by now
    return Provisional(
        index=index,
        predikat=predikat_of(index, shape.bands),
        bands=len(shape.bands),
        parts={pk: stated(value) for pk, value in figures.parts.items()},
        answered=sum(level is not None for level in known.values()),
        total=len(known),
    )


def earlier_levels(evaluation: Evaluation) -> Earlier:
    """The settled levels of the last earlier year with the same instrument: published, or the institution's own.

    Simulations are compared with simulations only. One query.
    """
    period = evaluation.period
    asked: dict[str, Any] = {
        "institution": evaluation.institution_id,
        "instrument": period.instrument_id,
        "year": period.year,
        "is_simulation": period.is_simulation,
    }
    spoken = rows(EARLIER, asked)
    if not spoken:
        return Earlier()
    rank = {stage.value: place for place, stage in enumerate(LEDGER_ORDER)}
    last = {(one, indicator): level for _, indicator, level, one, *_ in sorted(spoken, key=lambda row: rank[row[0]])}
    levels: dict[int, Decimal] = {}
    for (_, indicator), level in last.items():
        levels[indicator] = max(level, levels.get(indicator, level))
    *_, year, track = spoken[0]
    number = len({one for one, _ in last})
    return Earlier(year=year, is_own=track == Track.NOT_ASSESSED, number=number, levels=levels)
