"""Sanggah: within its days, once an indicator, answered by the ministry before anything is accepted."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError, StageClosedError
from apps.consolidation.actions import accept, give_back
from apps.consolidation.actions.objections import answer_objection, object_to
from apps.evaluations.actions import advance
from apps.evaluations.models import Objection, StageChange
from apps.evaluations.objections import held_up
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation, Evidence
from tests.database import execute
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, member
from tests.marks import indicator_of

pytestmark = pytest.mark.django_db

LINK = "https://contoh.invalid/video"


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    evaluation = EvaluationFactory(period=PeriodFactory(objection_days=5), with_team=True)
    Evidence.objects.create(evaluation=evaluation, indicator=indicator_of(evaluation, 1), url=LINK)
    return bring_to(evaluation, Stage.REVIEW)


@pytest.fixture
def evaluation(kept_evaluation, db):
    """In review, five days for objections; it brought a link as evidence for indicator 1."""
    return deepcopy(kept_evaluation)


@pytest.fixture
def coordinator(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def ministry(evaluation):
    return member(Role.EVALUATION_TEAM)


def url(evaluation):
    return reverse("consolidation:objections", args=[evaluation.pk])


def contest(evaluation, by, number=2):
    return object_to(evaluation, indicator_of(evaluation, number), level=4, text="Ada bukti", by=by)


def let_days_pass(evaluation):
    """As if consolidation had been handed over long ago; only the database's owner could."""
    with transaction.atomic():
        execute("SET LOCAL session_replication_role = replica")
        StageChange.objects.filter(evaluation=evaluation).update(at=timezone.now() - timedelta(days=6))
        execute("SET LOCAL session_replication_role = origin")


def test_the_coordinator_objects_and_the_ministry_answers(client, evaluation, coordinator, ministry):
    client.force_login(coordinator)
    typed = {"indicator": indicator_of(evaluation, 2).pk, "level": "4", "text": "Ada bukti", "evidence": "SK hlm. 3"}

    objected = client.post(url(evaluation), typed)
    objection = Objection.objects.get()
    client.force_login(ministry)
    answered = client.post(
        reverse("consolidation:answer_objection", args=[evaluation.pk, objection.pk]),
        {"decision": "refused", "text": "Bukti itu dari tahun lain"},
    )

    assert (objected.status_code, answered.status_code) == (302, 302)
    assert (objection.level, objection.evidence, objection.answer.is_accepted) == (4, "SK hlm. 3", False)
    assert Notice.objects.filter(user=coordinator, text__contains="Sanggah indikator 2 dijawab").exists()


def test_an_objection_points_to_evidence_that_the_ministry_opens(client, evaluation, coordinator, ministry):
    evidence = evaluation.evidence.get()
    client.force_login(coordinator)
    typed = {"indicator": indicator_of(evaluation, 2).pk, "level": "4", "text": "Ada bukti"}

    client.post(url(evaluation), typed | {"piece_1": evidence.pk, "place_1": "menit 3"})

    assert [(one.evidence, one.place) for one in Citation.objects.all()] == [(evidence, "menit 3")]
    client.force_login(ministry)
    page = client.get(url(evaluation)).content.decode()
    assert (f'href="{LINK}"' in page, "menit 3" in page) == (True, True)


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE])
def test_others_of_the_institution_read_only(client, evaluation, role):
    client.force_login(member(role, evaluation.institution))

    assert client.get(url(evaluation)).status_code == 200
    assert client.post(url(evaluation), {}).status_code == 403


def test_an_indicator_is_objected_to_once(evaluation, coordinator):
    contest(evaluation, coordinator)

    with pytest.raises(DomainError, match="satu kali"):
        contest(evaluation, coordinator)


def test_after_its_days_none_is_taken(client, evaluation, coordinator):
    let_days_pass(evaluation)
    client.force_login(coordinator)

    response = client.post(url(evaluation), {"indicator": indicator_of(evaluation, 2).pk, "level": "4", "text": "Lat"})

    assert response.status_code == 409
    assert not Objection.objects.exists()


def test_a_period_without_days_takes_none():
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.REVIEW)

    with pytest.raises(StageClosedError):
        contest(evaluation, member(Role.COORDINATOR, evaluation.institution))


def test_before_the_review_none_is_taken_and_no_level_is_shown(client):
    period = PeriodFactory(objection_days=5)
    evaluation = bring_to(EvaluationFactory(period=period, with_team=True), Stage.CONSOLIDATION)
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    client.force_login(coordinator)

    assert client.get(url(evaluation)).context["levels"] == []
    with pytest.raises(StageClosedError):
        contest(evaluation, coordinator)


def test_the_level_lies_on_the_scale(evaluation, coordinator):
    with pytest.raises(DomainError, match="skala"):
        object_to(evaluation, indicator_of(evaluation, 2), level=9, text="-", by=coordinator)


def test_a_level_finer_than_the_scale_is_refused_in_plain_words(client, evaluation, coordinator):
    client.force_login(coordinator)
    typed = {"indicator": indicator_of(evaluation, 2).pk, "level": "3,5", "text": "Ada bukti"}

    response = client.post(url(evaluation), typed)

    assert response.status_code == 400
    assert "Tulis bilangan bulat." in response.content.decode()
    assert not Objection.objects.exists()


def test_nothing_is_accepted_while_days_run_or_an_objection_waits(evaluation, coordinator, ministry):
    with pytest.raises(DomainError, match="masa sanggah masih berjalan"):
        accept(evaluation, by=ministry)
    objection = contest(evaluation, coordinator)
    let_days_pass(evaluation)
    with pytest.raises(DomainError, match="sanggah indikator 2 belum dijawab"):
        accept(evaluation, by=ministry)

    answer_objection(objection, is_accepted=False, text="Tidak terbukti", by=ministry)
    accept(evaluation, by=ministry)

    assert evaluation.stage == Stage.FINAL


def test_an_accepted_objection_goes_back_to_consolidation(evaluation, coordinator, ministry):
    objection = contest(evaluation, coordinator)
    let_days_pass(evaluation)
    answer_objection(objection, is_accepted=True, text="Terbukti", by=ministry)
    with pytest.raises(DomainError, match="dikembalikan ke konsolidasi"):
        accept(evaluation, by=ministry)

    give_back(evaluation, remark="Sanggah indikator 2 diterima", by=ministry)
    advance(evaluation, Stage.REVIEW, by=None)

    assert [one for one in held_up([evaluation]) if "indikator" in one] == []


def test_an_objection_is_answered_once(evaluation, coordinator, ministry):
    objection = contest(evaluation, coordinator)
    answer_objection(objection, is_accepted=False, text="-", by=ministry)

    with pytest.raises(DomainError, match="sudah dijawab"):
        answer_objection(objection, is_accepted=True, text="-", by=ministry)


def test_objections_stay(evaluation, coordinator):
    contest(evaluation, coordinator)

    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        Objection.objects.update(text="lain")
