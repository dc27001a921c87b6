"""What blocks a sheet, what only warns, and where each is cured."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.models import AnswerState, Evidence
from apps.self_assessment.queries import readiness_of, warnings_of
from tests.factories import EvaluationFactory, PeriodFactory, answer_all, bring_to
from tests.self_assessment.support import indicator_url, statements, upload


def url(evaluation: Evaluation, name: str = "readiness") -> str:
    return reverse(f"self_assessment:{name}", args=[evaluation.pk])


def found(evaluation: Evaluation) -> dict[str, tuple[int, ...]]:
    return {one.text: one.numbers for one in warnings_of(evaluation)}


def prove_all(evaluation: Evaluation) -> None:
    for answer in evaluation.answers.all():
        Evidence.objects.create(evaluation=evaluation, indicator=answer.indicator, url="https://contoh.example/bukti")


@pytest.fixture
def sound(evaluation: Evaluation) -> Evaluation:
    """A sheet at which nobody stumbles."""
    answer_all(evaluation, 3)
    evaluation.answers.update(fact="Lihat Pasal 3.")
    prove_all(evaluation)
    return evaluation


def test_a_sound_sheet_warns_of_nothing(sound: Evaluation) -> None:
    assert found(sound) == {}


def test_a_level_without_evidence_warns_unless_it_is_the_lowest(sound: Evaluation) -> None:
    sound.evidence.all().delete()
    sound.answers.filter(indicator__number__in=[1, 2]).update(level=1)
    sound.answers.filter(indicator__number=3).update(level=None, state=AnswerState.DRAFT)

    assert found(sound) == {"Tingkat tanpa data dukung": (4, 5)}


def test_evidence_that_was_withdrawn_proves_nothing(sound: Evaluation, respondent) -> None:
    for one in sound.evidence.filter(indicator__number=2):
        actions.withdraw_evidence(one, by=respondent)

    assert found(sound) == {"Tingkat tanpa data dukung": (2,)}


def test_a_fact_that_points_at_no_evidence_warns(sound: Evaluation, indicator, respondent) -> None:
    sound.answers.filter(indicator__number__in=[1, 2]).update(fact="Sudah ada peraturan.")
    actions.add_file(sound, indicator, upload(name="Sudah ada.pdf"), by=respondent)

    assert found(sound) == {"Fakta tidak menunjuk data dukung": (2,)}


@pytest.mark.django_db
def test_a_level_far_above_last_years_warns() -> None:
    past = EvaluationFactory(period=PeriodFactory(year=2000))
    bring_to(past, Stage.PUBLISHED, level=2)
    sheet = EvaluationFactory(
        institution=past.institution, period=PeriodFactory(year=2001, instrument=past.period.instrument)
    )
    answer_all(sheet, {1: 4, 2: 3, 3: 2, 4: 1, 5: 5})
    sheet.answers.update(fact="Lihat Pasal 3.")
    prove_all(sheet)

    assert found(sheet) == {"Tingkat jauh di atas tahun lalu": (1, 5)}


def test_warnings_block_nothing(evaluation: Evaluation, coordinator) -> None:
    answer_all(evaluation, 3)
    actions.sign_documents_of([evaluation], sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)

    ready = readiness_of(evaluation)

    assert (ready.is_ready, [one.text for one in ready.warnings]) == (True, ["Tingkat tanpa data dukung"])
    assert actions.submit(evaluation, by=coordinator)


def test_every_blocker_leads_to_where_it_is_cured(browser: Client, evaluation: Evaluation) -> None:
    answer_all(evaluation, 3)
    evaluation.answers.filter(indicator__number=2).update(state=AnswerState.WAITING)
    evaluation.answers.filter(indicator__number=3).update(state=AnswerState.DRAFT)

    piece = browser.get(url(evaluation), headers={"HX-Request": "true"}).content.decode()

    for link in (indicator_url(evaluation, 2), indicator_url(evaluation, 3), url(evaluation, "approval")):
        assert f'<a href="{link}">' in piece
    assert piece.count(f'<a href="{url(evaluation, "submission")}#dokumen">') == 2


@pytest.mark.parametrize(("name", "instead"), [("readiness", "submission"), ("figures", "sheet")])
def test_without_scripts_a_piece_is_a_way_to_its_page(browser: Client, evaluation: Evaluation, name, instead) -> None:
    assert browser.get(url(evaluation, name))["Location"] == url(evaluation, instead)


@pytest.mark.parametrize(("name", "most"), [("readiness", 11), ("figures", 7)])
def test_a_piece_costs_the_same_for_an_empty_and_a_full_sheet(browser, evaluation, respondent, name, most) -> None:
    costs = []
    for fill in (False, True):
        if fill:
            answer_all(evaluation, 3)
            prove_all(evaluation)
        with statements() as made:
            browser.get(url(evaluation, name), headers={"HX-Request": "true"})
        costs.append(len(made))

    assert costs[0] == costs[1] <= most


def test_the_figures_follow_a_save(browser: Client, evaluation: Evaluation, post) -> None:
    post(1, automatic=True, version=0, level=5, fact="Fakta")

    piece = browser.get(url(evaluation, "figures"), headers={"HX-Request": "true"})

    assert piece.context["figures"].answered == 1
    assert piece.context["figures"].index > Decimal(1)
    assert "<html" not in piece.content.decode()


def test_the_indicator_page_asks_for_the_figures_again_when_a_level_was_saved(browser, evaluation) -> None:
    page = browser.get(indicator_url(evaluation)).content.decode()

    assert f'hx-get="{url(evaluation, "figures")}" hx-trigger="load, tingkat from:body"' in page
