"""The computation: from the ledger to results, twice, in shares that any number of workers take.

A share is computed whole in one transaction or not at all, so a worker may be killed at any moment and what is left be
done by another. Nothing of a run is shown or used before it is closed, and it is closed by one transaction.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from apps.common.sql import rows
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.evaluations.queries import settled_levels
from apps.instruments.queries import Figures, Shape, shape_of
from apps.jobs.actions import report
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun, Result, RunShare, RunState
from apps.results.queries import assessed
from apps.results.recount import differences, recount, take_room
from apps.rules.index import stated
from apps.rules.predikat import predikat_of

# Until this transaction ends no word enters the ledger of the period: it would have to void the run.
HELD = "SELECT FROM results_finalisationrun WHERE id = %s AND state = 'computing' FOR SHARE"
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
    """Compute the shares of a run that nobody else is at, wait for the others, and close it.

    The same ledger gives the same rows and the same content hash, whoever did what and however often. The run counts
    only where a second computation, by the database itself, agrees on every figure; else it is DISPUTED.
    """
    for waits in (False, True):
        for share in run.shares.filter(computed_at=None):
            compute_share(share, waits=waits)
            _say_how_far(run)
    _close(run)


@transaction.atomic
def compute_share(share: RunShare, *, waits: bool = False) -> None:
    """Compute these institutions and write what came out, unless somebody did, or does so now and nobody `waits`."""
    free = RunShare.objects.select_for_update(of=("self",), skip_locked=not waits).filter(
        pk=share.pk, computed_at=None, run__state=RunState.COMPUTING
    )
    mine = free.select_related("run__period__instrument").first()
    if mine is None:
        return
    shape = shape_of(mine.run.period.instrument)
    evaluations = Evaluation.objects.select_related("institution").in_bulk(mine.evaluations)
    levels = settled_levels(mine.evaluations)
    computed = [_computed(shape, evaluations[pk], levels.get(pk, {})) for pk in mine.evaluations]
    if not rows(HELD, [mine.run_id]):
        return  # a newer run has replaced this one, or the ledger has gone on
    _write(mine.run, computed)
    recount(mine)
    RunShare.objects.filter(pk=mine.pk).update(content=_lines(shape, computed), computed_at=timezone.now())


@transaction.atomic
def _close(run: FinalisationRun) -> None:
    """Let the run count, if both computations agree. Where the ledger has gone on meanwhile, nothing is left to do."""
    mine = FinalisationRun.objects.select_for_update().filter(pk=run.pk, state=RunState.COMPUTING)
    if mine:
        take_room()
        content = hashlib.sha256()
        for lines in run.shares.values_list("content", flat=True):
            content.update(lines.encode())
        mine.update(
            state=RunState.DISPUTED if differences(run) else RunState.COMPUTED,
            content_sha256=content.hexdigest(),
            ledger_upto=_last_word(run),
            computed_at=timezone.now(),
        )
    run.refresh_from_db()


def _computed(shape: Shape, evaluation: Evaluation, levels: Mapping[int, Decimal]) -> Computed:
    if len(levels) < len(shape.indicators):
        missing = [str(one.number) for one in shape.indicators if one.pk not in levels]
        raise NotReadyError(f"{evaluation.institution}: indikator tanpa tingkat: {', '.join(missing)}.")
    return Computed(evaluation, levels, shape.figures(levels))


def _write(run: FinalisationRun, computed: Sequence[Computed]) -> None:
    """The figures of the parts by arrays: there are a dozen times as many of them as institutions."""
    results = Result.objects.bulk_create([_result(run, one) for one in computed])
    parts = [
        (result.pk, part, value.numerator, value.denominator, stated(value))
        for result, one in zip(results, computed, strict=True)
        for part, value in sorted(one.figures.parts.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE_PARTS, [list(column) for column in zip(*parts, strict=True)])


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


def _lines(shape: Shape, computed: Sequence[Computed]) -> str:
    """Exactly what was computed, an institution a line: code, track, fraction, levels in the indicators' order."""
    numbers = [(indicator.pk, indicator.number) for indicator in shape.indicators]
    return "".join(
        f"{one.evaluation.institution.code}|{one.evaluation.track}|{one.figures.complete}|"
        f"{' '.join([_word(number, one.levels[pk]) for pk, number in numbers])}\n"
        for one in computed
    )


@cache
def _word(number: int, level: Decimal) -> str:
    """The level without zeros that say nothing. There are few different ones."""
    return f"{number}:{level.normalize():f}"


def _last_word(run: FinalisationRun) -> int | None:
    """The last row of the period's ledger, sought from its end."""
    words = LedgerLevel.objects.filter(evaluation__in=assessed(run.period))
    return words.order_by("-pk").values_list("pk", flat=True).first()


def _say_how_far(run: FinalisationRun) -> None:
    if run.job:
        done = run.shares.exclude(computed_at=None).aggregate(done=Sum("evaluations__len"))["done"] or 0
        report(run.job, done, run.job.total, "Menghitung dua kali dan menyimpan hasilnya.")
