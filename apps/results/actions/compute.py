"""The computation: from the ledger to results, twice, in one transaction. May be killed and done again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.queries import settled_levels
from apps.instruments.queries import Figures, Shape, shape_of
from apps.jobs.actions import report
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun, Result, RunState
from apps.results.queries import assessed
from apps.results.recount import differences, recount
from apps.rules.index import stated
from apps.rules.predikat import predikat_of

TOGETHER = 1000  # institutions whose parts are written by one statement
WRITE_PARTS = """
    INSERT INTO results_resultpart (result_id, part_id, numerator, denominator, stated)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[])
"""


@dataclass(frozen=True)
class Computed:
    """One institution: the levels that count and what follows from them."""

    evaluation: Evaluation
    levels: Mapping[int, Decimal]
    figures: Figures


def compute(run: FinalisationRun) -> None:
    """Compute every assessed institution of the run's period and write the whole, or nothing.

    The same ledger gives the same rows and the same content hash, however often this is done. The run counts only
    where a second computation, by the database itself, agrees on every figure; else it is DISPUTED.
    """
    if run.state != RunState.COMPUTING:
        return
    upto = LedgerLevel.objects.filter(evaluation__in=assessed(run.period)).aggregate(last=Max("pk"))["last"]
    shape = shape_of(run.period.instrument)
    evaluations = list(assessed(run.period).select_related("institution").order_by("institution__code"))
    levels = settled_levels([one.pk for one in evaluations])
    computed = [_computed(shape, one, levels.get(one.pk, {})) for one in evaluations]
    if run.job:
        report(run.job, len(computed), len(computed), "Menyimpan hasil hitungan.")
    _write(run, computed, content_sha256(shape, computed), upto)


def content_sha256(shape: Shape, computed: list[Computed]) -> str:
    """The hash of exactly what was computed: institutions in the order of their codes, fractions, levels."""
    numbers = {indicator.pk: indicator.number for indicator in shape.indicators}
    digest = hashlib.sha256()
    for one in computed:
        levels = " ".join(
            f"{number}:{level.normalize():f}"
            for number, level in sorted((numbers[pk], level) for pk, level in one.levels.items())
        )
        digest.update(
            f"{one.evaluation.institution.code}|{one.evaluation.track}|{one.figures.complete}|{levels}\n".encode()
        )
    return digest.hexdigest()


def _computed(shape: Shape, evaluation: Evaluation, levels: Mapping[int, Decimal]) -> Computed:
    missing = [str(one.number) for one in shape.indicators if one.pk not in levels]
    if missing:
        raise NotReadyError(f"{evaluation.institution}: indikator tanpa tingkat: {', '.join(missing)}.")
    return Computed(evaluation, levels, shape.figures(levels))


@transaction.atomic
def _write(run: FinalisationRun, computed: list[Computed], content: str, upto: int | None) -> None:
    mine = FinalisationRun.objects.select_for_update().filter(pk=run.pk, state=RunState.COMPUTING)
    if not mine:
        return  # another worker was faster, a newer run has replaced this one, or the ledger has gone on
    results = Result.objects.bulk_create([_result(run, one) for one in computed])
    for first in range(0, len(computed), TOGETHER):
        _write_parts(results[first : first + TOGETHER], computed[first : first + TOGETHER])
    recount(run)
    state = RunState.DISPUTED if differences(run) else RunState.COMPUTED
    mine.update(state=state, content_sha256=content, ledger_upto=upto, computed_at=timezone.now())
    run.refresh_from_db()


def _write_parts(results: list[Result], computed: list[Computed]) -> None:
    """The figures of the parts by arrays: a country has a dozen times as many of them as institutions."""
    rows = [
        (result.pk, part, value.numerator, value.denominator, stated(value))
        for result, one in zip(results, computed, strict=True)
        for part, value in sorted(one.figures.parts.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE_PARTS, [list(column) for column in zip(*rows, strict=True)])


def _result(run: FinalisationRun, one: Computed) -> Result:
    exact = one.figures.complete
    return Result(
        run=run,
        evaluation=one.evaluation,
        numerator=exact.numerator,
        denominator=exact.denominator,
        stated=stated(exact),
        predikat=predikat_of(stated(exact), one.figures.bands),
    )
