"""What is looked at before a computation: each thing that is open or missing is named, and refuses it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.consolidation.actions.objections import object_to
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Role
from apps.quality.actions import compute_signals, set_bounds
from apps.quality.choices import Kind
from apps.results import actions
from apps.results.checks import checks_of, standing_against
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun
from apps.rules.stages import Stage, Track
from tests.database import past_the_triggers
from tests.factories import EvaluationFactory, bring_to, member, proposed
from tests.factories.results import finished_period, seat

pytestmark = pytest.mark.django_db


def found(period):
    """What stands against, by title; warnings with them."""
    return {check.title: [item.text for item in check.items] for check in checks_of(period) if not check.is_met}


def test_a_period_that_is_done_passes_every_check():
    period = finished_period()
    seat(period)
    Evaluation.objects.update(track=Track.MONITORING)
    compute_signals(period)

    assert {check.title for check in checks_of(period) if not check.is_met} == {"Berita acara"}
    assert standing_against(period) == []


def test_who_is_not_reviewed_is_named():
    period = finished_period()
    evaluation = bring_to(EvaluationFactory.create(period=period), Stage.REVIEW)

    assert found(period)["Reviu"] == [f"{evaluation.institution}: masih reviu"]


def test_an_indicator_without_a_level_is_counted():
    period = finished_period()
    evaluation = period.evaluations.get()
    with past_the_triggers():
        LedgerLevel.objects.filter(indicator__number=2).delete()

    assert found(period)["Tingkat setiap indikator"] == [f"{evaluation.institution}: 1 indikator tanpa tingkat"]


def test_an_objection_without_an_answer_is_named():
    period = finished_period(objection_days=5)
    evaluation = bring_to(EvaluationFactory.create(period=period), Stage.REVIEW)
    indicator = period.instrument.indicators.get(number=2)
    object_to(evaluation, indicator, level=4, text="Sanggah uji", by=member(Role.COORDINATOR, evaluation.institution))

    assert found(period)["Sanggah"] == [f"{evaluation.institution}: sanggah indikator 2 belum dijawab"]


def test_a_correction_that_waits_is_named():
    period = finished_period()
    evaluation = period.evaluations.get()
    proposed(evaluation, 4, 5)

    assert found(period)["Koreksi"] == [f"{evaluation.institution}: koreksi indikator 4 belum diputus"]


def test_minutes_without_both_signatures_are_named_and_hold_nobody_up():
    period = finished_period()
    evaluation = period.evaluations.get()

    assert found(period)["Berita acara"] == [
        f"{evaluation.institution}: berita acara interviu belum ditandatangani kedua pihak"
    ]
    assert standing_against(period) == []


def test_too_few_seats_for_the_quorum_are_named_and_hold_nobody_up():
    period = finished_period(votes_required=2)
    seat(period)

    assert found(period)["Susunan dan kuorum suara"] == [
        "Kuorum 2 suara, sedangkan yang berhak memberi suara 1 instansi."
    ]
    assert standing_against(period) == []


def test_what_stands_out_and_nobody_looked_at_is_named_and_holds_nobody_up():
    period = finished_period([3])
    evaluation = period.evaluations.get()
    set_bounds(period, {Kind.FLOOR: Decimal(5)}, by=member(Role.EVALUATION_TEAM))
    compute_signals(period)

    assert set(found(period)["Mutu"]) == {f"{evaluation.institution}: dekat batas predikat, belum dilihat"}
    assert standing_against(period) == []


def test_a_list_of_signals_that_is_older_than_the_ledger_says_so():
    period = finished_period()

    assert found(period)["Mutu"] == ["Daftar yang menonjol belum disusun dari keadaan terakhir."]
    assert standing_against(period) == []


def test_a_period_without_institutions_is_not_computed():
    period = finished_period([])

    assert found(period) == {
        "Instansi yang dinilai": [],
        "Susunan dan kuorum suara": found(period)["Susunan dan kuorum suara"],
    }


def test_the_refusal_carries_the_list():
    period = finished_period()
    waiting = EvaluationFactory.create(period=period)
    correction = proposed(period.evaluations.exclude(pk=waiting.pk).get(), 4, 5)

    with pytest.raises(NotReadyError) as refusal:
        actions.start_run(period, by=None)

    assert f"{waiting.institution}: masih penilaian mandiri" in str(refusal.value)
    assert f"{correction.evaluation.institution}: koreksi indikator 4 belum diputus" in str(refusal.value)
    assert not FinalisationRun.objects.exists()


def test_the_page_leads_to_each(client):
    period = finished_period()
    waiting = EvaluationFactory.create(period=period)
    client.force_login(member(Role.EVALUATION_TEAM))

    page = client.get(reverse("results:run", args=[period.slug])).content.decode()

    assert reverse("evaluations:detail", args=[waiting.pk]) in page
    assert "Belum dapat dihitung" in page


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_checks_cost_the_same_for_one_and_three(waiting, django_assert_num_queries):
    period = finished_period([3])
    EvaluationFactory.create_batch(waiting, period=period)

    with django_assert_num_queries(13):
        checks_of(period)
