"""Comparing, settling and closing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from apps.common.exceptions import DomainError, StageClosedError
from apps.desk_review.actions import close_desk_review, close_desk_reviews_many, settle_difference
from apps.desk_review.models import AgreedLevel, Judgement
from apps.desk_review.queries import AGREES
from apps.evaluations.models import LedgerLevel, Mark, StageChange
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from tests.desk_review.conftest import judge, make_desk
from tests.factories import move_window

STATEMENTS = 37


@pytest.fixture
def apart(desk):
    """Both have locked: the lead agrees with the institution, the other says 2 throughout."""
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other, 2, reason="Notula belum ada.", question="Mana notulanya?", lock=True)
    return desk


@pytest.fixture
def alike(desk):
    """Both have locked and agree with the institution throughout."""
    for assessor in (desk.lead, desk.other):
        judge(desk.evaluation, assessor, lock=True)
    return desk


def url(desk, name: str = "differences", *more) -> str:
    return reverse(f"desk_review:{name}", args=[desk.evaluation.pk, *more])


def indicators(desk):
    return list(desk.evaluation.period.instrument.indicators.order_by("number"))


def settle_all(desk, level: int = 2) -> None:
    for one in indicators(desk):
        settle_difference(desk.evaluation, one, level=level, reason=f"Sepakat {one.number}.", version=0, by=desk.lead)


def ledger(desk) -> list[tuple]:
    rows = LedgerLevel.objects.filter(evaluation=desk.evaluation, stage=Stage.DESK_REVIEW)
    return list(rows.order_by("indicator__number").values_list("indicator__number", "level", "reason", "decided_by"))


def test_shows_both_judgements_side_by_side(client, apart):
    client.force_login(apart.other)

    response = client.get(url(apart))

    rows = [[voice.judgement.level for voice in row.compared.voices] for row in response.context["differing"]]
    assert rows == [[3, 2]] * 5
    assert "Notula belum ada." in response.content.decode()


def test_the_lead_settles_with_a_reason(client, apart):
    client.force_login(apart.lead)

    client.post(url(apart, "settle", 1), {"version": 0, "level": "2", "reason": "Notula memang belum ada."})

    agreed = AgreedLevel.objects.get()
    assert (agreed.indicator.number, agreed.level, agreed.by) == (1, 2, apart.lead)


def test_settling_without_a_reason_is_refused(client, apart):
    client.force_login(apart.lead)

    assert client.post(url(apart, "settle", 1), {"version": 0, "level": "2", "reason": " "}).status_code == 422
    with pytest.raises(DomainError, match="alasan"):
        settle_difference(apart.evaluation, indicators(apart)[0], level=2, reason=" ", version=0, by=apart.lead)
    assert not AgreedLevel.objects.exists()


def test_who_does_not_lead_may_not_close(client, apart):
    client.force_login(apart.other)

    assert client.post(url(apart, "close")).status_code == 403


def propose(client, desk, level: str = "2", version: int = 0):
    client.force_login(desk.other)
    return client.post(url(desk, "settle", 1), {"version": version, "level": level, "reason": "Usul saya."})


def test_the_two_settle_between_them(client, apart):
    propose(client, apart)
    proposed = AgreedLevel.objects.get()
    client.force_login(apart.lead)
    shown = client.get(url(apart)).content.decode()

    client.post(url(apart, "confirm", 1), {"version": 1})

    confirmed = AgreedLevel.objects.get()
    assert (proposed.is_final, "Setujui usul tingkat 2" in shown) == (False, True)
    assert (confirmed.is_final, confirmed.by, confirmed.confirmed_by) == (True, apart.other, apart.lead)


def test_a_proposal_alone_settles_nothing(client, apart):
    for one in indicators(apart):
        settle_difference(apart.evaluation, one, level=2, reason="Usul.", version=0, by=apart.other)

    with pytest.raises(DomainError, match="belum diputus pada indikator 1, 2, 3, 4, 5"):
        close_desk_review(apart.evaluation, by=apart.lead)


def test_nobody_confirms_their_own_proposal(client, apart):
    propose(client, apart)

    answer = client.post(url(apart, "confirm", 1), {"version": 1})

    assert (answer.status_code, AgreedLevel.objects.get().confirmed_by) == (409, None)
    with pytest.raises(IntegrityError, match="nobody_confirms_their_own_word"):
        AgreedLevel.objects.update(confirmed_by=apart.other)


def test_what_is_confirmed_is_what_was_read(client, apart):
    propose(client, apart)
    propose(client, apart, level="3", version=1)
    client.force_login(apart.lead)

    answer = client.post(url(apart, "confirm", 1), {"version": 1})

    assert (answer.status_code, AgreedLevel.objects.get().is_final) == (409, False)


def test_another_proposal_wants_another_confirmation(client, apart):
    propose(client, apart)
    client.force_login(apart.lead)
    client.post(url(apart, "confirm", 1), {"version": 1})

    propose(client, apart, level="3", version=2)

    assert AgreedLevel.objects.get().is_final is False


def test_the_word_of_the_lead_is_not_overruled(client, apart):
    settle_difference(apart.evaluation, indicators(apart)[0], level=3, reason="Ketua.", version=0, by=apart.lead)

    answer = propose(client, apart, version=1)

    assert (answer.status_code, AgreedLevel.objects.get().reason) == (409, "Ketua.")


def test_the_lead_may_settle_over_a_proposal(client, apart):
    propose(client, apart)

    settle_difference(apart.evaluation, indicators(apart)[0], level=3, reason="Ketua.", version=1, by=apart.lead)

    agreed = AgreedLevel.objects.get()
    assert (agreed.is_final, agreed.by, agreed.level) == (True, apart.lead, 3)


def test_before_all_have_locked_nobody_may_settle_or_confirm(client, desk):
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other, 2, reason="-")
    client.force_login(desk.lead)

    answers = [client.get(url(desk, "settle", 1)), client.post(url(desk, "confirm", 1), {"version": 1})]

    assert [one.status_code for one in answers] == [403, 403]


def test_the_private_judgements_stay_on_record(client, apart):
    settle_all(apart)
    close_desk_review(apart.evaluation, by=apart.lead)
    client.force_login(apart.other)

    page = client.get(url(apart)).content.decode()

    assert ("Notula belum ada." in page, "Sepakat 1." in page) == (True, True)
    assert list(Judgement.objects.filter(indicator__number=1).order_by("pk").values_list("level", flat=True)) == [3, 2]


def test_who_handed_the_institution_over_stays_on_record_without_a_say(client, desk):
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other, 2, reason="Kata pendahulu.", lock=True)
    desk.evaluation.team.members.filter(user=desk.other).delete()
    client.force_login(desk.lead)

    response = client.get(url(desk))

    assert "Kata pendahulu." in response.content.decode()
    assert response.context["differing"] == []


def test_a_stale_settlement_overwrites_nothing(client, apart):
    client.force_login(apart.lead)
    client.post(url(apart, "settle", 1), {"version": 0, "level": "2", "reason": "Yang pertama."})

    response = client.post(url(apart, "settle", 1), {"version": 0, "level": "3", "reason": "Yang kedua."})

    page = response.content.decode()
    assert (response.status_code, "Yang pertama." in page, "Yang kedua." in page) == (409, True, True)
    assert AgreedLevel.objects.get().reason == "Yang pertama."


def test_there_is_nothing_to_settle_where_nobody_differs(client, alike):
    client.force_login(alike.lead)

    assert client.get(url(alike, "settle", 1)).status_code == 404
    with pytest.raises(DomainError, match="tidak berbeda"):
        settle_difference(alike.evaluation, indicators(alike)[0], level=2, reason="-", version=0, by=alike.lead)


def test_there_is_nothing_to_settle_before_all_have_locked(desk):
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other, 2, reason="-")

    with pytest.raises(DomainError, match="seluruh tim mengunci"):
        settle_difference(desk.evaluation, indicators(desk)[0], level=2, reason="-", version=0, by=desk.lead)


def test_closing_writes_the_agreed_levels_and_leads_to_the_interview(client, apart):
    settle_all(apart)
    client.force_login(apart.lead)

    client.post(url(apart, "close"))

    apart.evaluation.refresh_from_db()
    assert apart.evaluation.stage == Stage.INTERVIEW
    assert ledger(apart) == [(n, 2, f"Sepakat {n}.", apart.lead.pk) for n in range(1, 6)]
    assert StageChange.objects.filter(to_stage=Stage.INTERVIEW).get().by == apart.lead


def test_a_common_level_joins_the_reasons_without_saying_whose_they_are(desk):
    judge(desk.evaluation, desk.lead, 2, reason="Reviu belum ada.", lock=True)
    judge(desk.evaluation, desk.other, 2, reason="Notula belum ada.", lock=True)

    close_desk_review(desk.evaluation, by=desk.lead)

    assert ledger(desk)[0] == (1, 2, "Notula belum ada.\n\nReviu belum ada.", desk.lead.pk)


def test_agreement_with_the_institution_needs_no_words(alike):
    close_desk_review(alike.evaluation, by=alike.lead)

    assert ledger(alike)[0] == (1, 3, AGREES, alike.lead.pk)


def test_questions_become_one_mark_an_indicator(desk):
    judge(desk.evaluation, desk.lead, question="Mana reviunya?", lock=True)
    judge(desk.evaluation, desk.other, question="Mana notulanya?", lock=True)

    close_desk_review(desk.evaluation, by=desk.lead)

    marks = list(Mark.objects.values_list("indicator__number", "stage", "question", "by"))
    words = "Mana notulanya?\n\nMana reviunya?"
    assert marks == [(number, Stage.INTERVIEW, words, desk.lead.pk) for number in range(1, 6)]


def test_monitoring_goes_straight_to_consolidation_without_marks(db):
    desk = make_desk(track=Track.MONITORING)
    for assessor in (desk.lead, desk.other):
        judge(desk.evaluation, assessor, question="Mana?", lock=True)

    close_desk_review(desk.evaluation, by=desk.lead)

    assert (desk.evaluation.stage, Mark.objects.count()) == (Stage.CONSOLIDATION, 0)


def test_closing_waits_for_every_lock(desk):
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other)

    with pytest.raises(DomainError, match="belum semua asesornya mengunci"):
        close_desk_review(desk.evaluation, by=desk.lead)


def test_closing_waits_for_every_difference(apart):
    settle_difference(apart.evaluation, indicators(apart)[0], level=2, reason="-", version=0, by=apart.lead)

    with pytest.raises(DomainError, match=r"belum diputus pada indikator 2, 3, 4, 5\."):
        close_desk_review(apart.evaluation, by=apart.lead)
    assert ledger(apart) == []


def test_closing_is_over_with_the_stage(alike):
    move_window(alike.evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        close_desk_review(alike.evaluation, by=alike.lead)


def test_an_empty_team_judges_nothing(db):
    desk = make_desk()
    desk.evaluation.team.members.all().delete()

    with pytest.raises(DomainError, match="mengunci"):
        close_desk_review(desk.evaluation, by=desk.lead)


def test_who_was_replaced_no_longer_speaks(desk):
    judge(desk.evaluation, desk.lead, lock=True)
    judge(desk.evaluation, desk.other, 2, reason="Diganti.", lock=True)
    desk.evaluation.team.members.get(user=desk.other).delete()
    EvaluationPeriod.objects.update(assessors_per_team=1)  # the one who stays is the whole team

    close_desk_review(desk.evaluation, by=desk.lead)

    assert {row[1:3] for row in ledger(desk)} == {(3, AGREES)}


def test_many_are_closed_in_constant_statements(django_assert_num_queries, db):
    desks = [make_desk(track=track) for track in (Track.EVALUATION, Track.MONITORING) * 3]
    for desk in desks:
        for assessor in (desk.lead, desk.other):
            judge(desk.evaluation, assessor, question="Mana?", lock=True)
    small, large = desks[:2], desks[2:]

    with django_assert_num_queries(STATEMENTS):
        close_desk_reviews_many([desk.evaluation for desk in small], by=small[0].lead)
    with django_assert_num_queries(STATEMENTS):
        close_desk_reviews_many([desk.evaluation for desk in large], by=small[0].lead)

    assert LedgerLevel.objects.filter(stage=Stage.DESK_REVIEW).count() == 30
    assert Mark.objects.count() == 15


def test_one_that_cannot_be_closed_keeps_all_open(alike):
    waiting = make_desk()

    with pytest.raises(DomainError):
        close_desk_reviews_many([alike.evaluation, waiting.evaluation], by=alike.lead)

    assert ledger(alike) == []
    assert Judgement.objects.filter(evaluation=waiting.evaluation).count() == 0
