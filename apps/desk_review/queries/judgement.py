"""One's own judgement with everything that its page and a save of it want to know, and the whole sheet at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.desk_review.models import Judgement
from apps.evaluations.grants import HELD
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Province
from apps.instruments.models import Indicator, Instrument, Part
from apps.periods.models import EvaluationPeriod

# What the institution has claimed: the latest word of its sheet in the ledger.
CLAIMED = """(
    SELECT word.level FROM evaluations_ledgerlevel word
    WHERE word.evaluation_id = judgement.evaluation_id AND word.indicator_id = judgement.indicator_id
      AND word.stage = 'self_assessment'
    ORDER BY word.revision DESC LIMIT 1)"""

# Every few seconds from every assessor's desk, and each time that one turns to an indicator.
READ = (Judgement, Indicator, Part, Evaluation, Institution, Province, EvaluationPeriod, Instrument)
JUDGEMENT = f"""
    SELECT {columns("judgement", Judgement)}, {columns("indicator", Indicator)}, {columns("part", Part)},
           {columns("evaluation", Evaluation)}, {columns("institution", Institution)},
           {columns("province", Province)}, {columns("period", EvaluationPeriod)},
           {columns("instrument", Instrument)}, {CLAIMED}, {HELD},
           EXISTS (SELECT FROM evaluations_teammember seat
                   WHERE seat.team_id = evaluation.team_id AND seat.user_id = %(user)s),
           EXISTS (SELECT FROM instruments_erratum erratum WHERE erratum.indicator_id = indicator.id)
    FROM desk_review_judgement judgement
    JOIN evaluations_evaluation evaluation ON evaluation.id = judgement.evaluation_id
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
    JOIN instruments_indicator indicator ON indicator.id = judgement.indicator_id
    JOIN instruments_part part ON part.id = indicator.part_id
    LEFT JOIN institutions_province province ON province.code = institution.province_id
    WHERE judgement.evaluation_id = %(evaluation)s AND judgement.assessor_id = %(user)s
      AND indicator.number = %(number)s
"""  # noqa: S608 - our own words

SHEET = f"""
    SELECT indicator.number, judgement.level, {CLAIMED}, judgement.question <> ''
    FROM desk_review_judgement judgement
    JOIN instruments_indicator indicator ON indicator.id = judgement.indicator_id
    WHERE judgement.evaluation_id = %(evaluation)s AND judgement.assessor_id = %(user)s
    ORDER BY indicator.number
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator of one's own sheet: its number, one's own level, the institution's, whether a question stands."""

    number: int
    level: Decimal | None
    claimed: Decimal | None
    is_asked: bool


def judgement_beside_grants(
    user: User, evaluation_pk: int, number: int
) -> tuple[Judgement, Sequence[str], bool] | None:
    """One's own judgement, what this person may do with its evaluation, and whether they sit in its team.

    None where no row was laid out. One statement.
    """
    found = rows(JUDGEMENT, {"user": user.pk, "evaluation": evaluation_pk, "number": number})
    if not found:
        return None
    [row] = found
    judgement, indicator, part, evaluation, institution, province, period, instrument, *beside = instances(row, *READ)
    judgement.claimed, held, is_seated, judgement.has_errata = beside
    period.instrument = indicator.instrument = instrument
    institution.province = province
    evaluation.institution, evaluation.period = institution, period
    indicator.part = part
    judgement.evaluation, judgement.indicator, judgement.assessor = evaluation, indicator, user
    return judgement, held, is_seated


def judged_sheet(user: User, evaluation: Evaluation) -> list[Judged]:
    """Every indicator of one's own sheet in order. One statement."""
    return [Judged(*row) for row in rows(SHEET, {"user": user.pk, "evaluation": evaluation.pk})]
