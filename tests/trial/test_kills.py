"""Kill -9 of the workers at a hundred points of finalisation, decree, batch and publication.

Nothing half done is ever seen, and whoever is killed, however often, the same bytes come out in the end.
"""

import random
import time
from collections.abc import Callable

import pytest

from apps.coordination.invariants import violations
from tests.trial import naive
from tests.trial.workers import Plant, Point, Span, Worker, do_what_lives, nothing_is_planted
from tests.trial.works import NOTHING, Batch, Draft, Finalisation, Issue, Publishing, Work

HUNDRED: dict[Callable[[], Work], int] = {Finalisation: 30, Draft: 10, Issue: 15, Batch: 20, Publishing: 25}
SAMPLE = {Finalisation: 2, Publishing: 2}  # those without paper, which is drawn again for every kill
ENOUGH = 60  # kills after which a mistake that a few statements wide has been hit; the first hit ends the test
IN_A_ROW = 2  # times that the same work is killed: a report whose maker dies more often is given up

pytestmark = pytest.mark.django_db(transaction=True)


class HalfDoneError(AssertionError):
    """Something is seen that is neither nothing nor everything."""


@pytest.mark.parametrize(
    ("work", "kills"), [*SAMPLE.items(), *(pytest.param(*one, marks=pytest.mark.trial) for one in HUNDRED.items())]
)
def test_killed_anywhere_nothing_half_done_is_seen_and_the_same_comes_out(work, kills, capsys):
    ends = outlive(work(), kills)

    with capsys.disabled():
        print(f"\n{work.__name__}: {ends}")


@pytest.mark.parametrize(
    "work", [one if one is Publishing else pytest.param(one, marks=pytest.mark.trial) for one in HUNDRED]
)
def test_a_naive_worker_is_found_out(work):
    with pytest.raises(HalfDoneError):
        outlive(work(), ENOUGH, plant=naive.plant)


def outlive(work: Work, kills: int, *, plant: Plant = nothing_is_planted) -> str:
    """Kill the workers so many times in the middle of their work, and then let what is left be done in peace."""
    drawn = random.Random(11)
    span = undisturbed(work)
    broken = violations().keys()  # by the factories, which leave out what these works do not read
    left, done = kills, 0
    while left:
        work.begin()
        for _ in range(drawn.randint(1, IN_A_ROW)):
            is_killed = was_killed(work, span.point(drawn), plant)
            left -= is_killed
            if look(work) != NOTHING:
                done += is_killed
                break
            if not left:
                break
        do_what_lives()
        if look(work) == NOTHING:
            raise HalfDoneError("it is never done")
    assert violations().keys() <= broken
    return f"{kills} kills in {span.statements} statements, {span.seconds:.2f} s; everything was there after {done}"


def undisturbed(work: Work) -> Span:
    """What it takes where nobody is killed; shared by as many workers, each makes its part of the statements."""
    work.begin()
    began = time.monotonic()
    statements = Worker(nothing_is_planted).end()
    span = Span(statements // work.workers, (time.monotonic() - began) / work.workers)
    assert look(work) != NOTHING
    return span


def was_killed(work: Work, point: Point, plant: Plant) -> bool:
    """Let the workers begin, and kill them all where the first of them reaches this point; False if it ends before."""
    workers = [Worker(plant) for _ in range(work.workers)]
    if not workers[0].reaches(point):
        for one in workers:
            one.end()
        return False
    for one in workers:  # at one moment: nobody takes up what another has just left, and dies of it a second time
        one.strike()
    for one in workers:
        one.kill()
    return True


def look(work: Work) -> object:
    """What anybody sees now: nothing or everything."""
    try:
        seen = work.seen()
    except AssertionError as error:
        raise HalfDoneError(str(error)) from error
    if seen not in (NOTHING, work.everything):
        raise HalfDoneError(f"{seen} is neither nothing nor {work.everything}")
    return seen
