"""The second computation: by PostgreSQL, in its own arithmetic, straight from the ledger and the instrument.

It shares nothing with the first (apps/rules/index.py) but the order of the stages: there the tree is folded from its
leaves with the weights of the parts as denominators, here every indicator is set beneath every part above it, however
deep, and weighed by itself; there the figure is rounded in whole hundredths, here by `round`. No instrument is known.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from apps.common.sql import rows
from apps.instruments.models import Part
from apps.results.models import FinalisationRun, RunShare
from apps.results.triggers import DIFFERING
from apps.rules.stages import LEDGER_ORDER

RECOUNT = """
    WITH RECURSIVE run AS (
        SELECT run.id, run.period_id, period.instrument_id, share.evaluations
        FROM results_runshare share JOIN results_finalisationrun run ON run.id = share.run_id
        JOIN periods_evaluationperiod period ON period.id = run.period_id
        WHERE share.id = %(share)s::bigint
    ), settled AS (
        SELECT DISTINCT ON (word.evaluation_id, word.indicator_id) word.evaluation_id, word.indicator_id, word.level
        FROM evaluations_ledgerlevel word
        JOIN evaluations_evaluation evaluation ON evaluation.id = word.evaluation_id
        JOIN run ON run.period_id = evaluation.period_id AND evaluation.id = ANY(run.evaluations)
        WHERE evaluation.track <> 'not_assessed'
        ORDER BY word.evaluation_id, word.indicator_id,
                 array_position(%(order)s::text[], word.stage::text) DESC, word.revision DESC
    ), above AS (
        SELECT indicator.id AS indicator_id, indicator.weight, part.id AS part_id, part.parent_id
        FROM instruments_indicator indicator
        JOIN run ON run.instrument_id = indicator.instrument_id
        JOIN instruments_part part ON part.id = indicator.part_id
        UNION ALL
        SELECT above.indicator_id, above.weight, part.id, part.parent_id
        FROM above JOIN instruments_part part ON part.id = above.parent_id
    ), nodes AS (
        SELECT indicator_id, weight, part_id FROM above
        UNION ALL
        SELECT DISTINCT indicator_id, weight, NULL::bigint FROM above
    ), asked AS (
        SELECT part_id, count(*) AS indicators FROM nodes GROUP BY part_id
    ), figures AS (
        SELECT settled.evaluation_id, nodes.part_id, count(*) AS indicators,
               sum(nodes.weight * settled.level) AS numerator, sum(nodes.weight) AS denominator
        FROM settled JOIN nodes ON nodes.indicator_id = settled.indicator_id
        GROUP BY settled.evaluation_id, nodes.part_id
    )
    INSERT INTO results_recount (run_id, evaluation_id, part_id, numerator, denominator, stated, predikat_id)
    SELECT run.id, figures.evaluation_id, figures.part_id, numerator, denominator,
           round(numerator / denominator, 2), CASE WHEN figures.part_id IS NULL THEN (
               SELECT band.id FROM instruments_predikatband band
               WHERE band.instrument_id = run.instrument_id AND band.floor <= round(numerator / denominator, 2)
               ORDER BY band.floor DESC LIMIT 1) END
    FROM figures
    CROSS JOIN run
    JOIN asked ON asked.part_id IS NOT DISTINCT FROM figures.part_id AND asked.indicators = figures.indicators
"""

DIFFERENCES = f"""
    SELECT institution.name, differing.part_id,
           differing.stated, differing.numerator, differing.denominator, band.name,
           differing.other_stated, differing.other_numerator, differing.other_denominator, other_band.name,
           differing.evaluation_id
    FROM ({DIFFERING.format(run="%(run)s::bigint")}) differing
    JOIN evaluations_evaluation evaluation ON evaluation.id = differing.evaluation_id
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    LEFT JOIN instruments_predikatband band ON band.id = differing.predikat_id
    LEFT JOIN instruments_predikatband other_band ON other_band.id = differing.other_predikat_id
    ORDER BY institution.code, differing.part_id NULLS FIRST
"""  # noqa: S608 - constants of our own


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which the two computations differ; what one of them lacks is None, as is the part of an index."""

    institution: str
    part: Part | None
    stated: Decimal | None
    numerator: int | None
    denominator: int | None
    predikat: str | None
    other_stated: Decimal | None
    other_numerator: Decimal | None
    other_denominator: Decimal | None
    other_predikat: str | None
    evaluation: int


def recount(share: RunShare) -> None:
    """Compute everything of this share a second time. One statement, after another that gives it room."""
    take_room()
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"share": share.pk, "order": [stage.value for stage in LEDGER_ORDER]})


def take_room() -> None:
    """Ledger and figures are sorted and joined in memory. Only until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true)")


def differences(run: FinalisationRun) -> list[Difference]:
    """Every figure on which the two computations of this run differ; none where it counts. Two statements at most."""
    found = rows(DIFFERENCES, {"run": run.pk})
    parts = Part.objects.in_bulk([part for _, part, *_ in found if part])
    return [Difference(name, parts.get(part), *figures) for name, part, *figures in found]
