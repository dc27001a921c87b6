"""A late save against the lock, with real threads: what is locked is what was saved before."""

import threading

import pytest
from django.db import connection, transaction

from apps.common.exceptions import DomainError
from apps.desk_review.actions import lock_judgements, save_judgement
from apps.desk_review.models import Judgement, JudgementLock
from apps.evaluations.actions.teams import move_away
from tests.database import together
from tests.desk_review.conftest import judge, make_desk


@pytest.mark.django_db(transaction=True)
def test_no_save_slips_in_behind_the_lock():
    outcomes = []
    for _ in range(10):
        desk = make_desk()
        judge(desk.evaluation, desk.other)
        mine = Judgement.objects.filter(assessor=desk.other, evaluation=desk.evaluation).select_related("indicator")
        judgement = mine.get(indicator__number=1)
        start, saved, locked_level = threading.Barrier(2), [], []

        def save(judgement=judgement, start=start, saved=saved):
            try:
                start.wait()
                save_judgement(judgement, level=4, reason="Terlambat?", question="", version=1, claimed=3)
                saved.append(True)
            except DomainError:
                saved.append(False)
            finally:
                connection.close()

        def lock(desk=desk, judgement=judgement, start=start, locked_level=locked_level):
            try:
                start.wait()
                lock_judgements(desk.evaluation, by=desk.other)
                locked_level.append(Judgement.objects.get(pk=judgement.pk).level)
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for one in (save, lock)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        judgement.refresh_from_db()
        # What was told to be saved stands there, and nothing moved after the moment of the lock.
        outcomes.append((locked_level, judgement.level) == ([4 if saved[0] else 3], 4 if saved[0] else 3))

    assert outcomes == [True] * 10
    assert JudgementLock.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_who_is_moved_away_meanwhile_writes_nothing_more():
    """The page was open and its permission asked for; then a conflict cut access in a transaction under way."""
    desk = make_desk()
    judge(desk.evaluation, desk.other)
    judgement = Judgement.objects.select_related("indicator").get(
        assessor=desk.other, evaluation=desk.evaluation, indicator__number=1
    )
    moved, waiting = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            move_away(desk.evaluation, desk.other, reason="Benturan kepentingan", by=None)
            moved.set()
            waiting.wait(1)  # the save is held up by the gate until this one commits

    def save() -> None:
        moved.wait(10)
        try:
            save_judgement(judgement, level=4, reason="Terlambat", question="", version=1, claimed=3)
        finally:
            waiting.set()

    first, second = together(move, save)

    assert (first, str(second)) == (None, "Anda tidak lagi menilai instansi ini. Perubahan ini tidak disimpan.")
    assert Judgement.objects.get(pk=judgement.pk).level == 3
