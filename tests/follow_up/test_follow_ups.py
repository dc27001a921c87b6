"""What an institution does after its result: planned, carried on, proven, and never overwritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StageClosedError, StaleVersionError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation, PartFinding
from apps.follow_up.actions.follow_ups import plan, revise
from apps.follow_up.models import FollowUp, FollowUpState
from apps.follow_up.queries.follow_ups import Standing, follow_ups_beside, standings_of
from apps.institutions.models import Role, Unit
from apps.instruments.models import Crosswalk, CrosswalkKind, Indicator
from apps.notices.models import Notice
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, bring_to, lead_of, member, small_instrument
from tests.follow_up.conftest import planned, published
from tests.self_assessment.support import PDF, indicator_url, statements, upload

pytestmark = pytest.mark.django_db


def list_url(evaluation: Evaluation) -> str:
    return reverse("follow_up:list", args=[evaluation.pk])


def edit_url(one: FollowUp) -> str:
    return reverse("follow_up:edit", args=[one.evaluation_id, one.pk])


def typed(user: User, **fields: Any) -> dict[str, Any]:
    return {"text": "Susun peraturan", "holder": f"orang:{user.pk}", "state": "not_started", **fields}


# -- planning ----------------------------------------------------------------------------------------------


def test_a_recommendation_gets_what_is_done_about_it(browser, evaluation, finding, coordinator) -> None:
    unit = Unit.objects.create(institution=evaluation.institution, name="Dinas Kominfo")
    said = typed(coordinator, finding=finding.pk, holder=f"unit:{unit.pk}", due="2027-03-31")

    response = browser.post(reverse("follow_up:create", args=[evaluation.pk]), said)

    one = FollowUp.objects.get()
    page = browser.get(list_url(evaluation)).content.decode()
    assert (response.status_code, response["Location"]) == (302, list_url(evaluation))
    assert (one.finding, one.unit, one.owner, one.due) == (finding, unit, None, date(2027, 3, 31))
    assert "Perbaiki Aspek satu" in page
    assert "Susun peraturan" in page
    assert "31 Maret 2027" in page


def test_something_may_be_done_beyond_what_was_recommended(browser, evaluation, coordinator) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=2)

    browser.post(reverse("follow_up:create", args=[evaluation.pk]), typed(coordinator, indicator=indicator.pk))

    one = FollowUp.objects.get()
    assert (one.finding, one.indicator) == (None, indicator)
    assert "Di luar rekomendasi" in browser.get(list_url(evaluation)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"holder": ""},
        {"holder": "unit:999999"},
        {"state": "lain"},
        {"state": "cancelled"},
        {"state": "done"},
        {"due": "kapan-kapan"},
        {"finding": "999999"},
        {"indicator": "x"},
        {"proof_url": "javascript:alert(1)"},
    ],
)
def test_what_is_not_complete_is_not_kept(browser, evaluation, coordinator, wrong) -> None:
    response = browser.post(reverse("follow_up:create", args=[evaluation.pk]), typed(coordinator, **wrong))

    assert response.status_code == 400
    assert not FollowUp.objects.exists()


def test_nobody_of_another_institution_is_made_responsible(browser, evaluation) -> None:
    stranger = member(Role.COORDINATOR, EvaluationFactory().institution)

    response = browser.post(reverse("follow_up:create", args=[evaluation.pk]), typed(stranger))

    assert response.status_code == 400
    assert str(stranger) not in response.content.decode()


def test_whom_it_falls_to_is_told(evaluation, coordinator, respondent) -> None:
    unit = Unit.objects.create(institution=evaluation.institution, name="Dinas Kominfo")
    respondent.memberships.get().units.add(unit)

    plan(evaluation, {"text": "Susun peraturan", "unit": unit}, by=coordinator)

    notice = Notice.objects.get(user=respondent)
    assert notice.text == "Tindak lanjut untuk Dinas Kominfo: Susun peraturan"
    assert notice.url == edit_url(FollowUp.objects.get())


# -- carrying it on ----------------------------------------------------------------------------------------


def test_completion_brings_its_proof(browser, evaluation, coordinator) -> None:
    one = planned(evaluation, coordinator)

    browser.post(edit_url(one), typed(coordinator, state="done", version=1, proof=upload(name="perbup.pdf")))

    one.refresh_from_db()
    answer = browser.get(reverse("follow_up:proof", args=[evaluation.pk, one.pk]))
    assert (one.state, one.version, one.proof_file.institution) == ("done", 2, evaluation.institution)
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="perbup.pdf"'


def test_the_proof_stays_when_something_else_is_changed(browser, evaluation, coordinator) -> None:
    one = planned(evaluation, coordinator)
    browser.post(edit_url(one), typed(coordinator, state="done", version=1, proof=upload(name="perbup.pdf")))

    response = browser.post(edit_url(one), typed(coordinator, state="done", version=2, text="Peraturan terbit"))

    one.refresh_from_db()
    assert response.status_code == 302
    assert (one.text, one.proof_file.name) == ("Peraturan terbit", "perbup.pdf")


def test_a_refused_file_changes_nothing(browser, evaluation, coordinator) -> None:
    one = planned(evaluation, coordinator)
    wrong = upload(b"<svg/>", name="gambar.svg")

    response = browser.post(edit_url(one), typed(coordinator, state="done", version=1, proof=wrong))

    one.refresh_from_db()
    assert response.status_code == 400
    assert (one.state, one.version) == ("not_started", 1)


def test_a_stale_change_shows_both_and_overwrites_nothing(browser, evaluation, coordinator, respondent) -> None:
    one = planned(evaluation, coordinator)
    revise(one, {"text": "Kata yang lebih dahulu"}, version=1, by=respondent)

    response = browser.post(edit_url(one), typed(coordinator, text="Kata saya", version=1))
    page = response.content.decode()

    one.refresh_from_db()
    assert response.status_code == 409
    assert ("Kata yang lebih dahulu" in page, "Kata saya" in page, 'value="2"' in page) == (True, True, True)
    assert (one.text, one.version) == ("Kata yang lebih dahulu", 2)


def test_every_version_stays_on_record(evaluation, coordinator, respondent) -> None:
    one = planned(evaluation, coordinator)
    revise(one, {"state": "running"}, version=1, by=respondent)

    said = one.events.order_by("version").values_list("version", "state", "updated_by")

    assert list(said) == [(1, "not_started", coordinator.pk), (2, "running", respondent.pk)]


def test_a_version_that_never_was_is_stale(evaluation, coordinator) -> None:
    one = planned(evaluation, coordinator)

    with pytest.raises(StaleVersionError):
        revise(one, {"text": "x"}, version=7, by=coordinator)


# -- what the database holds to ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "constraint"),
    [
        ({"owner": None}, "follow_up_has_one_owner"),
        ({"state": FollowUpState.CANCELLED}, "cancelled_follow_up_says_why"),
        ({"state": FollowUpState.DONE}, "finished_follow_up_has_proof"),
    ],
)
def test_the_database_wants_an_owner_a_reason_and_a_proof(evaluation, coordinator, said, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        planned(evaluation, coordinator, **said)


@pytest.mark.parametrize("tie", ["finding", "unit", "indicator", "proof_file"])
def test_nothing_of_another_institution_is_tied_to_it(evaluation, coordinator, tie) -> None:
    from apps.self_assessment.actions.evidence import remember

    foreign = published(EvaluationFactory(period__instrument=small_instrument("lain")))
    ties = {
        "finding": {"finding": foreign.part_findings.first()},
        "unit": {"unit": Unit.objects.create(institution=foreign.institution, name="Lain"), "owner": None},
        "indicator": {"indicator": foreign.period.instrument.indicators.first()},
        "proof_file": {
            "proof_file": remember(foreign.institution, "0" * 64, name="a", size=1, media_type="x", by=None)
        },
    }

    with pytest.raises(DomainError, match="harus milik evaluasi yang sama"), transaction.atomic():
        planned(evaluation, coordinator, **ties[tie])


def test_a_strength_is_no_recommendation(evaluation, coordinator, finding) -> None:
    other = bring_to(EvaluationFactory(), Stage.CONSOLIDATION)
    strength = PartFinding.objects.create(evaluation=other, part=finding.part, kind="strength", text="Baik")
    bring_to(other, Stage.PUBLISHED)

    with pytest.raises(DomainError, match="harus milik evaluasi yang sama"), transaction.atomic():
        planned(other, member(Role.COORDINATOR, other.institution), finding=strength)


@pytest.mark.parametrize("stage", [Stage.CONSOLIDATION, Stage.FINAL])
def test_nothing_follows_before_there_is_a_result(stage) -> None:
    evaluation = bring_to(EvaluationFactory(), stage)
    coordinator = member(Role.COORDINATOR, evaluation.institution)

    with pytest.raises(StageClosedError), passing_the_gate():
        FollowUp.objects.create(evaluation=evaluation, text="x", owner=coordinator, updated_by=coordinator)


# -- the list ----------------------------------------------------------------------------------------------


def test_the_list_is_narrowed(browser, evaluation, coordinator, respondent) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    planned(evaluation, respondent, text="Terlambat sekali", due=yesterday)
    planned(evaluation, coordinator, text="Sedang jalan", state="running")
    planned(evaluation, respondent, text="Batal saja", state="cancelled", reason="Dana dialihkan", due=yesterday)
    words = ("Terlambat sekali", "Sedang jalan", "Batal saja", "Perbaiki Aspek satu")

    shown = {}
    for query in ("", "?keadaan=terlambat", "?keadaan=cancelled", "?milik=saya", "?keadaan=x"):
        page = browser.get(list_url(evaluation) + query).content.decode()
        shown[query] = [word in page for word in words]

    assert shown == {
        "": [True, True, True, True],
        "?keadaan=terlambat": [True, False, False, False],
        "?keadaan=cancelled": [False, False, True, False],
        "?milik=saya": [False, True, False, False],
        "?keadaan=x": [True, True, True, True],
    }


def test_a_monitoring_recommends_nothing() -> None:
    evaluation = published(EvaluationFactory(track=Track.MONITORING))

    from apps.follow_up.queries.follow_ups import recommendations_of

    assert list(recommendations_of(evaluation)) == []


def test_the_first_page_counts_what_is_open(evaluation, coordinator) -> None:
    planned(evaluation, coordinator, due=timezone.localdate() - timedelta(days=1))
    planned(evaluation, coordinator, due=timezone.localdate())
    planned(evaluation, coordinator, state="done", proof_url="https://contoh.invalid")

    assert standings_of([evaluation]) == {evaluation.pk: Standing(open=2, late=1)}


@pytest.mark.parametrize("many", [1, 50])
def test_the_list_costs_the_same_for_one_and_fifty(browser, evaluation, coordinator, finding, many) -> None:
    for _ in range(many):
        planned(evaluation, coordinator, finding=finding)

    with statements() as made:
        browser.get(list_url(evaluation))

    assert len(made) == 9


# -- who reads and who writes ------------------------------------------------------------------------------


def test_the_institution_writes_the_ministry_reads_and_nobody_else(client: Client, evaluation, coordinator) -> None:
    one = planned(evaluation, coordinator)
    people = {
        "respondent": member(Role.RESPONDENT, evaluation.institution),
        "ministry": member(Role.EVALUATION_TEAM),
        "lead": lead_of(evaluation),
        "auditor": member(Role.AUDITOR),
        "foreign": member(Role.COORDINATOR, EvaluationFactory().institution),
    }
    seen = {}
    for name, user in people.items():
        client.force_login(user)
        create = reverse("follow_up:create", args=[evaluation.pk])
        seen[name] = [
            client.get(list_url(evaluation)).status_code,
            client.get(edit_url(one)).status_code,
            client.get(create).status_code,
            client.post(edit_url(one), typed(coordinator, version=9)).status_code,
        ]

    assert seen == {
        "respondent": [200, 200, 200, 409],
        "ministry": [200, 200, 403, 403],
        "lead": [403] * 4,
        "auditor": [404] * 4,
        "foreign": [404] * 4,
    }


def test_recommendations_are_not_read_before_the_result_is_published(client: Client) -> None:
    evaluation = bring_to(EvaluationFactory(), Stage.CONSOLIDATION)
    client.force_login(member(Role.COORDINATOR, evaluation.institution))

    assert client.get(list_url(evaluation)).status_code == 403


# -- a year later ------------------------------------------------------------------------------------------


@pytest.fixture
def next_year(evaluation: Evaluation) -> Evaluation:
    return EvaluationFactory(
        institution=evaluation.institution,
        period__instrument=evaluation.period.instrument,
        period__year=evaluation.period.year + 1,
    )


def at(evaluation: Evaluation, number: int) -> Indicator:
    return evaluation.period.instrument.indicators.get(number=number)


def test_what_was_done_stands_beside_the_indicator_next_year(evaluation, next_year, coordinator, finding) -> None:
    own = planned(evaluation, coordinator, text="Khusus indikator 3", indicator=at(evaluation, 3))
    part = planned(evaluation, coordinator, text="Untuk seluruh aspek 1", finding=finding)
    planned(evaluation, coordinator, text="Batal", indicator=at(evaluation, 3), state="cancelled", reason="-")
    planned(evaluation, coordinator, text="Tanpa tempat")

    beside = {number: follow_ups_beside(next_year, at(next_year, number)) for number in (1, 3, 4)}

    assert beside == {1: [part], 3: [own], 4: []}


def test_where_the_instrument_changed_it_follows_the_crosswalk(evaluation, coordinator, finding) -> None:
    later = EvaluationFactory(
        institution=evaluation.institution, period__instrument=small_instrument("baru"), period__year=2002
    )
    Crosswalk.objects.create(earlier=at(evaluation, 1), later=at(later, 4), kind=CrosswalkKind.SAME)
    own = planned(evaluation, coordinator, indicator=at(evaluation, 1))
    part = planned(evaluation, coordinator, finding=finding)

    assert follow_ups_beside(later, at(later, 4)) == [own, part]
    assert follow_ups_beside(later, at(later, 1)) == []


def test_nothing_of_another_institution_or_kind_of_period_stands_beside(evaluation, coordinator) -> None:
    planned(evaluation, coordinator, indicator=at(evaluation, 1))
    same = {"period__instrument": evaluation.period.instrument, "period__year": evaluation.period.year + 1}
    foreign = EvaluationFactory(**same)
    official = EvaluationFactory(institution=evaluation.institution, period__simulation_label="", **same)
    same_year = EvaluationFactory(institution=evaluation.institution, **same | {"period__year": 2001})

    beside = [follow_ups_beside(one, at(one, 1)) for one in (foreign, official, same_year)]

    assert beside == [[], [], []]


def test_the_page_of_the_indicator_shows_it_to_the_institution_only(client, evaluation, coordinator) -> None:
    planned(evaluation, coordinator, text="Susun peraturan baru", indicator=at(evaluation, 1))
    next_year = bring_to(
        EvaluationFactory(
            institution=evaluation.institution,
            period__instrument=evaluation.period.instrument,
            period__year=2002,
            with_team=True,
        ),
        Stage.DESK_REVIEW,
    )
    seen = {}
    for name, user in {"coordinator": coordinator, "lead": lead_of(next_year)}.items():
        client.force_login(user)
        seen[name] = "Susun peraturan baru" in client.get(indicator_url(next_year)).content.decode()

    assert seen == {"coordinator": True, "lead": False}


def test_the_first_page_leads_to_what_is_late(browser, evaluation, coordinator) -> None:
    planned(evaluation, coordinator, due=timezone.localdate() - timedelta(days=1))
    planned(evaluation, coordinator)

    page = browser.get(reverse("dashboard:home")).content.decode()

    assert f'<a href="{list_url(evaluation)}">2 tindak lanjut hasil 2001 belum selesai</a>' in page
    assert "1 lewat tenggat." in page
    assert "jawaban kembali kepada Anda" not in page
