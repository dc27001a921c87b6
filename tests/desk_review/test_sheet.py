"""One's own sheet, and locking it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.common.exceptions import DomainError, StageClosedError
from apps.common.gate import refusal_of
from apps.desk_review.actions import lock_all_judgements, lock_judgements, save_judgements
from apps.desk_review.models import Judgement, JudgementLock
from apps.evaluations.models import LedgerLevel
from apps.institutions.models import Role
from tests.desk_review.conftest import judge, make_desk
from tests.factories import EvaluationFactory, TeamFactory, member, move_window


def url(desk, name: str = "sheet", *more) -> str:
    return reverse(f"desk_review:{name}", args=[desk.evaluation.pk, *more])


def statements(client, address: str, data: dict | None = None) -> int:
    """How many statements a request takes, BEGIN, COMMIT and savepoints aside."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address) if data is None else client.post(address, data)
    spoken = [query["sql"] for query in captured.captured_queries]
    return len([sql for sql in spoken if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


def test_first_look_lays_out_the_sheet_of_everybody_in_the_team(client, desk):
    client.force_login(desk.lead)

    client.get(url(desk))
    client.get(url(desk))

    assert Judgement.objects.filter(assessor=desk.lead, version=0).count() == 5
    assert Judgement.objects.filter(assessor=desk.other, version=0).count() == 5


def test_counts_what_is_judged_and_what_is_asked(client, desk):
    judge(desk.evaluation, desk.other, 3, question="Mana?")
    Judgement.objects.filter(assessor=desk.other, indicator__number=1).update(level=2, reason="Kurang.", question="")
    client.force_login(desk.other)

    context = client.get(url(desk)).context

    assert (context["judged"], context["counts"]["agree"], context["counts"]["differ"], context["asked"]) == (
        5,
        4,
        1,
        4,
    )
    assert str(context["figures"].index) == "2.75"


def test_locking_needs_every_level(client, desk):
    client.force_login(desk.other)
    client.get(url(desk))
    Judgement.objects.filter(assessor=desk.other, indicator__number__in=[1, 2, 4]).update(level=3)

    response = client.post(url(desk, "lock"))

    assert response.status_code == 409
    assert "Indikator belum dinilai: 3, 5." in response.content.decode()
    assert not JudgementLock.objects.exists()


def test_locking_needs_a_reason_wherever_the_levels_differ(desk):
    judge(desk.evaluation, desk.other)
    for said in LedgerLevel.objects.filter(evaluation=desk.evaluation):  # its sheet was opened again
        said.pk, said.revision, said.level = None, 2, 4
        said.save()

    with pytest.raises(DomainError, match="Alasan perbedaan belum ditulis pada indikator 1, 2, 3, 4, 5"):
        lock_judgements(desk.evaluation, by=desk.other)


def test_locking_twice_is_locking_once(client, desk):
    judge(desk.evaluation, desk.other)
    client.force_login(desk.other)

    client.post(url(desk, "lock"))
    response = client.post(url(desk, "lock"))

    assert response.status_code == 302
    assert JudgementLock.objects.count() == 1


def test_locking_is_over_with_the_stage(desk):
    judge(desk.evaluation, desk.other)
    move_window(desk.evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        lock_judgements(desk.evaluation, by=desk.other)


@pytest.mark.parametrize(
    "write",
    [
        lambda rows: rows.update(level=5),
        lambda rows: rows.update(question="Satu lagi?"),
        lambda rows: rows.delete(),
        lambda rows: rows.update(assessor=member(Role.ASSESSOR)),
    ],
)
def test_the_database_keeps_what_is_locked(desk, write):
    judge(desk.evaluation, desk.other, lock=True)

    with pytest.raises(Exception, match="dikunci") as refused:
        write(Judgement.objects.filter(assessor=desk.other, indicator__number=1))

    assert isinstance(refusal_of(refused.value), DomainError)


def test_whole_sheets_are_refused_after_the_lock_too(desk):
    judge(desk.evaluation, desk.other, lock=True)

    with pytest.raises(DomainError, match="dikunci"):
        judge(desk.evaluation, desk.other, 4, reason="Berubah pikiran.")


def test_a_lock_binds_nobody_else(desk):
    judge(desk.evaluation, desk.other, lock=True)

    judge(desk.evaluation, desk.lead)

    assert Judgement.objects.filter(assessor=desk.lead, level=3).count() == 5


def test_a_lock_is_never_taken_back(desk):
    judge(desk.evaluation, desk.other, lock=True)

    with pytest.raises(Exception, match="hanya dapat ditambah"):
        JudgementLock.objects.all().delete()


def test_the_locked_sheet_is_read_only_on_the_screen(client, desk):
    judge(desk.evaluation, desk.other, lock=True)
    client.force_login(desk.other)

    response = client.post(url(desk, "indicator", 1), {"version": 1, "level": "4", "reason": "Baru.", "question": ""})

    assert response.status_code == 409
    assert "<form class" not in client.get(url(desk, "indicator", 1)).content.decode()
    assert Judgement.objects.get(assessor=desk.other, indicator__number=1).level == 3


def test_many_sheets_are_locked_at_once_in_constant_statements(django_assert_num_queries, db):
    desks = [make_desk() for _ in range(3)]
    for desk in desks:
        for assessor in (desk.lead, desk.other):
            judge(desk.evaluation, assessor)

    with django_assert_num_queries(10):
        lock_all_judgements([desks[0].evaluation])
    with django_assert_num_queries(10):
        lock_all_judgements([desk.evaluation for desk in desks[1:]])

    assert JudgementLock.objects.count() == 6


def test_a_team_of_many_institutions_locks_each_sheet_alone(desk):
    second = make_desk(period=desk.evaluation.period, team=desk.evaluation.team)
    judge(desk.evaluation, desk.other)

    lock_judgements(desk.evaluation, by=desk.other)

    assert not JudgementLock.objects.filter(evaluation=second.evaluation).exists()


def test_others_may_not(client, desk):
    cases = [
        (member(Role.COORDINATOR, desk.evaluation.institution), 403),
        (member(Role.RESPONDENT, desk.evaluation.institution), 403),
        (member(Role.EVALUATION_TEAM), 403),
        (TeamFactory(period=desk.evaluation.period).members.first().user, 404),
        (member(Role.COORDINATOR, EvaluationFactory().institution), 404),
    ]
    for user, status in cases:
        client.force_login(user)
        answers = [client.get(url(desk)), client.post(url(desk, "lock")), client.get(url(desk, "differences"))]
        answers += [client.post(url(desk, "close")), client.get(url(desk, "settle", 1))]

        assert [one.status_code for one in answers] == [status] * 5


def test_statements_stay_within_their_budget(client, db):
    counts = []
    for number in (1, 3):
        desks = [make_desk() for _ in range(number)]
        desk = desks[0]
        client.force_login(desk.other)
        client.get(url(desk))
        words = {"version": 0, "level": "2", "reason": "Alasan.", "question": "Apa?"}
        counts.append(
            (
                statements(client, url(desk)),
                statements(client, url(desk, "indicator", 2)),
                statements(client, url(desk, "indicator", 1), words),
            )
        )

    assert counts[0] == counts[1]
    assert all(spent <= budget for spent, budget in zip(counts[0], (12, 15, 8), strict=True)), counts


def test_nothing_to_save_is_nothing(desk):
    assert save_judgements(desk.evaluation, desk.other, []) == 0
