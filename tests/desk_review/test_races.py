"""A late save against the lock, with real threads: what is locked is what was saved before."""

import threading

import pytest
from django.db import connection

from apps.common.exceptions import DomainError
from apps.desk_review.actions import lock_judgements, save_judgement
from apps.desk_review.models import Judgement, JudgementLock
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
