"""One answer with everything that its page and a save of it want to know."""

import json
from collections.abc import Sequence

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.evaluations.grants import HELD
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator, Instrument, Part
from apps.periods.models import EvaluationPeriod
from apps.self_assessment.models import Answer
from apps.self_assessment.queries.delegation import CHARGE, Charge

# Every few seconds from every desk in the country, and each time that somebody turns to an indicator.
READ = (Answer, User, Indicator, Part, Evaluation, Institution, EvaluationPeriod, Instrument)
ANSWER = f"""
    SELECT {columns("self_assessment_answer", Answer)}, {columns("writer", User)},
           {columns("indicator", Indicator)}, {columns("part", Part)},
           {columns("evaluation", Evaluation)}, {columns("institution", Institution)},
           {columns("period", EvaluationPeriod)}, {columns("instrument", Instrument)},
           {CHARGE}, {HELD},
           (SELECT lent_period.year FROM self_assessment_answer lent
            JOIN evaluations_evaluation lent_by ON lent_by.id = lent.evaluation_id
            JOIN periods_evaluationperiod lent_period ON lent_period.id = lent_by.period_id
            WHERE lent.id = self_assessment_answer.taken_over_from_id),
           EXISTS (SELECT FROM instruments_erratum erratum WHERE erratum.indicator_id = indicator.id)
    FROM self_assessment_answer
    JOIN evaluations_evaluation evaluation ON evaluation.id = self_assessment_answer.evaluation_id
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
    JOIN instruments_indicator indicator ON indicator.id = self_assessment_answer.indicator_id
    JOIN instruments_part part ON part.id = indicator.part_id
    LEFT JOIN accounts_user writer ON writer.id = self_assessment_answer.updated_by_id
    WHERE self_assessment_answer.evaluation_id = %(evaluation)s AND indicator.number = %(number)s
"""  # noqa: S608 - our own words


def answer_beside_grants(user: User, evaluation_pk: int, number: int) -> tuple[Answer, Sequence[str]] | None:
    """An answer, and what this person may do with its evaluation; None where no row was laid out. One statement.

    `in_charge` says who works on it, `is_mine` whether it is this person, None that nobody does.
    """
    found = rows(ANSWER, {"user": user.pk, "evaluation": evaluation_pk, "number": number})
    if not found:
        return None
    [row] = found
    answer, writer, indicator, part, evaluation, institution, period, instrument, *beside = instances(row, *READ)
    charge, held, answer.lent_in, answer.has_errata = beside
    period.instrument = indicator.instrument = instrument
    evaluation.institution, evaluation.period = institution, period
    indicator.part = part
    answer.evaluation, answer.indicator, answer.updated_by = evaluation, indicator, writer
    answer.in_charge = Charge.of(charge and json.loads(charge))
    answer.is_mine = answer.in_charge.is_mine if answer.in_charge else None
    return answer, held
