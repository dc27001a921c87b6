"""The computation of a country many times as large, in a process of its own as a worker has it."""

import time
from collections.abc import Callable

from django.db import connection, transaction

from apps.dashboard.bench.apart import Cost, apart, peak_mb
from apps.dashboard.bench.measures import Limits, Row
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.actions import compute, start_run
from apps.results.models import FinalisationRun, RunState
from apps.rules.stages import Stage, Track

INSTRUMENT = "spbe-47"
MEASURED = 6210
LIMITS = Limits(median_ms=15_000, memory_mb=500)
TOGETHER = 500  # institutions in a transaction: each takes an advisory lock
SPOKEN = (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, Stage.CONSOLIDATION)

# Levels that differ from institution to institution, from indicator to indicator and from stage to stage.
SPEAK = """
    INSERT INTO evaluations_ledgerlevel (evaluation_id, indicator_id, stage, revision, level, reason, at)
    SELECT evaluation.id, indicator.id, %(stage)s::text, 1,
           instrument.scale_min + (evaluation.id * 7 + indicator.number * 3 + %(turn)s::int)
               %% (instrument.scale_max - instrument.scale_min + 1)::int, 'Alasan', now()
    FROM evaluations_evaluation evaluation
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
    JOIN instruments_indicator indicator ON indicator.instrument_id = instrument.id
    WHERE evaluation.id = ANY(%(evaluations)s::bigint[])
"""


def finalisation(institutions: int, say: Callable[[str], None]) -> Row:
    """Fill a period with this many invented institutions past the review, and compute it once."""
    period = _filled(institutions)
    say(f"{institutions} institutions are past the review")
    run = start_run(period, by=None)
    cost = apart(computation_cost, run.pk)
    return Row(
        f"finalise {institutions} institutions x {period.instrument.indicators.count()} indicators, both computations",
        LIMITS if institutions <= MEASURED else Limits(),
        median_ms=cost.wall_ms,
        cpu_ms=cost.cpu_ms,
        memory_mb=cost.peak_mb,
    )


def computation_cost(pk: int) -> Cost:
    """What one computation costs the worker; its size is the number of results."""
    run = FinalisationRun.objects.select_related("period__instrument", "job").get(pk=pk)
    started, worked = time.perf_counter(), time.process_time()
    compute(run)
    wall, cpu = 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)
    if run.state != RunState.COMPUTED:
        raise RuntimeError(f"the computation ended {run.state}")
    return Cost(run.results.count(), wall, cpu, peak_mb())


def _filled(institutions: int) -> EvaluationPeriod:
    instrument = Instrument.objects.get(code=INSTRUMENT)
    period = EvaluationPeriod.objects.create(
        instrument=instrument,
        slug=f"ukuran-{institutions}",
        name=f"Pengukuran {institutions}",
        year=instrument.years[-1],
        state=PeriodState.RUNNING,
        simulation_label="SIMULASI",
    )
    made = Institution.objects.bulk_create(
        Institution(
            code=f"U{institutions}-{number}",
            slug=f"instansi-ukuran-{institutions}-{number}",
            name=f"Instansi Ukuran {institutions} Nomor {number}",
            category=Category.OTHER_BODY,
        )
        for number in range(institutions)
    )
    evaluations = Evaluation.objects.bulk_create(
        Evaluation(period=period, institution=one, track=Track.MONITORING, stage=Stage.CONSOLIDATION) for one in made
    )
    for first in range(0, institutions, TOGETHER):
        some = [one.pk for one in evaluations[first : first + TOGETHER]]
        with transaction.atomic(), connection.cursor() as cursor:
            for turn, stage in enumerate(SPOKEN):
                cursor.execute(SPEAK, {"stage": stage.value, "turn": turn, "evaluations": some})
            Evaluation.objects.filter(pk__in=some).update(stage=Stage.FINAL)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return period
