"""Work is a row and Redis only a bell: nothing is lost with it, done twice for it, or held up by it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from redis import Redis

from apps.common.exceptions import DomainError
from apps.jobs.actions import MAX_ATTEMPTS, PATIENCE, RING_AGAIN_AFTER, ask, report, run, sweep
from apps.jobs.models import Job, JobState
from apps.jobs.registry import DESCRIPTIONS, HANDLERS, Asked, Handler
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from tests.database import together
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "uji"


@pytest.fixture(autouse=True)
def bell(redis_url: str) -> Iterator[Redis]:
    """This process's Redis, with no bell ringing."""
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
        yield redis
        redis.flushdb()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The objects that the handler of `KIND` was called for."""
    called: list[int] = []
    handle(monkeypatch, lambda job: called.append(job.object_id))
    return called


def handle(monkeypatch: pytest.MonkeyPatch, handler: Handler) -> None:
    monkeypatch.setitem(HANDLERS, KIND, handler)


def rings(bell: Redis) -> int:
    return int(bell.llen("celery"))


def forget(job: Job) -> None:
    """Let the last ring of a job lie so long ago that the sweeper rings again."""
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - RING_AGAIN_AFTER - timedelta(seconds=1))


def test_asking_rings_once_when_the_transaction_commits(bell: Redis) -> None:
    with transaction.atomic():
        ask(KIND, 1, by=None)
        assert rings(bell) == 0

    assert rings(bell) == 1


def test_what_is_rolled_back_neither_rings_nor_stays(bell: Redis) -> None:
    with transaction.atomic():
        ask(KIND, 1, by=None)
        transaction.set_rollback(True)

    assert rings(bell) == 0
    assert not Job.objects.exists()


def test_asking_twice_is_one_living_job(bell: Redis) -> None:
    first, second = ask(KIND, 1, by=UserFactory()), ask(KIND, 1, by=UserFactory())

    assert first == second
    assert Job.objects.count() == 1
    assert rings(bell) == 1


def test_asking_at_once_is_one_living_job() -> None:
    outcomes = together(*[lambda: ask(KIND, 1, by=None).pk for _ in range(4)])

    assert outcomes == [Job.objects.get().pk] * 4


def test_asking_again_after_the_end_is_a_new_job(calls: list[int]) -> None:
    first = ask(KIND, 1, by=None)
    run(first.pk)

    second = ask(KIND, 1, by=None)

    assert second != first


def test_what_changes_while_a_job_runs_is_done_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def reads_then_asked(job: Job) -> None:
        seen.append(job.is_asked_again)
        if len(seen) == 1:
            ask(KIND, 7, by=None, anew=True)

    handle(monkeypatch, reads_then_asked)

    run(ask(KIND, 7, by=None).pk)

    assert seen == [False, False]
    assert Job.objects.get().state == JobState.DONE


def test_a_job_that_refuses_while_it_is_asked_for_anew_is_done_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def refuses_first(job: Job) -> None:
        seen.append(job.pk)
        if len(seen) == 1:
            ask(KIND, 7, by=None, anew=True)
            raise DomainError("Belum lengkap.")

    handle(monkeypatch, refuses_first)

    run(ask(KIND, 7, by=None).pk)

    assert len(seen) == 2
    assert Job.objects.get().state == JobState.DONE


def test_what_changes_before_a_job_begins_is_done_with_it(calls: list[int]) -> None:
    job = ask(KIND, 7, by=None)
    ask(KIND, 7, by=None, anew=True)

    run(job.pk)

    assert calls == [7]


def test_asking_a_running_job_for_the_same_does_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def asked_again(job: Job) -> None:
        seen.append(job.pk)
        ask(KIND, 7, by=None)

    handle(monkeypatch, asked_again)

    run(ask(KIND, 7, by=None).pk)

    assert len(seen) == 1


def test_running_twice_has_one_effect(calls: list[int]) -> None:
    job = ask(KIND, 7, by=None)

    outcomes = [run(job.pk), run(job.pk)]

    assert outcomes == [True, False]
    assert calls == [7]
    assert Job.objects.get().state == JobState.DONE


def test_running_at_once_has_one_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask(KIND, 7, by=None)
    begun, tried_again = Event(), Event()
    calls = []

    def slow(one: Job) -> None:
        calls.append(one.pk)
        begun.set()
        tried_again.wait(10)

    def second() -> bool:
        assert begun.wait(10)
        try:
            return run(job.pk)
        finally:
            tried_again.set()

    handle(monkeypatch, slow)

    assert together(lambda: run(job.pk), second) == [True, False]
    assert calls == [job.pk]


def test_a_job_whose_worker_died_is_taken_up_again(calls: list[int], bell: Redis) -> None:
    job = ask(KIND, 7, by=None)
    Job.objects.update(state=JobState.RUNNING, started_at=timezone.now(), attempts=1)
    forget(job)
    bell.flushdb()

    rung = sweep()
    done = run(job.pk)

    assert (rung, rings(bell), done) == (1, 1, True)
    assert calls == [7]


def test_a_failure_is_tried_again_and_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: Job) -> None:
        raise ZeroDivisionError

    handle(monkeypatch, fail)
    job = ask(KIND, 7, by=None)
    states = []

    for _ in range(MAX_ATTEMPTS):
        run(job.pk)
        job.refresh_from_db()
        states.append(job.state)

    assert states == [JobState.WAITING] * (MAX_ATTEMPTS - 1) + [JobState.FAILED]
    assert (job.message, run(job.pk)) == ("Pekerjaan gagal dan dihentikan.", False)


@pytest.mark.parametrize(
    ("waited", "refusal", "told"),
    [
        (PATIENCE, "", "Kertas Kota X selesai."),
        (timedelta(0), "", None),
        (timedelta(0), "Belum lengkap.", "Kertas Kota X gagal. Belum lengkap."),
    ],
)
def test_whoever_asked_hears_of_an_end_they_did_not_wait_for(
    monkeypatch: pytest.MonkeyPatch, waited: timedelta, refusal: str, told: str | None
) -> None:
    def work(job: Job) -> None:
        if refusal:
            raise DomainError(refusal)

    handle(monkeypatch, work)
    monkeypatch.setitem(DESCRIPTIONS, KIND, lambda job: Asked("Kertas Kota X", "/kertas/", "SIMULASI"))
    asker = UserFactory()
    job = ask(KIND, 7, by=asker)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - waited)

    run(job.pk)

    said = Notice.objects.values_list("user", "kind", "text", "url", "simulation_label", "settled_at")
    assert list(said) == ([(asker.pk, NoticeKind.JOB, told, "/kertas/", "SIMULASI", None)] if told else [])


def test_a_job_of_which_nobody_can_be_told_is_done_all_the_same(
    monkeypatch: pytest.MonkeyPatch, calls: list[int]
) -> None:
    def describe(job: Job) -> Asked:
        raise Job.DoesNotExist

    monkeypatch.setitem(DESCRIPTIONS, KIND, describe)
    job = ask(KIND, 7, by=UserFactory())
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - PATIENCE)

    run(job.pk)

    assert (calls, Job.objects.get().state) == ([7], JobState.DONE)


def test_a_worker_tells_how_far_it_is() -> None:
    job = ask(KIND, 7, by=None)

    report(job, 3, 12, "Kabupaten ke-3")

    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.message) == (3, 12, 25, "Kabupaten ke-3")


def test_flushing_redis_loses_nothing(calls: list[int], bell: Redis) -> None:
    job = ask(KIND, 7, by=None)
    bell.flushdb()
    forget(job)

    sweep()

    assert rings(bell) == 1
    assert run(job.pk)
    assert calls == [7]


def test_the_sweeper_leaves_fresh_and_finished_jobs_alone(calls: list[int], bell: Redis) -> None:
    finished = ask(KIND, 1, by=None)
    run(finished.pk)
    forget(finished)
    ask(KIND, 2, by=None)
    bell.flushdb()

    assert sweep() == 0
    assert rings(bell) == 0


def point_the_bell_at(listener: socket.socket, patch: pytest.MonkeyPatch) -> None:
    app = current_app._get_current_object()
    address = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
    patch.setattr(app.conf, "broker_url", address)
    patch.setattr(app.amqp, "_producer_pool", None)
    patch.setattr(app, "_pool", None)


@pytest.fixture
def silent_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A Redis that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        point_the_bell_at(listener, monkeypatch)
        yield listener


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A Redis that refuses connections, and how long was slept over it."""
    slept: list[float] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        point_the_bell_at(listener, monkeypatch)
        monkeypatch.setattr("kombu.utils.functional.sleep", slept.append)
        yield slept


def knocks_at(listener: socket.socket) -> int:
    listener.setblocking(False)
    knocks = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return knocks
        knocks += 1


def test_a_silent_redis_is_tried_once_and_loses_nothing(silent_redis: socket.socket) -> None:
    [job] = together(lambda: ask(KIND, 7, by=None))

    assert Job.objects.get(state=JobState.WAITING) == job
    assert knocks_at(silent_redis) == 1


def test_a_redis_that_is_gone_is_not_waited_for(no_redis: list[float]) -> None:
    [job] = together(lambda: ask(KIND, 7, by=None))

    assert Job.objects.get(state=JobState.WAITING) == job
    assert no_redis == []


def test_the_bell_rings_again_when_redis_is_back(calls: list[int], bell: Redis) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current_app, "send_task", lambda *args, **kwargs: 1 / 0)
        job = ask(KIND, 7, by=None)
    forget(job)

    sweep()

    assert rings(bell) == 1
