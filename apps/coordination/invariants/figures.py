"""Levels and figures: every result computed again, in other words, from the ledger as its run read it."""

from apps.rules.stages import LEDGER_ORDER

# The level of the last stage that spoke, for every evaluation and indicator.
SETTLED = f"""
    SELECT DISTINCT ON (evaluation_id, indicator_id) evaluation_id, indicator_id, level
    FROM evaluations_ledgerlevel
    ORDER BY evaluation_id, indicator_id,
        array_position(ARRAY[{", ".join(f"'{stage.value}'" for stage in LEDGER_ORDER)}]::text[], stage::text) DESC,
        revision DESC
"""  # noqa: S608 - constants of the rules

# The same for every computation that counts, as the ledger was when it read it: a later correction is the next one's.
SETTLED_OF_RUNS = f"""
    SELECT DISTINCT ON (run.id, word.evaluation_id, word.indicator_id)
        run.id AS run_id, word.evaluation_id, word.indicator_id, word.level
    FROM results_finalisationrun run
    JOIN evaluations_evaluation evaluation ON evaluation.period_id = run.period_id
    JOIN evaluations_ledgerlevel word ON word.evaluation_id = evaluation.id AND word.id <= run.ledger_upto
    WHERE run.state = 'computed'
    ORDER BY run.id, word.evaluation_id, word.indicator_id,
        array_position(ARRAY[{", ".join(f"'{stage.value}'" for stage in LEDGER_ORDER)}]::text[], word.stage::text) DESC,
        word.revision DESC
"""  # noqa: S608 - constants of the rules

# Every part with every indicator beneath it, at whatever depth.
BENEATH = """
    SELECT id AS part_id, id AS below_id FROM instruments_part
    UNION ALL
    SELECT beneath.part_id, child.id FROM beneath
    JOIN instruments_part child ON child.parent_id = beneath.below_id
"""

FIGURES: dict[str, str] = {
    "handed over without a level for every indicator": f"""
        SELECT format('evaluation %s, indicator %s', evaluation.id, indicator.number)
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
        LEFT JOIN ({SETTLED}) settled
          ON settled.evaluation_id = evaluation.id AND settled.indicator_id = indicator.id
        WHERE evaluation.stage IN ('review', 'final', 'published') AND settled.level IS NULL
          AND (indicator.external_index = '' OR evaluation.stage <> 'review')
    """,  # noqa: S608
    "word that another agency's index does not bear out": """
        SELECT format('evaluation %s, indicator %s', word.evaluation_id, word.indicator_id)
        FROM evaluations_ledgerlevel word
        JOIN instruments_indicator indicator ON indicator.id = word.indicator_id
        LEFT JOIN evaluations_externalvalue brought USING (evaluation_id, indicator_id, revision, level)
        WHERE word.stage <> 'correction' AND (word.stage = 'external_index' OR indicator.external_index <> '')
          AND (word.stage <> 'external_index' OR brought.id IS NULL)
    """,
    "result that differs from its recomputation": f"""
        WITH settled AS ({SETTLED_OF_RUNS}), computed AS (
            SELECT settled.run_id, settled.evaluation_id, sum(weight * level) AS total, sum(weight) AS weight
            FROM settled JOIN instruments_indicator indicator ON indicator.id = settled.indicator_id
            GROUP BY settled.run_id, settled.evaluation_id)
        SELECT format('result %s: %s', result.id, result.stated)
        FROM results_result result
        JOIN results_finalisationrun run ON run.id = result.run_id AND run.state = 'computed'
        LEFT JOIN computed ON computed.run_id = result.run_id AND computed.evaluation_id = result.evaluation_id
        JOIN instruments_predikatband band ON band.id = result.predikat_id
        WHERE (result.numerator * computed.weight = result.denominator * computed.total) IS NOT TRUE
           OR band.floor IS DISTINCT FROM (
                SELECT max(other.floor) FROM instruments_predikatband other
                WHERE other.instrument_id = band.instrument_id AND other.floor <= result.stated)
    """,  # noqa: S608
    "figure of a part that differs from its recomputation": f"""
        WITH RECURSIVE settled AS ({SETTLED_OF_RUNS}), beneath AS ({BENEATH}), computed AS (
            SELECT settled.run_id, settled.evaluation_id, beneath.part_id,
                   sum(weight * level) AS total, sum(weight) AS weight
            FROM settled
            JOIN instruments_indicator indicator ON indicator.id = settled.indicator_id
            JOIN beneath ON beneath.below_id = indicator.part_id
            GROUP BY settled.run_id, settled.evaluation_id, beneath.part_id)
        SELECT format('result %s, part %s: %s', result.id, figure.part_id, figure.stated)
        FROM results_resultpart figure
        JOIN results_result result ON result.id = figure.result_id
        JOIN results_finalisationrun run ON run.id = result.run_id AND run.state = 'computed'
        LEFT JOIN computed
          ON computed.run_id = result.run_id AND computed.evaluation_id = result.evaluation_id
         AND computed.part_id = figure.part_id
        WHERE (figure.numerator * computed.weight = figure.denominator * computed.total) IS NOT TRUE
           OR figure.stated <> round(figure.numerator::numeric / figure.denominator, 2)
    """,  # noqa: S608
    "computation that counts though the database's own differs": """
        WITH first AS (
            SELECT run_id, evaluation_id, NULL::bigint AS part_id, numerator, denominator, stated, predikat_id
            FROM results_result
            UNION ALL
            SELECT result.run_id, result.evaluation_id, figure.part_id, figure.numerator, figure.denominator,
                   figure.stated, NULL
            FROM results_resultpart figure JOIN results_result result ON result.id = figure.result_id)
        SELECT format('run %s, evaluation %s, part %s', run.id, second.evaluation_id, second.part_id)
        FROM results_finalisationrun run
        JOIN results_recount second ON second.run_id = run.id
        LEFT JOIN first ON first.run_id = run.id AND first.evaluation_id = second.evaluation_id
             AND first.part_id IS NOT DISTINCT FROM second.part_id
        WHERE run.state = 'computed' AND (
            first.numerator * second.denominator IS DISTINCT FROM first.denominator * second.numerator
            OR first.stated IS DISTINCT FROM second.stated OR first.predikat_id IS DISTINCT FROM second.predikat_id)
    """,
    "computation that counts though the ledger went on": """
        SELECT format('run %s, word %s', run.id, word.id)
        FROM results_finalisationrun run
        JOIN evaluations_evaluation evaluation
          ON evaluation.period_id = run.period_id AND evaluation.track <> 'not_assessed'
        JOIN evaluations_ledgerlevel word ON word.evaluation_id = evaluation.id AND word.id > run.ledger_upto
        WHERE run.state = 'computed' AND (
            word.stage <> 'correction' OR NOT EXISTS (SELECT FROM results_publication WHERE run_id = run.id))
    """,
    "correction in the ledger that two units have not approved": """
        SELECT format('word %s', word.id) FROM evaluations_ledgerlevel word
        WHERE word.stage = 'correction' AND NOT EXISTS (
            SELECT FROM evaluations_correction correction
            JOIN evaluations_correctionapproval approval ON approval.correction_id = correction.id
            WHERE correction.evaluation_id = word.evaluation_id AND correction.indicator_id = word.indicator_id
              AND correction.revision = word.revision AND correction.level = word.level AND correction.is_approved
              AND approval.by_id <> correction.proposed_by_id
            GROUP BY correction.id
            HAVING count(DISTINCT approval.by_id) >= 2 AND count(DISTINCT approval.unit_id) >= 2)
    """,
    "approved correction that is not in the ledger": """
        SELECT format('correction %s', correction.id) FROM evaluations_correction correction
        WHERE correction.is_approved AND NOT EXISTS (
            SELECT FROM evaluations_ledgerlevel word
            WHERE word.stage = 'correction' AND word.evaluation_id = correction.evaluation_id
              AND word.indicator_id = correction.indicator_id AND word.revision = correction.revision
              AND word.level = correction.level)
    """,
    "result of an institution that was not assessed": """
        SELECT format('result %s', result.id) FROM results_result result
        JOIN evaluations_evaluation evaluation ON evaluation.id = result.evaluation_id
        WHERE evaluation.track = 'not_assessed'
    """,
}
