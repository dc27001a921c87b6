"""The computation of a country many times as large, by processes of their own as workers are."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.db import connection, transaction

from apps.dashboard.bench.apart import peak_mb
from apps.dashboard.bench.measures import Limits, Row
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution
from apps.instruments.models import Instrument
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.actions import start_run
from apps.results.models import RunState
from apps.rules.stages import Stage, Track

INSTRUMENT = "spbe-47"
MEASURED = 6210
LIMITS = Limits(median_ms=15_000, memory_mb=500)
WORKERS = (1, 2)
READY_WITHIN, LOOK_EVERY = 20, 0.02  # seconds
TOGETHER = 2000  # rows in a statement
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
    WHERE evaluation.period_id = %(period)s::bigint
"""


def finalisation(institutions: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Fill a period with this many invented institutions past the review; compute it by one worker and by several."""
    period = _filled(institutions)
    # What a crowd and other measurements have left to the workers is no part of this.
    Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).update(state=JobState.FAILED)
    say(f"{institutions} institutions are past the review")
    for number in WORKERS:
        row = _computed(period, institutions, number)
        say(row.name)
        yield row


def _computed(period: EvaluationPeriod, institutions: int, number: int) -> Row:
    """From the moment the workers are told until there is nothing left to do."""
    with ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=django.setup) as workers:
        run = start_run(period, by=None)
        began = time.monotonic() + READY_WITHIN
        working = [workers.submit(_work, began) for _ in range(number)]
        costs = [one.result() for one in working]
        wall = time.monotonic() - began
    run.refresh_from_db()
    if run.state != RunState.COMPUTED or run.results.count() != institutions:
        raise RuntimeError(f"the computation ended {run.state}")
    each = f"{1000 * wall / institutions:.2f} ms each"
    return Row(
        f"finalise {institutions} institutions, {number} {'worker' if number == 1 else 'workers'}: {each}",
        LIMITS if institutions == MEASURED and number > 1 else Limits(),
        median_ms=1000 * wall,
        cpu_ms=1000 * sum(cpu for cpu, _ in costs),
        memory_mb=max(peak for _, peak in costs),
    )


def _work(begin: float) -> tuple[float, float]:
    """From this moment on, do every job that lives; CPU seconds and the most memory held."""
    Job.objects.exists()
    if time.monotonic() > begin:
        raise RuntimeError("a worker was not ready in time")
    time.sleep(begin - time.monotonic())
    worked = time.process_time()
    while living := list(
        Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).values_list("pk", flat=True)
    ):
        if not sum(jobs.run(pk) for pk in living):
            time.sleep(LOOK_EVERY)
    return time.process_time() - worked, peak_mb()


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
        [
            Institution(
                code=f"U{institutions}-{number}",
                slug=f"instansi-ukuran-{institutions}-{number}",
                name=f"Instansi Ukuran {institutions} Nomor {number}",
                category=Category.OTHER_BODY,
            )
            for number in range(institutions)
        ],
        batch_size=TOGETHER,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # As a replica would, without triggers: a country of words takes an hour through the gates, and they are not
        # what is measured here.
        cursor.execute("SET LOCAL session_replication_role = replica")
        Evaluation.objects.bulk_create(
            [Evaluation(period=period, institution=one, track=Track.MONITORING, stage=Stage.FINAL) for one in made],
            batch_size=TOGETHER,
        )
        for turn, stage in enumerate(SPOKEN):
            cursor.execute(SPEAK, {"stage": stage.value, "turn": turn, "period": period.pk})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return period
