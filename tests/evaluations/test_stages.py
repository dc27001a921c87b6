"""Moving on: exactly as the table of stages says, once, on record; and limits from windows and extensions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.evaluations.actions import advance, advance_many, apply_windows, extend
from apps.evaluations.models import Evaluation, Extension, StageChange
from apps.periods.choices import PLACES
from apps.periods.models import EvaluationPeriod, PeriodState, StageWindow
from apps.rules.stages import NEXT, Stage, Track
from tests.database import past_the_triggers
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, UserFactory, bring_to

pytestmark = pytest.mark.django_db


def tried(evaluation: Evaluation, stage: Stage, to: Stage) -> bool:
    with past_the_triggers():
        Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage, open_stage="")
    evaluation.refresh_from_db()
    try:
        advance(evaluation, to, by=None)
    except DomainError:
        return False
    return Evaluation.objects.get(pk=evaluation.pk).stage == to


@pytest.mark.parametrize("track", Track)
def test_an_evaluation_moves_exactly_as_the_table_says(track: Track) -> None:
    evaluation = EvaluationFactory(track=track)

    moved = {stage: tuple(to for to in PLACES if tried(evaluation, stage, to)) for stage in NEXT[track]}

    assert {stage: set(found) for stage, found in moved.items()} == {
        stage: set(following) for stage, following in NEXT[track].items()
    }


def test_a_refused_move_names_institution_stages_and_track_and_leaves_nothing() -> None:
    evaluation = EvaluationFactory(track=Track.MONITORING, institution=InstitutionFactory(name="Kota Uji"))
    bring_to(evaluation, Stage.DESK_REVIEW)

    with pytest.raises(DomainError) as refusal:
        advance(evaluation, Stage.INTERVIEW, by=None)

    assert str(refusal.value) == (
        "Kota Uji tidak dapat dipindahkan dari Penilaian dokumen ke Interviu pada jalur Pemantauan."
    )
    assert StageChange.objects.count() == 1


def test_a_move_is_on_record_with_hand_and_reason() -> None:
    evaluation, user = EvaluationFactory(), UserFactory()

    advance(evaluation, Stage.DESK_REVIEW, by=user, reason="Sudah dikirim")

    assert list(evaluation.stage_changes.values_list("from_stage", "to_stage", "by", "reason")) == [
        (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, user.pk, "Sudah dikirim")
    ]


def test_a_move_opens_the_next_stage_and_closes_the_last() -> None:
    evaluation = EvaluationFactory()

    advance(evaluation, Stage.DESK_REVIEW, by=None)

    assert evaluation.is_open(Stage.DESK_REVIEW)
    assert not evaluation.is_open(Stage.SELF_ASSESSMENT)


def test_a_stage_without_a_window_stays_closed() -> None:
    evaluation = EvaluationFactory()
    evaluation.period.windows.filter(stage=Stage.DESK_REVIEW).delete()

    advance(evaluation, Stage.DESK_REVIEW, by=None)

    assert not evaluation.is_open(Stage.DESK_REVIEW)


def test_many_move_at_once_and_those_who_may_not_stay() -> None:
    period = PeriodFactory()
    goes = [EvaluationFactory(period=period) for _ in range(2)]
    stays = EvaluationFactory(period=period, track=Track.NOT_ASSESSED)

    moved = advance_many([*goes, stays], Stage.DESK_REVIEW, by=None)

    assert moved == 2
    assert set(Evaluation.objects.filter(stage=Stage.DESK_REVIEW)) == set(goes)
    assert StageChange.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_many_cost_as_many_statements_as_one(number: int, django_assert_num_queries) -> None:
    period = PeriodFactory()
    evaluations = [EvaluationFactory(period=period) for _ in range(number)]

    with django_assert_num_queries(12):
        advance_many(evaluations, Stage.DESK_REVIEW, by=None)


def test_the_window_of_the_batch_comes_before_the_common_one() -> None:
    period = PeriodFactory()
    now = timezone.now()
    own = StageWindow.objects.create(
        period=period,
        stage=Stage.SELF_ASSESSMENT,
        batch=2,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=3),
    )
    common = period.windows.get(stage=Stage.SELF_ASSESSMENT, batch=0)
    second, first = EvaluationFactory(period=period, batch=2), EvaluationFactory(period=period, batch=1)

    assert (second.open_from, second.open_until) == (own.opens_at, own.closes_at)
    assert (first.open_from, first.open_until) == (common.opens_at, common.closes_at)


def test_an_extension_comes_before_every_window_and_the_latest_before_the_earlier() -> None:
    evaluation, user = EvaluationFactory(), UserFactory()
    sooner, later = timezone.now() + timedelta(days=40), timezone.now() + timedelta(days=60)

    extend([evaluation], later, reason="Banjir", by=user)
    Extension.objects.create(
        evaluation=evaluation, stage=evaluation.stage, until_before=later, until_after=sooner, reason="Salah", by=user
    )
    apply_windows(Evaluation.objects.all())

    evaluation.refresh_from_db()
    assert evaluation.open_until == sooner
    assert list(Extension.objects.values_list("until_before", "until_after", "reason").order_by("pk")) == [
        (evaluation.period.windows.get(stage=Stage.SELF_ASSESSMENT).closes_at, later, "Banjir"),
        (later, sooner, "Salah"),
    ]


def test_an_extension_of_one_stage_does_not_reach_into_the_next() -> None:
    evaluation = EvaluationFactory()
    extend([evaluation], timezone.now() + timedelta(days=60), reason="Banjir", by=UserFactory())

    evaluation.refresh_from_db()
    advance(evaluation, Stage.DESK_REVIEW, by=None)

    assert evaluation.open_until == evaluation.period.windows.get(stage=Stage.DESK_REVIEW).closes_at


def test_an_extension_opens_a_frozen_sheet_again() -> None:
    evaluation = EvaluationFactory()
    Evaluation.objects.update(frozen_at=timezone.now(), open_until=timezone.now() - timedelta(hours=1))

    extend([evaluation], timezone.now() + timedelta(days=60), reason="Banjir", by=UserFactory())

    evaluation.refresh_from_db()
    assert evaluation.frozen_at is None
    assert evaluation.is_open(Stage.SELF_ASSESSMENT)


@pytest.mark.parametrize(("days", "reason"), [(1, " "), (-1, "Banjir")])
def test_an_extension_needs_a_reason_and_a_limit_to_come(days: int, reason: str) -> None:
    evaluation = EvaluationFactory()
    before = evaluation.open_until

    with pytest.raises(DomainError):
        extend([evaluation], timezone.now() + timedelta(days=days), reason=reason, by=UserFactory())

    evaluation.refresh_from_db()
    assert evaluation.open_until == before


@pytest.mark.parametrize("state", [PeriodState.PREPARATION, PeriodState.PUBLISHED])
def test_a_period_that_does_not_run_is_given_no_time(state: PeriodState) -> None:
    evaluation = EvaluationFactory()
    before = evaluation.open_until
    EvaluationPeriod.objects.update(state=state)

    extended = extend([evaluation], timezone.now() + timedelta(days=60), reason="Banjir", by=UserFactory())

    evaluation.refresh_from_db()
    assert (extended, evaluation.open_until) == ([], before)
    assert not Extension.objects.exists()
