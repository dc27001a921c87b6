"""Two computations: they agree on every figure, or nobody votes. An error planted in either is found and listed."""

from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest
from django.db import IntegrityError
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.institutions.models import Role
from apps.instruments.models import Part
from apps.instruments.queries import shape_of
from apps.results import actions, recount
from apps.results.models import FinalisationRun, Recount, Result, ResultPart, RunState
from apps.results.recount import differences
from apps.rules.stages import Stage
from tests.factories import (
    EvaluationFactory,
    PeriodFactory,
    bring_to,
    hand_over,
    member,
    real_instrument,
    small_instrument,
    speak,
)
from tests.factories.results import computed_run, finished_period, seat

pytestmark = pytest.mark.django_db

compute = import_module("apps.results.actions.compute")  # the room's door has a function of this name


def period_that_rounds(**fields):
    """One evaluation whose figures need rounding: 220/60 in its second domain."""
    period = PeriodFactory.create(**fields)
    evaluation = EvaluationFactory.create(period=period)
    hand_over(evaluation)
    bring_to(evaluation, Stage.CONSOLIDATION, level=3)
    speak(evaluation, Stage.CONSOLIDATION, {3: 5})
    bring_to(evaluation, Stage.FINAL)
    return period


def exact(row):
    return Fraction(row.numerator) / Fraction(row.denominator)


@pytest.mark.parametrize("code", ["spbe-35", "spbe-47", "pemdi-20"])
def test_both_agree_on_every_instrument(code):
    run = computed_run(period_that_rounds(instrument=real_instrument(code)))

    second = {row.part_id: (exact(row), row.stated, row.predikat_id) for row in Recount.objects.filter(run=run)}
    result = run.results.get()
    first = {row.part_id: (exact(row), row.stated, None) for row in ResultPart.objects.filter(result=result)}
    assert run.state == RunState.COMPUTED
    assert second == first | {None: (exact(result), result.stated, result.predikat_id)}


def test_both_agree_at_whatever_depth():
    instrument = small_instrument("dalam")
    above = instrument.parts.get(kind="aspect", number=1)
    below = Part.objects.create(instrument=instrument, parent=above, kind="sub", number=1, name="Sub", weight=40)
    deepest = Part.objects.create(instrument=instrument, parent=below, kind="subsub", number=1, name="S", weight=40)
    instrument.indicators.filter(part=above).update(part=deepest)

    run = computed_run(period_that_rounds(instrument=instrument))

    assert run.state == RunState.COMPUTED
    assert Recount.objects.filter(run=run, part=deepest).exists()


def wrong_weight(patch):
    def shape(instrument):
        found = shape_of(instrument)
        found.indicators[0].weight += 1
        return found

    patch.setattr(compute, "shape_of", shape)


def wrong_predikat(patch):
    patch.setattr(compute, "predikat_of", lambda stated, bands: min(bands, key=lambda band: band.floor))


def altered(old, new):
    def plant(patch):
        assert old in recount.RECOUNT
        patch.setattr(recount, "RECOUNT", recount.RECOUNT.replace(old, new))

    return plant


PLANTED = {
    "weight in the first": wrong_weight,
    "predikat in the first": wrong_predikat,
    "weight in the second": altered("sum(nodes.weight * settled.level)", "sum((nodes.weight + 1) * settled.level)"),
    "denominator in the second": altered("sum(nodes.weight) AS denominator", "sum(nodes.weight) + 1 AS denominator"),
    "rounding in the second": altered("round(numerator / denominator, 2), C", "trunc(numerator / denominator, 2), C"),
    "predikat in the second": altered("ORDER BY band.floor DESC LIMIT 1", "ORDER BY band.floor LIMIT 1"),
    "order of the stages in the second": altered("word.stage::text) DESC", "word.stage::text)"),
    "somebody left out of the second": altered("evaluation.track <> 'not_assessed'", "evaluation.track = 'monitoring'"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_error_is_found_listed_and_blocks(client, monkeypatch, plant):
    period = period_that_rounds()
    plant(monkeypatch)

    run = computed_run(period)

    user = seat(period)
    institution = period.evaluations.get().institution
    assert run.state == RunState.DISPUTED
    assert {one.institution for one in differences(run)} == {str(institution)}
    with pytest.raises(DomainError):
        actions.cast_vote(
            run, user.memberships.get().agency, choice="agree", content_sha256=run.content_sha256, by=user
        )
    client.force_login(member(Role.EVALUATION_TEAM))
    page = client.get(reverse("results:run", args=[period.slug])).content.decode()
    assert "Dua hitungan berbeda" in page
    assert str(institution) in page
    assert "Susun Keputusan Menteri" not in page


def test_a_wrong_rounding_of_the_first_is_not_even_stored(monkeypatch):
    monkeypatch.setattr(compute, "stated", lambda value: Decimal(value.numerator * 100 // value.denominator + 1) / 100)
    period = period_that_rounds()

    with pytest.raises(IntegrityError, match="stated_is_the_fraction_rounded_once"):
        computed_run(period)

    assert not Result.objects.exists()


def test_the_database_itself_lets_no_run_count_that_was_computed_once():
    period = finished_period()
    run = FinalisationRun.objects.create(period=period, number=1)
    evaluation, band = period.evaluations.get(), period.instrument.bands.first()
    Result.objects.create(run=run, evaluation=evaluation, numerator=3, denominator=1, stated=3, predikat=band)

    with pytest.raises(DomainError, match="belum sama"), passing_the_gate():
        FinalisationRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTED, content_sha256="a" * 64)


def test_a_disputed_run_never_counts(monkeypatch):
    period = period_that_rounds()
    wrong_weight(monkeypatch)
    run = computed_run(period)

    with pytest.raises(DomainError, match="tidak dihidupkan lagi"), passing_the_gate():
        FinalisationRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTED)


def test_after_the_error_is_gone_a_new_run_counts(monkeypatch):
    period = period_that_rounds()
    with monkeypatch.context() as patch:
        wrong_weight(patch)
        computed_run(period)

    assert computed_run(period).state == RunState.COMPUTED


@pytest.mark.parametrize("institutions", [1, 3])
def test_it_costs_as_many_statements_however_many_they_are(institutions, django_assert_num_queries):
    run = actions.start_run(finished_period([3] * institutions), by=None)
    share = run.shares.get()

    with django_assert_num_queries(2):
        recount.recount(share)
