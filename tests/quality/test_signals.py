"""What stands out, kind by kind at its bound, and what becomes of a signal when figures change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from apps.harmonisation.models import AgreementRun, Measure
from apps.institutions.models import Role, Succession
from apps.instruments.models import Crosswalk, CrosswalkKind
from apps.jobs.models import Job
from apps.periods.models import PeriodState
from apps.quality.actions import compute_signals, note_signals, request_where_outdated, set_bounds
from apps.quality.choices import Kind
from apps.quality.models import QualityNote, QualityRun, QualitySignal
from apps.quality.queries import bounds_of, is_outdated, kind_rows, latest_run, standing
from apps.results.models import ImportedKind, ImportedResult
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import (
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    TeamFactory,
    answer_all,
    bring_to,
    correct,
    member,
    small_instrument,
)
from tests.factories.results import finished_period, published_decree
from tests.harmonisation.conftest import judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return member(Role.EVALUATION_TEAM)


def only(period, kind, bound, by):
    """The signals of one kind from a bound on; the other kinds are left out."""
    set_bounds(period, dict.fromkeys(Kind) | {kind: None if bound is None else Decimal(bound)}, by=by)
    compute_signals(period)
    return [
        (one.evaluation, one.indicator and one.indicator.number, one.before, one.after, one.value, one.remark)
        for one in standing(period)
    ]


@pytest.mark.parametrize(("bound", "found"), [("1", 5), ("2", 5), ("2.01", 0), (None, 0)])
def test_a_team_that_differs_stands_out_from_the_bound_on(ministry, bound, found):
    pair = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
    period = PeriodFactory.create()
    evaluation = judged(period, TeamFactory.create(period=period, members=pair), dict(zip(pair, (2, 4), strict=True)))

    rows = only(period, Kind.DISAGREEMENT, bound, ministry)

    assert len(rows) == found
    assert {row[0] for row in rows} <= {evaluation}
    assert {row[2:5] for row in rows} <= {(Decimal(2), Decimal(4), Decimal(2))}


def test_a_team_that_has_not_locked_completely_shows_nothing(ministry):
    pair = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
    period = PeriodFactory.create()
    team = TeamFactory.create(period=period, members=pair)
    judged(period, team, dict(zip(pair, (1, 5), strict=True)), lock=(pair[0],))

    assert only(period, Kind.DISAGREEMENT, "1", ministry) == []


def test_an_assessor_whose_interval_leaves_out_zero_stands_out(ministry):
    period = PeriodFactory.create()
    run = AgreementRun.objects.create(
        period=period, content_sha256="0" * 64, seed=1, draws=1, evaluations=10, judgements=50
    )
    strict, mild, unsure, few = (member(Role.ASSESSOR) for _ in range(4))
    for assessor, value, interval in [
        (strict, "-0.704999", ("-0.9", "-0.400001")),
        (mild, "0.49", ("0.3", "0.6")),
        (unsure, "0.8", ("-0.1", "1.2")),
        (few, "2", (None, None)),
    ]:
        run.figures.create(
            measure=Measure.SEVERITY, assessor=assessor, value=value, low=interval[0], high=interval[1], units=10
        )

    only(period, Kind.SEVERITY, "0.5", ministry)

    assert [(one.assessor, one.value, one.before, one.after) for one in standing(period)] == [
        (strict, Decimal("-0.70"), Decimal("-0.90"), Decimal("-0.40"))
    ]


def test_a_level_far_from_the_others_stands_out_by_its_robust_score(ministry):
    period = finished_period([3] * 9 + [5])
    far = period.evaluations.order_by("pk").last()

    rows = only(period, Kind.OUTLIER, "3.5", ministry)

    # Five indicators; nine of ten alike, so 2 / (1.253314 x 0.2).
    assert [row[:5] for row in rows] == [
        (far, number, Decimal(3), Decimal(5), Decimal("7.98")) for number in range(1, 6)
    ]


def test_settled_levels_alone_are_looked_at(ministry):
    period = PeriodFactory.create()
    bring_to(EvaluationFactory.create(period=period), Stage.CONSOLIDATION, level=1)

    assert only(period, Kind.FLOOR, "5", ministry) == []


def test_an_index_jumps_against_the_last_year_of_the_same_instrument(ministry):
    instrument = small_instrument()
    institution = InstitutionFactory.create()
    before = finished_period([], instrument=instrument, year=2000)
    bring_to(EvaluationFactory.create(period=before, institution=institution), Stage.FINAL, level=2)
    published_decree(before)
    period = finished_period([], instrument=instrument, year=2001)
    evaluation = bring_to(EvaluationFactory.create(period=period, institution=institution), Stage.FINAL, level=4)

    rows = only(period, Kind.JUMP, "2", ministry)
    level_rows = only(period, Kind.LEVEL_JUMP, "2", ministry)

    said = "Terhadap 2000, instrumen yang sama."
    assert rows == [(evaluation, None, Decimal(2), Decimal(4), Decimal(2), said)]
    assert level_rows == [(evaluation, number, Decimal(2), Decimal(4), Decimal(2), said) for number in range(1, 6)]
    assert only(period, Kind.JUMP, "2.01", ministry) == []


def published_year(instrument, year, levels):
    """A published period with these institutions at these levels."""
    period = finished_period([], instrument=instrument, year=year)
    for institution, level in levels.items():
        bring_to(EvaluationFactory.create(period=period, institution=institution), Stage.FINAL, level=level)
    published_decree(period)


def carried_on(formers, later):
    """`later` begins as `formers` end."""
    for one in formers:
        one.valid_to, later.valid_from = date(2000, 12, 31), date(2001, 1, 1)
        one.save()
        later.save()
        Succession.objects.create(former=one, later=later)


def test_a_new_name_is_held_against_the_year_of_the_old_one(ministry):
    instrument, old, new = small_instrument(), InstitutionFactory(name="Kota Lama"), InstitutionFactory()
    published_year(instrument, 2000, {old: 2})
    carried_on([old], new)
    period = finished_period([], instrument=instrument, year=2001)
    evaluation = bring_to(EvaluationFactory.create(period=period, institution=new), Stage.FINAL, level=4)

    rows = only(period, Kind.JUMP, "2", ministry)
    level_rows = only(period, Kind.LEVEL_JUMP, "2", ministry)

    said = "Terhadap Kota Lama 2000, instrumen yang sama."
    assert rows == [(evaluation, None, Decimal(2), Decimal(4), Decimal(2), said)]
    assert [(row[1], row[2], row[5]) for row in level_rows] == [(number, Decimal(2), said) for number in range(1, 6)]


def test_a_merged_one_is_held_against_the_levels_of_each_predecessor_and_against_no_index(ministry):
    instrument, merged = small_instrument(), InstitutionFactory()
    left, right = InstitutionFactory(name="Kota Kiri"), InstitutionFactory(name="Kota Kanan")
    published_year(instrument, 1999, {left: 1})
    published_year(instrument, 2000, {right: 2})
    carried_on([left, right], merged)
    period = finished_period([], instrument=instrument, year=2001)
    bring_to(EvaluationFactory.create(period=period, institution=merged), Stage.FINAL, level=4)

    level_rows = only(period, Kind.LEVEL_JUMP, "2", ministry)

    assert {(row[2], row[5]) for row in level_rows} == {
        (Decimal(1), "Terhadap Kota Kiri 1999, instrumen yang sama."),
        (Decimal(2), "Terhadap Kota Kanan 2000, instrumen yang sama."),
    }
    assert only(period, Kind.JUMP, "0", ministry) == []


def test_who_has_a_later_year_of_its_own_is_held_against_that(ministry):
    instrument, old, new = small_instrument(), InstitutionFactory(), InstitutionFactory()
    published_year(instrument, 1999, {old: 1})
    published_year(instrument, 2000, {new: 3})
    carried_on([old], new)
    period = finished_period([], instrument=instrument, year=2001)
    bring_to(EvaluationFactory.create(period=period, institution=new), Stage.FINAL, level=4)

    assert {(row[2], row[5]) for row in only(period, Kind.LEVEL_JUMP, "1", ministry)} == {
        (Decimal(3), "Terhadap 2000, instrumen yang sama.")
    }


def test_figures_of_another_instrument_are_not_compared_but_by_the_crosswalk_that_is_named(ministry):
    institution = InstitutionFactory.create()
    former = small_instrument(code="uji-lama")
    before = finished_period([], instrument=former, year=2000)
    bring_to(EvaluationFactory.create(period=before, institution=institution), Stage.FINAL, level=2)
    published_decree(before)
    period = finished_period([], year=2001)
    evaluation = bring_to(EvaluationFactory.create(period=period, institution=institution), Stage.FINAL, level=5)
    Crosswalk.objects.create(
        earlier=former.indicators.get(number=2),
        later=period.instrument.indicators.get(number=3),
        kind=CrosswalkKind.PARTIAL,
    )

    assert only(period, Kind.JUMP, "0", ministry) == []
    assert only(period, Kind.LEVEL_JUMP, "1", ministry) == [
        (
            evaluation,
            3,
            Decimal(2),
            Decimal(5),
            Decimal(3),
            "Terhadap 2000, padanan indikator 2 uji-lama (sebagian).",
        )
    ]


def test_a_simulation_is_not_held_against_official_figures(ministry):
    period = finished_period([5])
    evaluation = period.evaluations.get()
    ImportedResult.objects.create(
        institution=evaluation.institution,
        label=str(evaluation.institution),
        year=period.year - 1,
        instrument=period.instrument,
        kind=ImportedKind.OFFICIAL,
        index=1,
        printed="1,00",
        source="Uji",
    )

    assert only(period, Kind.JUMP, "0.01", ministry) == []


def test_a_level_far_from_what_the_institution_gave_itself_stands_out(ministry):
    period = PeriodFactory.create()
    evaluation = EvaluationFactory.create(period=period)
    answer_all(evaluation, {1: 5, 2: 4, 3: 3, 4: 3, 5: 3})
    bring_to(evaluation, Stage.FINAL, judged=dict.fromkeys(range(1, 6), Decimal(3)))

    assert only(period, Kind.OWN, "2", ministry) == [(evaluation, 1, Decimal(5), Decimal(3), Decimal(-2), "")]
    assert [row[1] for row in only(period, Kind.OWN, "1", ministry)] == [1, 2]


def test_an_index_near_a_floor_stands_out_above_and_beneath_it(ministry):
    period = finished_period([3])
    index = standing_index(period)
    floors = sorted(period.instrument.bands.values_list("floor", flat=True))[1:]
    nearest = min(abs(index - floor) for floor in floors)

    near = only(period, Kind.FLOOR, nearest, ministry)

    assert [row[4] for row in near] == [index - floor for floor in floors if abs(index - floor) == nearest]
    assert only(period, Kind.FLOOR, nearest - Decimal("0.01"), ministry) == []


def standing_index(period):
    return Decimal(3)  # every level is 3, and so is their weighted mean


def test_without_a_row_the_kinds_own_bounds_hold(ministry):
    period = PeriodFactory.create()

    set_bounds(period, {Kind.OWN: None}, by=ministry)

    assert bounds_of(period)[Kind.OWN] is None
    assert bounds_of(period)[Kind.OUTLIER] == Decimal("3.50")


def test_the_same_figures_stay_the_same_signal_and_keep_their_note(ministry):
    period = finished_period([3])
    only(period, Kind.FLOOR, "5", ministry)
    signals = QualitySignal.objects.filter(period=period)
    note_signals(signals, "Sudah dilihat.", by=ministry)
    before = list(signals.values_list("pk", flat=True))

    compute_signals(period)

    assert list(signals.values_list("pk", flat=True)) == before
    assert {one.unseen for one in kind_rows(period)} == {0}


def test_other_figures_are_another_signal_that_nobody_has_looked_at(ministry):
    period = finished_period([3])
    only(period, Kind.FLOOR, "5", ministry)
    note_signals(QualitySignal.objects.filter(period=period), "Sudah dilihat.", by=ministry)
    number = standing(period).count()

    correct(period.evaluations.get(), 1, 5)
    compute_signals(period)

    assert {one.is_seen for one in standing(period)} == {False}
    assert QualitySignal.objects.filter(period=period, ended_at__isnull=False).count() == number
    assert QualityNote.objects.count() == number


def test_what_comes_back_stands_again_with_its_note(ministry):
    period = finished_period([3])
    only(period, Kind.FLOOR, "5", ministry)
    note_signals(QualitySignal.objects.filter(period=period), "Sudah dilihat.", by=ministry)
    only(period, Kind.FLOOR, None, ministry)

    only(period, Kind.FLOOR, "5", ministry)

    assert {one.is_seen for one in standing(period)} == {True}


def test_a_list_is_outdated_by_a_word_in_the_ledger_and_asked_for_by_the_clock(ministry):
    period = finished_period([3])
    PeriodFactory.create(state=PeriodState.PREPARATION)
    assert request_where_outdated() == 1
    compute_signals(period)
    Job.objects.update(state="done")

    assert (is_outdated(period, latest_run(period)), request_where_outdated()) == (False, 0)

    correct(period.evaluations.get(), 1, 5)

    assert (is_outdated(period, latest_run(period)), request_where_outdated()) == (True, 1)


@pytest.mark.parametrize("change", [{"value": 9}, {"kind": Kind.JUMP}, {"found_at": timezone.now()}])
def test_the_figures_of_a_signal_never_change(ministry, change):
    period = finished_period([3])
    only(period, Kind.FLOOR, "5", ministry)

    with pytest.raises(DatabaseError, match="tidak ditimpa"), transaction.atomic():
        QualitySignal.objects.update(**change)


@pytest.mark.parametrize("model", [QualitySignal, QualityNote, QualityRun])
def test_nothing_of_it_is_deleted(ministry, model):
    period = finished_period([3])
    only(period, Kind.FLOOR, "5", ministry)
    note_signals(QualitySignal.objects.filter(period=period), "Sudah dilihat.", by=ministry)

    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        execute(f"DELETE FROM {model._meta.db_table}")
