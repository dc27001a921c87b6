"""The library: everything an institution has brought, where it is used, and how much room is left."""

import pytest
from django.urls import reverse

from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.queries.library import library_of
from tests.factories import EvaluationFactory, bring_to, lead_of, member
from tests.self_assessment.support import PDF, PNG, statements, upload


def library_url(evaluation, **query: object) -> str:
    return reverse("self_assessment:library", args=[evaluation.pk], query=query)


def test_each_file_says_where_it_is_used_and_in_which_version(browser, evaluation, indicator, respondent) -> None:
    old = actions.add_file(evaluation, indicator, upload(name="lama.pdf"), by=respondent)
    second = evaluation.period.instrument.indicators.get(number=2)
    actions.use_file(evaluation, second, old.file, by=respondent)
    actions.replace_evidence(
        old, actions.store(evaluation.institution, upload(PNG, "x.png"), by=respondent), by=respondent
    )

    newest, oldest = library_of(evaluation).kept

    assert (newest.name, [use.edition for use in newest.standing]) == ("x.png", [2])
    assert [use.number for use in oldest.standing] == [2]
    assert [use.number for use in oldest.former] == [1]
    page = browser.get(library_url(evaluation)).content.decode()
    assert "indikator 2" in page
    assert "tidak dipakai lagi" in page
    assert "lama.pdf" in page


def test_links_stand_apart_and_say_that_they_are_not_kept(browser, evaluation, indicator, respondent) -> None:
    actions.add_link(evaluation, indicator, "https://video.example/1", by=respondent)

    files = browser.get(library_url(evaluation)).content.decode()
    links = browser.get(library_url(evaluation, jenis="tautan")).content.decode()

    assert "video.example" not in files
    assert "https://video.example/1" in links
    assert "tidak diarsipkan" in links


def test_a_library_holds_the_years_of_one_institution_alone(evaluation, indicator, respondent) -> None:
    earlier = EvaluationFactory(institution=evaluation.institution)
    foreign = EvaluationFactory(period=evaluation.period)
    for one in (earlier, foreign):
        writer = member(Role.RESPONDENT, one.institution)
        number_one = one.period.instrument.indicators.get(number=1)
        actions.add_file(one, number_one, upload(name=f"{one.pk}.pdf"), by=writer)
        actions.add_link(one, number_one, f"https://{one.pk}.example", by=writer)

    assert [kept.name for kept in library_of(evaluation).kept] == [f"{earlier.pk}.pdf"]
    assert [kept.name for kept in library_of(evaluation, links=True).kept] == [f"https://{earlier.pk}.example"]


def test_a_name_is_found_by_a_part_of_it(evaluation, indicator, respondent) -> None:
    for name in ("Perbup 41.pdf", "notula.pdf"):
        actions.add_file(evaluation, indicator, upload(name=name), by=respondent)

    assert [kept.name for kept in library_of(evaluation, words="perbup").kept] == ["Perbup 41.pdf"]


def test_the_room_that_is_taken_is_told(evaluation, indicator, respondent, settings) -> None:
    settings.EVIDENCE_QUOTA = 4 * len(PDF)
    actions.add_file(evaluation, indicator, upload(), by=respondent)

    library = library_of(evaluation)

    assert (library.taken, library.percent) == (len(PDF), 25)


def test_choosing_for_an_indicator_offers_each_file(browser, evaluation, indicator, respondent) -> None:
    evidence = actions.add_file(evaluation, indicator, upload(), by=respondent)

    page = browser.get(library_url(evaluation, indikator=2)).content.decode()

    assert reverse("self_assessment:use", args=[evaluation.pk, 2, evidence.file_id]) in page


@pytest.mark.parametrize(
    "query", [{"halaman": "x"}, {"halaman": 99}, {"q": "\x00"}, {"jenis": "?"}, {"indikator": "x"}]
)
def test_a_strange_question_gets_a_page(browser, evaluation, query) -> None:
    assert browser.get(library_url(evaluation, **query)).status_code == 200


def test_assessors_do_not_see_what_belongs_to_no_sheet_of_theirs(db: None, client) -> None:
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    client.force_login(lead_of(evaluation))

    assert client.get(library_url(evaluation)).status_code == 403


@pytest.mark.parametrize("kind", ["", "tautan"])
def test_a_page_costs_the_same_for_one_and_fifty(browser, evaluation, indicator, respondent, kind) -> None:
    costs = []
    for number in range(50):
        if kind:
            actions.add_link(evaluation, indicator, f"https://{number}.example", by=respondent)
        else:
            actions.add_file(evaluation, indicator, upload(name=f"{number}.pdf"), by=respondent)
        if number in (0, 49):
            with statements() as made:
                browser.get(library_url(evaluation, jenis=kind))
            costs.append(len(made))

    assert costs[0] == costs[1] <= 10
