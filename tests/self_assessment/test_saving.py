"""An answer is saved by naming the version that was read; nobody's words are overwritten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.common.exceptions import LevelRefusedError, StageClosedError
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.self_assessment import actions
from apps.self_assessment.actions import SheetRow
from apps.self_assessment.exceptions import StaleAnswerError
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.texts import AnswerText
from tests.factories import EvaluationFactory, answer_all, member, move_window, real_instrument
from tests.self_assessment.support import indicator_url, statements


def test_sheets_are_laid_out_once(evaluation: Evaluation) -> None:
    Answer.objects.filter(evaluation=evaluation, indicator__number=2).delete()

    made = [actions.lay_out_sheets([evaluation]), actions.lay_out_sheets([evaluation])]

    assert made == [1, 0]
    assert list(evaluation.answers.values_list("indicator__number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_save_writes_the_next_version(
    evaluation: Evaluation, indicator: Indicator, respondent: User, answer: Answer
) -> None:
    saved = actions.save_answer(
        evaluation, indicator, version=0, by=respondent, level=Decimal(3), fact="Perbup 41/2024"
    )

    answer.refresh_from_db()
    stored = (answer.version, answer.level, answer.fact, answer.state, answer.updated_by)
    assert stored == (1, Decimal(3), "Perbup 41/2024", AnswerState.DRAFT, respondent)
    assert (saved.version, saved.level, saved.fact) == (1, Decimal(3), "Perbup 41/2024")


def test_a_stale_save_changes_nothing_and_carries_both_texts(
    evaluation: Evaluation, indicator: Indicator, respondent: User, approver: User, answer: Answer
) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=Decimal(2), fact="pertama")

    with pytest.raises(StaleAnswerError) as stale:
        actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(4), fact="kedua")

    answer.refresh_from_db()
    assert (answer.version, answer.fact) == (1, "pertama")
    assert AnswerText.of(stale.value.stored) == AnswerText(Decimal(2), "pertama")
    assert stale.value.stored.updated_by == approver
    assert stale.value.refused == AnswerText(Decimal(4), "kedua")


def test_saving_what_stands_there_already_is_no_change(
    evaluation: Evaluation, indicator: Indicator, respondent: User, answer: Answer
) -> None:
    answer_all(evaluation, 3)
    answer.refresh_from_db()

    actions.save_answer(
        evaluation, indicator, version=1, by=respondent,
        level=Decimal(3), fact="Fakta 1", analysis="Analisis 1", justification="Justifikasi 1",
    )  # fmt: skip

    answer.refresh_from_db()
    assert (answer.version, answer.state) == (1, AnswerState.APPROVED)


def test_a_change_takes_the_approval_away(
    evaluation: Evaluation, indicator: Indicator, respondent: User, answer: Answer
) -> None:
    answer_all(evaluation, 3)

    actions.save_answer(evaluation, indicator, version=1, by=respondent, level=Decimal(4), fact="Fakta 1")

    answer.refresh_from_db()
    assert answer.state == AnswerState.DRAFT


def test_an_emptied_answer_is_empty(
    evaluation: Evaluation, indicator: Indicator, respondent: User, answer: Answer
) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=None, fact="x")
    actions.save_answer(evaluation, indicator, version=1, by=respondent, level=None)

    answer.refresh_from_db()
    assert (answer.state, answer.version) == (AnswerState.EMPTY, 2)


def test_a_closed_stage_refuses_a_save(evaluation: Evaluation, indicator: Indicator, respondent: User) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(3))

    assert not evaluation.answers.exclude(version=0).exists()


def test_a_level_beyond_the_scale_is_refused_by_the_database(
    evaluation: Evaluation, indicator: Indicator, respondent: User
) -> None:
    with pytest.raises(LevelRefusedError):
        actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(6))


def test_a_whole_sheet_is_one_statement_and_names_what_was_stale(evaluation: Evaluation, respondent: User) -> None:
    indicators = list(evaluation.period.instrument.indicators.all())
    actions.save_answer(evaluation, indicators[1], version=0, by=respondent, level=None, fact="lebih dulu")
    rows = [SheetRow(one.pk, 0, AnswerText(Decimal(4), f"fakta {one.number}")) for one in indicators]

    with statements() as made:
        stale = actions.save_sheet(evaluation, rows, by=respondent)

    assert len(made) == 1
    assert stale == [indicators[1].pk]
    assert list(evaluation.answers.values_list("version", "level", "fact", "state")) == [
        (1, Decimal(4), "fakta 1", "draft"),
        (1, None, "lebih dulu", "draft"),
        (1, Decimal(4), "fakta 3", "draft"),
        (1, Decimal(4), "fakta 4", "draft"),
        (1, Decimal(4), "fakta 5", "draft"),
    ]


# -- through the page ------------------------------------------------------------------------------------


def test_the_form_works_without_scripts(post, evaluation: Evaluation, answer: Answer) -> None:
    response = post(version=0, level="3", fact="satu\r\ndua", analysis="", justification="")

    answer.refresh_from_db()
    assert (response.status_code, response.url) == (302, indicator_url(evaluation))
    assert (answer.level, answer.fact) == (Decimal(3), "satu\ndua")


def test_autosave_tells_the_version_and_the_second(post, answer: Answer) -> None:
    response = post(version=0, level="3", fact="a", analysis="", justification="", automatic=True)

    said = response.json()
    assert said["version"] == 1
    assert said["saved"].startswith("Tersimpan ")
    assert len(said["saved"]) == len("Tersimpan 10.42.07")


def test_a_stale_page_shows_both_texts(post, evaluation, indicator, approver, answer) -> None:
    actions.save_answer(
        evaluation, indicator, version=0, by=approver, level=Decimal(2), fact="tulisan rekan", analysis="sama"
    )

    response = post(version=0, level="4", fact="tulisan saya", analysis="sama", justification="")

    page = response.content.decode()
    assert response.status_code == 409
    assert "rekan</ins>" in page
    assert "saya</ins>" in page
    assert 'name="analysis_choice"' not in page
    answer.refresh_from_db()
    assert answer.fact == "tulisan rekan"


def test_what_i_did_not_touch_is_theirs_unless_i_say_otherwise(post, evaluation, indicator, approver) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=None, fact="lama", analysis="lama")
    actions.save_answer(evaluation, indicator, version=1, by=approver, level=None, fact="baru", analysis="baru")

    response = post(version=1, level="", fact="lama", analysis="tulisan saya", justification="")

    page = response.content.decode()
    assert 'name="fact_choice" value="theirs" checked' in page
    assert 'name="analysis_choice" value="mine" checked' in page


def test_autosave_hears_that_it_is_stale(post, evaluation, indicator, approver) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=Decimal(2), fact="rekan")

    response = post(version=0, level="4", fact="saya", analysis="", justification="", automatic=True)

    assert response.status_code == 409
    assert str(approver) in response.json()["piece"]


@pytest.mark.parametrize(("choice", "fact"), [("mine", "saya"), ("theirs", "rekan"), ("merged", "saya dan rekan")])
def test_a_conflict_is_settled_by_choice(post, evaluation, indicator, approver, answer, choice, fact) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=Decimal(2), fact="rekan")

    post(
        resolve="1", version=1, level="4", fact="saya", analysis="", justification="",
        level_choice="theirs", fact_choice=choice, fact_merged="saya dan rekan",
    )  # fmt: skip

    answer.refresh_from_db()
    assert (answer.level, answer.fact) == (Decimal(2), fact)


def test_a_choice_that_has_become_stale_shows_both_texts_again(post, evaluation, indicator, approver, answer) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=None, fact="satu")
    actions.save_answer(evaluation, indicator, version=1, by=approver, level=None, fact="dua")

    response = post(resolve="1", version=1, level="4", fact="saya", analysis="", justification="", fact_choice="mine")

    answer.refresh_from_db()
    assert (response.status_code, answer.fact) == (409, "dua")
    assert ">saya</ins>" in response.content.decode()


def test_a_deadline_while_typing_keeps_the_words_on_the_screen(post, evaluation, answer) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = post(version=0, level="3", fact="belum sempat tersimpan", analysis="", justification="")

    answer.refresh_from_db()
    assert response.status_code == 409
    assert "belum sempat tersimpan" in response.content.decode()
    assert answer.version == 0


def test_what_cannot_be_saved_stays_on_the_screen(post, answer) -> None:
    response = post(version=0, level="9", fact="tetap terbaca", analysis="", justification="")

    answer.refresh_from_db()
    assert response.status_code == 422
    assert "tetap terbaca" in response.content.decode()
    assert answer.version == 0


def test_a_decimal_scale_asks_for_a_number(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("pemdi-20"))
    client.force_login(member(Role.RESPONDENT, evaluation.institution))
    typed = {"version": 0, "level": "3,25", "fact": "", "analysis": "", "justification": ""}

    response = client.post(indicator_url(evaluation), typed)

    page = client.get(indicator_url(evaluation)).content.decode()
    assert response.status_code == 302
    assert evaluation.answers.get(indicator__number=1).level == Decimal("3.25")
    assert 'value="3.25"' in page
    assert "Kriteria belum ditetapkan." in page


def test_saving_costs_at_most_eight_statements(post, answer: Answer) -> None:
    with statements() as made:
        post(version=0, level="3", fact="a", analysis="", justification="", automatic=True)

    assert len(made) <= 8


def test_a_foreign_sheet_is_not_there(post, browser: Client) -> None:
    foreign = EvaluationFactory()

    assert browser.get(indicator_url(foreign)).status_code == 404
    assert browser.post(indicator_url(foreign), {"version": 0, "fact": "x"}).status_code == 404
    assert not foreign.answers.exclude(version=0).exists()
