"""Two people press the key at the same moment, on real PostgreSQL, through HTTP."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.common.exceptions import InputRefusedError
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Role
from apps.self_assessment import actions
from apps.self_assessment.models import Answer
from apps.self_assessment.queries.submission import institution_bytes
from tests.factories import EvaluationFactory, answer_all, member
from tests.self_assessment.support import PDF, indicator_url, upload

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLE = 20
FULL = pytest.param(1000, marks=pytest.mark.trial)
Pair = tuple[tuple[int, str], tuple[int, str]]


@pytest.fixture
def evaluation(db: None) -> Evaluation:
    """Other connections see it, so that it is not `kept`."""
    return EvaluationFactory()


@pytest.fixture
def two(evaluation: Evaluation) -> list[Client]:
    """Two people of the institution, each in a browser."""
    clients = [Client(), Client()]
    for client, role in zip(clients, (Role.RESPONDENT, Role.DATA_ENTRY), strict=True):
        client.force_login(member(role, evaluation.institution))
    return clients


@pytest.fixture
def save(evaluation: Evaluation, two: list[Client]) -> Iterator[Callable[[Pair, int], list[Any]]]:
    """Both save at once: (number, words) each, both having read `version`."""
    barrier = Barrier(2)

    def one(place: int, number: int, words: str, version: int) -> Any:
        barrier.wait()
        return two[place].post(
            indicator_url(evaluation, number),
            {"version": version, "level": "3", "fact": words, "analysis": "", "justification": ""},
        )

    def leave() -> None:
        barrier.wait()
        connection.close()

    with ThreadPoolExecutor(2) as pool:

        def both(pair: Pair, version: int) -> list[Any]:
            asked = [pool.submit(one, place, *said, version) for place, said in enumerate(pair)]
            return [each.result(30) for each in asked]

        yield both
        for _ in range(2):
            pool.submit(leave)


@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_saves_to_different_indicators_are_both_kept(evaluation, save, rounds) -> None:
    for round_ in range(rounds):
        pair = ((1, f"a{round_}"), (2, f"b{round_}"))

        responses = save(pair, round_)

        assert [each.status_code for each in responses] == [302, 302]
        facts = dict(Answer.objects.filter(evaluation=evaluation).values_list("indicator__number", "fact"))
        assert (facts[1], facts[2]) == (f"a{round_}", f"b{round_}")
    assert Answer.objects.filter(evaluation=evaluation).count() == 5


@pytest.mark.parametrize("rounds", [SAMPLE, FULL])
def test_of_two_saves_to_one_indicator_one_is_kept_and_the_other_shown(evaluation, save, rounds) -> None:
    for round_ in range(rounds):
        words = [f"pertama{round_}", f"kedua{round_}"]

        responses = save(((1, words[0]), (1, words[1])), round_)

        statuses = [each.status_code for each in responses]
        assert sorted(statuses) == [302, 409]
        answer = Answer.objects.get(evaluation=evaluation, indicator__number=1)
        assert (answer.version, answer.fact) == (round_ + 1, words[statuses.index(302)])
        shown = responses[statuses.index(409)].content.decode()
        assert words[0] in shown
        assert words[1] in shown
    events = apps.get_model("self_assessment", "AnswerEvent").objects.filter(evaluation=evaluation, indicator__number=1)
    assert sorted(events.values_list("version", flat=True)) == list(range(rounds + 1))


def test_two_tabs_that_open_a_sheet_never_laid_out_make_one_row_each(evaluation, two) -> None:
    Answer.objects.filter(evaluation=evaluation).delete()
    barrier = Barrier(2)

    def open_tab(client: Client) -> int:
        try:
            barrier.wait()
            return client.get(indicator_url(evaluation)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(open_tab, two))

    assert statuses == [200, 200]
    assert Answer.objects.filter(evaluation=evaluation).count() == 5


@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.trial)])
def test_what_was_saved_stands_in_the_ledger_when_the_sheet_closes(db, rounds) -> None:
    """A save and the submission at once: either the save came first and blocks it, or it is refused."""
    for _ in range(rounds):
        evaluation = EvaluationFactory()
        writer, sender = Client(), Client()
        coordinator = member(Role.COORDINATOR, evaluation.institution)
        writer.force_login(member(Role.RESPONDENT, evaluation.institution))
        sender.force_login(coordinator)
        answer_all(evaluation, 3)
        actions.sign_documents_of([evaluation], sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)
        barrier = Barrier(2)

        def at_once(act: Callable[[], Any], barrier: Barrier = barrier) -> int:
            try:
                barrier.wait()
                return act().status_code
            finally:
                connection.close()

        typed = {"version": 1, "level": "5", "fact": "terlambat", "analysis": "", "justification": ""}
        submission = reverse("self_assessment:submission", args=[evaluation.pk])
        with ThreadPoolExecutor(2) as pool:
            saving = pool.submit(at_once, partial(writer.post, indicator_url(evaluation), typed))
            sending = pool.submit(at_once, partial(sender.post, submission, {"kirim": "1"}))
            statuses = (saving.result(30), sending.result(30))

        level = evaluation.answers.get(indicator__number=1).level
        spoken = list(evaluation.ledger.filter(indicator__number=1).values_list("level", flat=True))
        assert (statuses, level, spoken) in [((302, 409), 5, []), ((409, 302), 3, [3])]


def test_two_uploads_at_once_do_not_share_the_last_room(evaluation, settings, monkeypatch) -> None:
    settings.EVIDENCE_QUOTA = len(PDF)
    user, indicator = member(Role.RESPONDENT, evaluation.institution), evaluation.period.instrument.indicators.first()
    both_have_counted = Barrier(2)

    def counted(institution: Institution) -> int:
        stored = institution_bytes(institution)
        with suppress(BrokenBarrierError):  # whoever waits for the other's lock never comes
            both_have_counted.wait(0.5)
        return stored

    monkeypatch.setattr("apps.self_assessment.actions.evidence.institution_bytes", counted)

    def bring(name: str) -> bool:
        try:
            actions.add_file(evaluation, indicator, upload(PDF, name), by=user)
        except InputRefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        brought = list(pool.map(bring, ["a.pdf", "b.pdf"]))

    assert sorted(brought) == [False, True]
    assert institution_bytes(evaluation.institution) == len(PDF)
