"""The computation of a period: from the ledger to results."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.results import actions
from apps.results.actions.compute import compute_share
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun, Result, ResultPart, RunState
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, bring_to, speak
from tests.factories.results import computed_run, finished_period

RUN = import_module("apps.results.actions.run")

pytestmark = pytest.mark.django_db


def rows(run):
    return list(
        run.results.values_list("evaluation__institution__code", "numerator", "denominator", "stated", "predikat__slug")
    ), list(
        ResultPart.objects.filter(result__run=run)
        .order_by("result__evaluation", "part")
        .values_list("part__number", "numerator", "denominator", "stated")
    )


def laid_out(run):
    RUN.lay_out(run)
    return run


def test_every_assessed_institution_gets_its_index():
    period = finished_period([2, 3, 4])

    run = computed_run(period)

    assert list(run.results.values_list("stated", "predikat__slug")) == [
        (Decimal("2.00"), "rendah"),
        (Decimal("3.00"), "sedang"),
        (Decimal("4.00"), "tinggi"),
    ]
    assert ResultPart.objects.filter(result__run=run).count() == 3 * period.instrument.parts.count()


def test_the_last_stage_that_spoke_counts():
    period = finished_period()
    evaluation = EvaluationFactory.create(period=period)
    bring_to(evaluation, Stage.CONSOLIDATION, level=2)
    speak(evaluation, Stage.CONSOLIDATION, {1: 5})
    speak(evaluation, Stage.INTERVIEW, {1: 4, 2: 4})
    bring_to(evaluation, Stage.FINAL)

    result = computed_run(period).results.get(evaluation=evaluation)

    weights = {one.number: one.weight for one in period.instrument.indicators.all()}
    expected = 2 + (3 * weights[1] + 2 * weights[2]) / 100
    assert Decimal(result.numerator) / result.denominator == expected


def test_the_same_ledger_gives_the_same_rows_and_the_same_hash():
    period = finished_period([2, 3])

    first = computed_run(period)
    before = rows(first)
    second = computed_run(period)

    assert rows(second) == before
    assert second.content_sha256 == first.content_sha256
    assert (first.number, second.number) == (1, 2)


def test_a_worker_that_comes_again_changes_nothing():
    run = computed_run(finished_period([2, 3]))
    before = rows(run)

    actions.compute(FinalisationRun.objects.get(pk=run.pk))

    assert rows(run) == before


def test_shares_give_the_same_rows_and_the_same_hash_whoever_computes_them(monkeypatch):
    period = finished_period([2, 3, 4, 3, 2])
    whole = computed_run(period)
    monkeypatch.setattr(RUN, "SHARE", 2)

    run = actions.start_run(period, by=None)
    second, third = Job.objects.filter(kind=RUN.SHARED)
    jobs.run(third.pk)
    before = [len(one.content.splitlines()) for one in run.shares.all()]
    jobs.run(run.job_id)
    jobs.run(second.pk)

    run.refresh_from_db()
    assert before == [0, 0, 1]
    assert (rows(run), run.content_sha256) == (rows(whole), whole.content_sha256)
    assert (run.job.done, run.job.total) == (5, 5)


def test_a_country_of_today_is_one_share_and_one_job():
    run = actions.start_run(finished_period([2, 3]), by=None)

    assert (run.shares.count(), Job.objects.count()) == (1, 1)


def test_a_share_of_a_computation_that_was_replaced_is_left_alone(monkeypatch):
    period = finished_period([2, 3])
    monkeypatch.setattr(RUN, "SHARE", 1)
    old = actions.start_run(period, by=None)
    actions.start_run(period, by=None)

    for job in Job.objects.filter(kind=RUN.SHARED, object_id__in=old.shares.values("pk")):
        jobs.run(job.pk)

    assert not old.results.exists()


def test_the_database_lets_no_run_count_that_leaves_somebody_out(monkeypatch):
    period = finished_period([2, 3])
    monkeypatch.setattr(RUN, "SHARE", 1)
    run = actions.start_run(period, by=None)
    compute_share(run.shares.first())

    with pytest.raises(DomainError, match="belum sama untuk semua instansi"), passing_the_gate():
        FinalisationRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTED, content_sha256="a" * 64)


def test_another_level_gives_another_hash_even_where_the_index_is_the_same():
    period = finished_period([3])
    before = computed_run(period).content_sha256
    evaluation = period.evaluations.get()
    pair = period.instrument.indicators.order_by("weight", "number").filter(
        weight=period.instrument.indicators.first().weight
    )[:2]
    assert len(pair) == 2
    speak(evaluation, Stage.CORRECTION, {pair[0].number: 2, pair[1].number: 4})

    after = computed_run(period)

    assert after.results.get().stated == Decimal("3.00")
    assert after.content_sha256 != before


def test_nothing_is_computed_while_somebody_is_not_reviewed():
    period = finished_period()
    waiting = EvaluationFactory.create(period=period)

    with pytest.raises(NotReadyError, match=str(waiting.institution)):
        actions.start_run(period, by=None)

    assert not FinalisationRun.objects.exists()


def test_who_is_not_assessed_gets_no_result():
    period = finished_period()
    own = EvaluationFactory.create(period=period, track=Track.NOT_ASSESSED)

    run = computed_run(period)

    assert run.state == RunState.COMPUTED
    assert not run.results.filter(evaluation=own).exists()


def test_an_indicator_without_a_level_is_named_and_nothing_is_written():
    period = finished_period()
    incomplete = EvaluationFactory.create(period=period)
    for stage in (Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.CONSOLIDATION, Stage.REVIEW, Stage.FINAL):
        type(incomplete).objects.filter(pk=incomplete.pk).update(stage=stage, open_stage="")

    with pytest.raises(NotReadyError, match=f"{incomplete.institution}: 5 indikator tanpa tingkat"):
        actions.start_run(period, by=None)
    with pytest.raises(NotReadyError, match=f"{incomplete.institution}: indikator tanpa tingkat: 1, 2, 3, 4, 5"):
        actions.compute(laid_out(FinalisationRun.objects.create(period=period, number=1)))

    assert not Result.objects.exists()


def test_the_database_refuses_a_figure_that_is_not_its_fraction_rounded_once():
    period = finished_period()
    run = actions.start_run(period, by=None)
    band = period.instrument.bands.first()

    with pytest.raises(IntegrityError, match="stated_is_the_fraction_rounded_once"):
        Result.objects.create(
            run=run,
            evaluation=period.evaluations.get(),
            numerator=3,
            denominator=1,
            stated=Decimal("3.01"),
            predikat=band,
        )
