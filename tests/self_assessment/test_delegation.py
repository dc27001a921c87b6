"""Somebody is in charge of an indicator until a day; whoever is not may read."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.common.exceptions import DomainError, NotInChargeError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.institutions.actions import hand_over, join, withdraw
from apps.institutions.models import Role, Unit
from apps.instruments.models import Indicator
from apps.notices.models import Notice
from apps.self_assessment import actions
from apps.self_assessment.models import Answer, AnswerState, Delegation
from apps.self_assessment.queries import answers_left_to, delegation_of, waiting_for
from tests.factories import EvaluationFactory, answer_all, member, move_window, real_instrument
from tests.self_assessment.support import indicator_url, statements

DUE = localdate() + timedelta(days=3)

Give = Callable[..., int]


@pytest.fixture
def unit(evaluation: Evaluation) -> Unit:
    return Unit.objects.create(institution=evaluation.institution, name="Dinas Kominfo")


@pytest.fixture
def colleague(evaluation: Evaluation) -> User:
    """Another responden, of no unit."""
    return member(Role.RESPONDENT, evaluation.institution)


@pytest.fixture
def give(evaluation: Evaluation, coordinator: User) -> Give:
    """Put somebody in charge of indicators by their numbers."""

    def delegate(to: Unit | User, *numbers: int, due_on: Any = DUE) -> int:
        return actions.delegate(evaluation, chosen(evaluation, *numbers), to=to, due_on=due_on, by=coordinator)

    return delegate


def chosen(evaluation: Evaluation, *numbers: int) -> list[Indicator]:
    return list(evaluation.period.instrument.indicators.filter(number__in=numbers).order_by("number"))


def numbers_of(answers: Any) -> list[int]:
    return sorted(answers.values_list("indicator__number", flat=True))


# -- the act -----------------------------------------------------------------------------------------------


def test_many_are_delegated_in_one_statement(evaluation, unit, coordinator) -> None:
    with statements() as made:
        changed = actions.delegate(evaluation, chosen(evaluation, 1, 2, 4), to=unit, due_on=DUE, by=coordinator)

    assert changed == 3
    assert len([sql for sql in made if "self_assessment_delegation" in sql]) == 1
    rows = Delegation.objects.values_list("indicator__number", "unit", "person", "due_on", "by")
    assert list(rows) == [(number, unit.pk, None, DUE, coordinator.pk) for number in (1, 2, 4)]


def test_whoever_was_in_charge_before_is_not_any_more_and_history_knows(evaluation, unit, respondent, give) -> None:
    give(unit, 1)
    give(respondent, 1)
    unchanged = give(respondent, 1)

    assert unchanged == 0
    assert [(one.unit, one.person) for one in Delegation.objects.all()] == [(None, respondent)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, person_id FROM self_assessment_delegationevent ORDER BY pgh_id")
        assert cursor.fetchall() == [(unit.pk, None), (None, respondent.pk)]


def test_each_person_gets_one_notice_with_the_numbers(evaluation, unit, respondent, colleague, give) -> None:
    for role in (Role.RESPONDENT, Role.DATA_ENTRY):
        join(respondent, role, institution=evaluation.institution, units=[unit])

    give(unit, 4, 1)
    give(colleague, 2)

    told = list(Notice.objects.order_by("pk").values_list("user", "text", "url"))
    url = f"/mandiri/{evaluation.pk}/?siapa=saya"
    due = f"{DUE.day}"
    assert [(user, address) for user, _, address in told] == [(respondent.pk, url), (colleague.pk, url)]
    assert told[0][1].startswith(f"2 indikator didelegasikan kepada Dinas Kominfo, tenggat {due} ")
    assert told[0][1].endswith(": 1, 4.")
    assert told[1][1].startswith("1 indikator didelegasikan kepada Anda, tenggat ")


def test_a_withdrawn_delegation_leaves_nobody_in_charge_and_tells(evaluation, respondent, coordinator, give) -> None:
    give(respondent, 1, 2)
    Notice.objects.all().delete()

    changed = actions.withdraw_delegation(evaluation, chosen(evaluation, 1, 2, 3), by=coordinator)
    again = actions.withdraw_delegation(evaluation, chosen(evaluation, 1, 2, 3), by=coordinator)

    assert (changed, again) == (2, 0)
    assert [delegation_of(respondent, evaluation, one.pk) for one in chosen(evaluation, 1, 2)] == [None, None]
    assert [one.text for one in Notice.objects.all()] == ["Delegasi ditarik untuk indikator 1, 2."]


def test_only_the_institutions_own_are_put_in_charge(evaluation, coordinator) -> None:
    foreign = EvaluationFactory(period=evaluation.period)
    stranger = member(Role.RESPONDENT, foreign.institution)
    their_unit = Unit.objects.create(institution=foreign.institution, name="Bappeda")

    for to in (stranger, their_unit):
        with pytest.raises(DomainError, match="dari instansi itu sendiri"):
            actions.delegate(evaluation, chosen(evaluation, 1), to=to, due_on=DUE, by=coordinator)

    assert not Delegation.objects.exists()


def test_an_indicator_of_another_instrument_is_refused(evaluation, respondent, coordinator) -> None:
    other = list(EvaluationFactory(period__instrument=real_instrument("pemdi-20")).period.instrument.indicators.all())

    with pytest.raises(DomainError):
        actions.delegate(evaluation, other[:1], to=respondent, due_on=DUE, by=coordinator)


@pytest.mark.parametrize("wrong", [{"due_on": None}, {"unit": None}, {"person": True}])
def test_a_unit_or_a_person_is_in_charge_until_a_day(evaluation, unit, respondent, give, wrong) -> None:
    give(unit, 1)
    change = {"person": respondent} if "person" in wrong else wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.update(**change)


def test_nothing_is_delegated_once_the_stage_is_closed(evaluation, respondent, give) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        give(respondent, 1)


# -- who writes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "writes"),
    [
        (Role.RESPONDENT, [2, 3, 5]),
        (Role.DATA_ENTRY, [1, 2, 3, 4, 5]),
        (Role.PERSON_IN_CHARGE, [1, 2, 3, 4, 5]),
        (Role.COORDINATOR, [1, 2, 3, 4, 5]),
        (Role.INSTITUTION_ADMINISTRATOR, []),
    ],
)
def test_what_somebody_writes(client: Client, evaluation, unit, colleague, give, role, writes) -> None:
    """In charge of 1 is a colleague, of 2 the person, of 3 a unit of theirs, of 4 a unit of others, of 5 nobody."""
    person = member(role, evaluation.institution)
    join(person, role, institution=evaluation.institution, units=[unit])
    give(colleague, 1)
    give(person, 2)
    give(unit, 3)
    give(Unit.objects.create(institution=evaluation.institution, name="Bappeda"), 4)
    client.force_login(person)

    for number in range(1, 6):
        client.post(indicator_url(evaluation, number), {"version": 0, "fact": "x"})

    assert numbers_of(evaluation.answers.filter(version=1)) == writes
    assert numbers_of(answers_left_to(person, evaluation)) == writes


@pytest.mark.parametrize("automatic", [False, True])
def test_what_was_typed_meanwhile_is_there_to_copy(post, colleague, give, automatic, answer) -> None:
    give(colleague, 1)

    refused = post(automatic=automatic, version=0, fact="Peraturan Bupati 41")

    answer.refresh_from_db()
    words = refused.json()["piece"] if automatic else refused.content.decode()
    assert (refused.status_code, answer.version) == (409, 0)
    assert "Indikator ini tidak lagi Anda kerjakan." in words
    assert automatic or "Peraturan Bupati 41" in words


def test_the_page_of_somebody_elses_indicator_is_there_to_read(browser, evaluation, colleague, give) -> None:
    give(colleague, 1)

    page = browser.get(indicator_url(evaluation)).content.decode()

    assert f"Dikerjakan oleh {colleague}" in page
    assert "Anda dapat membacanya." in page
    assert 'name="ajukan"' not in page
    assert 'name="bukti"' not in page


def test_the_database_refuses_whoever_asks(evaluation, respondent, colleague, give, answer) -> None:
    give(colleague, 1)

    with pytest.raises(NotInChargeError), passing_the_gate():
        Answer.objects.filter(pk=answer.pk).update(fact="x", updated_by=respondent)

    assert not Answer.objects.filter(fact="x").exists()


def test_only_the_own_drafts_are_handed_in(browser, evaluation, respondent, colleague, give) -> None:
    answer_all(evaluation, 3)
    evaluation.answers.update(state=AnswerState.DRAFT)
    give(colleague, 1, 2)

    browser.post(f"/mandiri/{evaluation.pk}/")

    assert numbers_of(evaluation.answers.filter(state=AnswerState.WAITING)) == [3, 4, 5]


@pytest.mark.parametrize("mine", [True, False])
def test_evidence_is_withdrawn_by_whoever_is_in_charge(
    browser, evaluation, indicator, respondent, colleague, give, mine
) -> None:
    evidence = actions.add_link(evaluation, indicator, "https://contoh.invalid", by=respondent)
    give(respondent if mine else colleague, 1)

    status = browser.post(f"/mandiri/{evaluation.pk}/berkas/{evidence.pk}/tarik/").status_code

    evidence.refresh_from_db()
    assert (status, evidence.withdrawn_at is not None) == ((302, True) if mine else (403, False))


# -- the sheet ---------------------------------------------------------------------------------------------


def sheet_url(evaluation: Evaluation) -> str:
    return f"/mandiri/{evaluation.pk}/"


def pks(evaluation: Evaluation, *numbers: int) -> list[int]:
    return [one.pk for one in chosen(evaluation, *numbers)]


@pytest.fixture
def send(client: Client, evaluation: Evaluation, coordinator: User, respondent: User) -> Any:
    """What the Koordinator sends from the sheet, to the responden."""
    client.force_login(coordinator)

    def post(**fields: Any) -> Any:
        said = {"kepada": f"orang:{respondent.pk}", "tenggat": DUE.isoformat()} | fields
        return client.post(f"{sheet_url(evaluation)}delegasi/", said)

    return post


def in_charge(evaluation: Evaluation) -> list[int]:
    return numbers_of(Delegation.objects.filter(evaluation=evaluation).exclude(unit=None, person=None))


def test_ticked_ones_are_delegated(send, evaluation) -> None:
    answer = send(pilih=pks(evaluation, 2, 3))

    assert (answer.status_code, answer["Location"]) == (302, sheet_url(evaluation))
    assert in_charge(evaluation) == [2, 3]


def test_a_part_brings_all_beneath_it(send, evaluation) -> None:
    top = evaluation.period.instrument.parts.filter(parent=None).order_by("number").first()
    beneath = [one.number for one in chosen(evaluation, 1, 2, 3, 4, 5) if top in (one.part, one.part.parent)]

    send(bagian=[top.pk])

    assert in_charge(evaluation) == beneath
    assert 0 < len(beneath) < 5


def test_everything_that_the_filter_shows(send, evaluation) -> None:
    evaluation.answers.filter(indicator__number__in=[2, 5]).update(state=AnswerState.APPROVED, level=3, version=1)

    answer = send(semua="1", keadaan="approved")

    assert answer["Location"] == f"{sheet_url(evaluation)}?keadaan=approved"
    assert in_charge(evaluation) == [2, 5]


def test_what_the_filter_hides_is_not_delegated(send, evaluation) -> None:
    send(pilih=pks(evaluation, 1, 2), q="ke-2")

    assert in_charge(evaluation) == [2]


def test_delegations_are_withdrawn_from_the_sheet(send, evaluation, respondent, give) -> None:
    give(respondent, 1, 2)

    send(pilih=pks(evaluation, 1), tarik="1", kepada="", tenggat="")

    assert in_charge(evaluation) == [2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kepada": ""}, "kepada"),
        ({"kepada": "orang:987654321"}, "kepada"),
        ({"kepada": "unit:x"}, "kepada"),
        ({"tenggat": ""}, "tenggat"),
        ({"tenggat": (localdate() - timedelta(days=1)).isoformat()}, "tenggat"),
        ({"tenggat": (localdate() + timedelta(days=3650)).isoformat()}, "tenggat"),
    ],
)
def test_a_refused_form_keeps_what_was_ticked(send, evaluation, wrong, field) -> None:
    answer = send(pilih=pks(evaluation, 2, 4), **wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["delegation"].errors) == {field}
    assert [number for number in range(1, 6) if f'aria-label="Pilih indikator {number}" checked' in page] == [2, 4]
    assert in_charge(evaluation) == []


@pytest.mark.parametrize("nonsense", [{}, {"pilih": ["x", "-1", "9" * 30, ""]}, {"bagian": ["x", "²"]}])
def test_nothing_ticked_changes_nothing(send, evaluation, nonsense) -> None:
    assert send(**nonsense).status_code == 302
    assert in_charge(evaluation) == []


@pytest.mark.parametrize(("role", "status"), [(Role.PERSON_IN_CHARGE, 302), (Role.DATA_ENTRY, 403)])
def test_who_delegates(send, client, evaluation, role, status) -> None:
    client.force_login(member(role, evaluation.institution))

    assert send(pilih=pks(evaluation, 1)).status_code == status
    assert (in_charge(evaluation) == [1]) is (status == 302)
    assert ('id="delegasi"' in client.get(sheet_url(evaluation)).content.decode()) is (status == 302)


def shown_on(page: str, evaluation: Evaluation) -> list[int]:
    return [number for number in range(1, 6) if f'href="{indicator_url(evaluation, number)}"' in page]


def test_the_filters_of_whose_work_it_is(client, evaluation, respondent, colleague, approver, unit, give) -> None:
    join(respondent, Role.RESPONDENT, institution=evaluation.institution, units=[unit])
    give(respondent, 1)
    give(unit, 2, 3)
    give(colleague, 4)
    evaluation.answers.filter(indicator__number=3).update(state=AnswerState.WAITING, level=3, version=1)

    shown = {}
    for name, person in {"respondent": respondent, "approver": approver}.items():
        client.force_login(person)
        for whose in ("saya", "tanpa"):
            page = client.get(f"{sheet_url(evaluation)}?siapa={whose}").content.decode()
            shown[name, whose] = shown_on(page, evaluation)

    assert shown == {
        ("respondent", "saya"): [1, 2],
        ("respondent", "tanpa"): [5],
        ("approver", "saya"): [3],
        ("approver", "tanpa"): [5],
    }


def test_the_sheet_says_who_until_when_and_what_is_late(client, evaluation, coordinator, unit, give) -> None:
    give(unit, 1, due_on=localdate() - timedelta(days=1))
    give(unit, 2)
    client.force_login(coordinator)

    page = client.get(sheet_url(evaluation)).content.decode()

    assert page.count("Dinas Kominfo<br>") == 2
    assert page.count("lewat ") == 1


# -- what waits --------------------------------------------------------------------------------------------


def test_what_waits_comes_returned_first_then_due_soonest(evaluation, respondent, colleague, give) -> None:
    give(respondent, 1, due_on=DUE + timedelta(days=2))
    give(respondent, 2, 5)
    give(respondent, 3, due_on=DUE + timedelta(days=9))
    give(colleague, 4)
    evaluation.answers.filter(indicator__number=3).update(
        state=AnswerState.RETURNED, return_reason="Perjelas", level=3, version=1
    )
    evaluation.answers.filter(indicator__number=5).update(state=AnswerState.APPROVED, level=3, version=1)

    [waiting] = waiting_for(respondent, [evaluation.pk]).values()

    assert [one.number for one in waiting] == [3, 2, 1]
    assert waiting[0].reason == "Perjelas"


def test_each_person_sees_the_own_work_first_on_the_first_page(browser, evaluation, respondent, colleague, give):
    evaluation.answers.filter(indicator__number__in=[1, 2, 3]).update(
        state=AnswerState.RETURNED, return_reason="Perjelas", level=Decimal(3), version=1
    )
    give(respondent, 2, 4)
    give(colleague, 1)

    [desk] = browser.get("/beranda/").context["desks"]

    assert [task.title.split(".")[0] for task in desk.rows[0].tasks] == ["2", "4", "3"]
    assert desk.headline == "2 jawaban kembali kepada Anda"


# -- what it costs -----------------------------------------------------------------------------------------


@pytest.fixture
def long_sheet(db: None) -> Evaluation:
    return EvaluationFactory(period__instrument=real_instrument("spbe-47"))


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.COORDINATOR])
def test_a_sheet_costs_the_same_for_one_and_all_delegations(client, long_sheet, role) -> None:
    person, everything = member(role, long_sheet.institution), list(long_sheet.period.instrument.indicators.all())
    unit = Unit.objects.create(institution=long_sheet.institution, name="Dinas Kominfo")
    client.force_login(person)
    costs = []

    for some in (everything[:1], everything):
        actions.delegate(long_sheet, some, to=unit, due_on=DUE, by=person)
        for url in (sheet_url(long_sheet), indicator_url(long_sheet), "/beranda/"):
            with statements() as made:
                client.get(url)
            costs.append(len(made))

    sheet, indicator, home = costs[:3]
    assert costs[3:] == [sheet, indicator, home]
    assert (sheet <= 12, indicator <= 15) == (True, True), costs


def test_a_save_costs_the_same_with_a_delegation(post, give, respondent) -> None:
    made = []
    for version in (0, 1):
        with statements() as sent:
            post(automatic=True, version=version, fact=f"{version}")
        made.append(len(sent))
        give(respondent, 1)

    assert made[0] == made[1] <= 8


# -- whoever was in charge leaves -------------------------------------------------------------------------


def test_what_somebody_who_leaves_was_in_charge_of_is_nobodys_again(
    give, evaluation, coordinator, colleague, respondent
) -> None:
    give(colleague, 1, 3)
    give(respondent, 2)

    withdraw(colleague.memberships.get(), by=coordinator)

    standing = Delegation.objects.order_by("indicator__number").values_list("person", "due_on", "by")
    assert list(standing) == [
        (None, None, coordinator.pk),
        (respondent.pk, DUE, coordinator.pk),
        (None, None, coordinator.pk),
    ]
    kept = Delegation.pgh_event_model.objects.filter(person=colleague)
    assert kept.count() == 2
    told = Notice.objects.filter(user=coordinator).latest("pk")
    assert told.text == f"{colleague} tidak lagi bertugas. Tanpa penanggung jawab, indikator 1, 3."


def test_another_role_at_the_sheet_keeps_somebody_in_charge(give, evaluation, coordinator, colleague) -> None:
    give(colleague, 1)
    further = join(colleague, Role.DATA_ENTRY, institution=evaluation.institution)

    withdraw(further, by=coordinator)

    assert Delegation.objects.get().person == colleague


def test_a_successor_takes_over_what_a_role_was_in_charge_of(
    give, evaluation, coordinator, colleague, respondent
) -> None:
    give(colleague, 1, 3)

    hand_over(colleague.memberships.get(), to=respondent, by=coordinator)

    assert set(Delegation.objects.values_list("person", "due_on")) == {(respondent.pk, DUE)}
    assert Notice.objects.filter(user=respondent, text=f"2 indikator {colleague} kini tugas Anda: 1, 3.").exists()


def test_a_closed_sheet_lets_somebody_leave(give, evaluation, coordinator, colleague) -> None:
    give(colleague, 1)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    withdraw(colleague.memberships.get(), by=coordinator)

    assert Delegation.objects.get().person == colleague
    assert not colleague.memberships.exists()
