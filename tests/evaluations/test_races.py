"""Closing against saving, and moving on against moving on, with real threads on real connections."""

from collections.abc import Callable
from decimal import Decimal
from threading import Event

import pytest
from django.db import transaction
from django.db.models import F

from apps.common.exceptions import DomainError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions import advance, close_into_ledger
from apps.evaluations.models import Evaluation, LedgerLevel, StageChange
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer
from tests.database import together
from tests.factories import EvaluationFactory, answer_all

pytestmark = pytest.mark.django_db(transaction=True)

SAVERS = 4


def close_stage(evaluation: Evaluation, *, held: Callable[[], object] = lambda: None) -> None:
    """Close penilaian mandiri as the rooms do: hold the gate, copy what stands there, move on."""
    with transaction.atomic():
        gate.hold([evaluation.pk])
        held()
        close_into_ledger(
            Stage.SELF_ASSESSMENT,
            Answer.objects.filter(evaluation=evaluation).values_list(
                "evaluation_id", "indicator_id", "level", "justification", "updated_by_id", "updated_at"
            ),
        )
        advance(evaluation, Stage.DESK_REVIEW, by=None)


def save_until_refused(answer: Answer) -> int:
    """Save again and again; how many saves were acknowledged before the gate closed."""
    saved = 0
    while True:
        try:
            with passing_the_gate(), transaction.atomic():
                Answer.objects.filter(pk=answer.pk).update(
                    level=1 + saved % 5, justification=f"simpanan {saved + 1}", version=F("version") + 1
                )
        except StageClosedError:
            return saved
        saved += 1


def race() -> None:
    evaluation = EvaluationFactory()
    answer_all(evaluation)
    answers = list(evaluation.answers.all())
    started = Event()

    def save(answer: Answer) -> int:
        started.set()
        return save_until_refused(answer)

    def close() -> None:
        started.wait(10)
        close_stage(Evaluation.objects.get(pk=evaluation.pk))

    *saved, closed = together(*[lambda one=one: save(one) for one in answers[:SAVERS]], close)

    assert closed is None
    assert all(isinstance(count, int) for count in saved), saved
    said = dict(evaluation.ledger.values_list("indicator_id", "reason"))
    stands = dict(evaluation.answers.values_list("indicator_id", "justification"))
    assert stands == said, "a save came in after the close"
    versions = dict(Answer.objects.filter(evaluation=evaluation).values_list("pk", "version"))
    assert [versions[one.pk] - one.version for one in answers[:SAVERS]] == saved, "a save was lost"


def test_no_save_is_late_and_none_is_lost() -> None:
    for _ in range(10):
        race()


@pytest.mark.trial
def test_no_save_is_late_and_none_is_lost_in_200_races() -> None:
    for _ in range(200):
        race()


def test_a_close_waits_for_a_save_under_way() -> None:
    evaluation = EvaluationFactory()
    answer_all(evaluation)
    written, closed = Event(), Event()

    def save() -> None:
        with transaction.atomic():
            evaluation.answers.filter(indicator__number=1).update(level=5)
            written.set()
            # Time enough for the close to slip past this save, if it would not wait.
            closed.wait(1)

    def close() -> None:
        assert written.wait(10)
        close_stage(Evaluation.objects.get(pk=evaluation.pk))
        closed.set()

    assert together(save, close) == [None, None]

    assert evaluation.ledger.get(indicator__number=1).level == Decimal(5)


def test_a_save_that_waited_for_the_close_is_refused() -> None:
    evaluation = EvaluationFactory()
    answer_all(evaluation)
    held, saving = Event(), Event()

    def close() -> None:
        def wait_for_the_saver() -> None:
            held.set()
            saving.wait(10)

        close_stage(Evaluation.objects.get(pk=evaluation.pk), held=wait_for_the_saver)

    def save() -> None:
        assert held.wait(10)
        with passing_the_gate():
            saving.set()
            evaluation.answers.filter(indicator__number=1).update(level=5)

    closed, refused = together(close, save)

    assert closed is None
    assert isinstance(refused, StageClosedError)
    assert evaluation.answers.get(indicator__number=1).level == Decimal(3)
    assert evaluation.ledger.get(indicator__number=1).level == Decimal(3)


def test_a_close_holds_up_no_other_evaluation() -> None:
    evaluation = EvaluationFactory()
    other = EvaluationFactory(period=evaluation.period)
    answer_all(evaluation)
    held, saved = Event(), Event()

    def close() -> None:
        def wait_for_the_saver() -> None:
            held.set()
            assert saved.wait(10), "the save in the other evaluation had to wait"

        close_stage(Evaluation.objects.get(pk=evaluation.pk), held=wait_for_the_saver)

    def save() -> None:
        assert held.wait(10)
        other.answers.filter(indicator__number=1).update(level=5)
        saved.set()

    assert together(close, save) == [None, None]

    assert other.answers.get(indicator__number=1).level == Decimal(5)


def test_two_who_move_an_evaluation_on_at_once_move_it_once() -> None:
    evaluation = EvaluationFactory()
    first_holds, second_reads = Event(), Event()

    def first() -> None:
        mine = Evaluation.objects.get(pk=evaluation.pk)
        with transaction.atomic():
            gate.hold([mine.pk])
            first_holds.set()
            second_reads.wait(10)
            advance(mine, Stage.DESK_REVIEW, by=None)

    def second() -> None:
        mine = Evaluation.objects.get(pk=evaluation.pk)
        assert first_holds.wait(10)
        second_reads.set()
        advance(mine, Stage.DESK_REVIEW, by=None)

    done, refused = together(first, second)

    assert done is None
    assert isinstance(refused, DomainError)
    assert str(refused) == (f"{evaluation.institution} baru saja dipindahkan oleh orang lain. Muat ulang halaman ini.")
    assert StageChange.objects.filter(evaluation=evaluation).count() == 1


def test_two_who_close_at_once_leave_one_revision() -> None:
    evaluation = EvaluationFactory()
    answer_all(evaluation)

    outcomes = together(*[lambda: close_stage(Evaluation.objects.get(pk=evaluation.pk)) for _ in range(3)])

    assert [outcome for outcome in outcomes if not isinstance(outcome, DomainError)] == [None]
    assert LedgerLevel.objects.filter(evaluation=evaluation).count() == 5
