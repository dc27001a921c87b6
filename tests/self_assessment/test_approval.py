"""Inside the institution: handed in, approved, returned; each by those who may, and only what was read."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.actions import advance
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.models import Answer, AnswerState, Evidence
from tests.factories import EvaluationFactory, answer_all, bring_to
from tests.marks import ask_for_evidence, indicator_of, mark_numbers
from tests.self_assessment.support import statements


@pytest.fixture
def drafts(evaluation: Evaluation, respondent: User) -> Evaluation:
    """Every answer complete, none approved."""
    answer_all(evaluation, 3, by=respondent)
    Answer.objects.filter(evaluation=evaluation).update(state=AnswerState.DRAFT)
    return evaluation


@pytest.fixture
def waiting(drafts: Evaluation, respondent: User) -> Evaluation:
    actions.submit_for_approval(drafts.answers.all(), by=respondent)
    return drafts


def states(evaluation: Evaluation) -> list[str]:
    return list(evaluation.answers.order_by("indicator__number").values_list("state", flat=True))


def ticks(evaluation: Evaluation, *numbers: int) -> list[str]:
    return [f"{one.pk}:{one.version}" for one in evaluation.answers.filter(indicator__number__in=numbers)]


def url(evaluation: Evaluation) -> str:
    return reverse("self_assessment:approval", args=[evaluation.pk])


@pytest.mark.parametrize(
    ("number", "lacking"),
    [
        (1, {"level": None}),
        (2, {"fact": "", "analysis": "", "justification": ""}),
        (5, {"service_name": ""}),
    ],
)
def test_only_complete_drafts_are_handed_in(drafts: Evaluation, respondent: User, number, lacking) -> None:
    drafts.answers.filter(indicator__number=number).update(**lacking)

    moved = actions.submit_for_approval(drafts.answers.all(), by=respondent)

    assert moved == 4
    assert states(drafts)[number - 1] == AnswerState.DRAFT


def test_approving_many_is_one_statement(waiting: Evaluation, approver: User) -> None:
    with statements() as made:
        approved = actions.approve(waiting.answers.all(), by=approver)

    assert (approved, len(made)) == (5, 1)
    assert set(states(waiting)) == {AnswerState.APPROVED}


def test_a_return_says_why_and_tells_the_writer(waiting: Evaluation, approver: User, respondent: User) -> None:
    actions.return_for_correction(
        waiting.answers.filter(indicator__number=2), reason="Halaman bukti keliru", by=approver, url="/x/"
    )

    answer = waiting.answers.get(indicator__number=2)
    notice = respondent.notices.get()
    assert (answer.state, answer.return_reason) == (AnswerState.RETURNED, "Halaman bukti keliru")
    assert (notice.text, notice.url) == (
        "Dikembalikan untuk diperbaiki, indikator 2: Halaman bukti keliru",
        "/x/",
    )


def test_a_return_without_a_reason_is_refused(waiting: Evaluation, approver: User) -> None:
    with pytest.raises(DomainError):
        actions.return_for_correction(waiting.answers.all(), reason="  ", by=approver)

    assert set(states(waiting)) == {AnswerState.WAITING}


def test_the_queue_approves_what_is_ticked(client: Client, waiting: Evaluation, approver: User) -> None:
    client.force_login(approver)

    client.post(url(waiting), {"pilih": ticks(waiting, 1, 3), "setujui": "1"})

    assert states(waiting) == ["approved", "waiting", "approved", "waiting", "waiting"]


def test_what_changed_since_it_was_read_is_not_approved(
    client: Client, waiting: Evaluation, approver: User, respondent: User
) -> None:
    client.force_login(approver)
    read = ticks(waiting, 1)
    one = waiting.answers.select_related("indicator").get(indicator__number=1)
    actions.save_answer(waiting, one.indicator, version=one.version, by=respondent, level=Decimal(5), fact="x")
    actions.submit_for_approval(waiting.answers.filter(pk=one.pk), by=respondent)

    response = client.post(url(waiting), {"pilih": read, "setujui": "1"}, follow=True)

    assert states(waiting)[0] == AnswerState.WAITING
    assert "berubah sejak Anda membacanya" in response.content.decode()


def test_a_tick_of_another_sheet_moves_nothing(client: Client, waiting: Evaluation, approver: User) -> None:
    foreign = EvaluationFactory(period=waiting.period)
    answer_all(foreign, 3)
    foreign.answers.update(state=AnswerState.WAITING)
    client.force_login(approver)

    client.post(url(waiting), {"pilih": ticks(foreign, 1), "setujui": "1"})

    assert set(states(foreign)) == {AnswerState.WAITING}


def test_one_button_hands_in_every_complete_draft(client: Client, drafts: Evaluation, respondent: User) -> None:
    client.force_login(respondent)

    client.post(reverse("self_assessment:sheet", args=[drafts.pk]))

    assert set(states(drafts)) == {AnswerState.WAITING}


def test_saving_and_handing_in_is_one_button(post, evaluation: Evaluation, answer: Answer) -> None:
    post(version=0, level="3", fact="lengkap", analysis="", justification="", ajukan="1")

    answer.refresh_from_db()
    assert answer.state == AnswerState.WAITING


def test_a_respondent_may_not_approve(client: Client, waiting: Evaluation, respondent: User) -> None:
    client.force_login(respondent)

    response = client.post(url(waiting), {"pilih": ticks(waiting, 1), "setujui": "1"})

    assert response.status_code == 403
    assert set(states(waiting)) == {AnswerState.WAITING}


# -- what was approved is not changed behind the approver's back ------------------------------------------------


@pytest.fixture
def proven(waiting: Evaluation, approver: User, respondent: User) -> Evidence:
    """Every answer approved, the first with a piece of evidence."""
    first = waiting.period.instrument.indicators.get(number=1)
    evidence = actions.add_link(waiting, first, "https://contoh.example/1", by=respondent)
    actions.approve(waiting.answers.all(), by=approver)
    return evidence


def test_evidence_that_comes_takes_the_approval_away(proven: Evidence, respondent: User) -> None:
    sheet = proven.evaluation
    actions.add_link(sheet, proven.indicator, "https://contoh.example/2", by=respondent)

    answer = sheet.answers.get(indicator=proven.indicator)
    assert states(sheet) == [AnswerState.DRAFT, *[AnswerState.APPROVED] * 4]
    assert (answer.version, answer.updated_by) == (4, respondent)


def test_evidence_that_goes_takes_the_approval_away(proven: Evidence, approver: User) -> None:
    actions.withdraw_evidence(proven, by=approver)

    answer = proven.evaluation.answers.get(indicator=proven.indicator)
    assert (answer.state, answer.updated_by) == (AnswerState.DRAFT, approver)


def test_evidence_leaves_the_state_of_what_is_not_approved(waiting: Evaluation, indicator, respondent: User) -> None:
    actions.add_link(waiting, indicator, "https://contoh.example/1", by=respondent)

    assert set(states(waiting)) == {AnswerState.WAITING}


def test_evidence_of_the_interview_leaves_the_approved_sheet_alone(db: None) -> None:
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    advance(evaluation, Stage.INTERVIEW, by=None)
    ask_for_evidence(evaluation, 1)

    Evidence.objects.create(
        evaluation=evaluation, indicator=indicator_of(evaluation, 1), url="https://contoh.example/1"
    )

    assert set(states(evaluation)) == {AnswerState.APPROVED}
