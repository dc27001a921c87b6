"""What the pages of this room show, to whom, and at what cost."""

import gzip
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.evaluations.actions.discussion import say_inside
from apps.evaluations.models import Circle, Evaluation, Remark
from apps.institutions.models import Role
from apps.instruments.models import Criterion
from apps.rules.stages import Stage, Track
from apps.self_assessment import actions
from apps.self_assessment.models import AnswerState
from apps.self_assessment.queries import earlier_levels, provisional
from tests.factories import (
    EvaluationFactory,
    answer_all,
    bring_to,
    lead_of,
    member,
    move_window,
    real_instrument,
)
from tests.self_assessment.support import PDF, indicator_url, statements, upload

PAGES = ("sheet", "approval", "submission")


def page_url(name: str, evaluation: Evaluation) -> str:
    return reverse(f"self_assessment:{name}", args=[evaluation.pk])


def urls_of(evaluation: Evaluation) -> list[str]:
    """Every address of the room for one evaluation."""
    return [
        *(page_url(name, evaluation) for name in PAGES),
        indicator_url(evaluation),
        reverse("self_assessment:document", args=[evaluation.pk, "minutes", "dibuat"]),
        reverse("self_assessment:file", args=[evaluation.pk, 1]),
        reverse("self_assessment:withdraw", args=[evaluation.pk, 1]),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_institutions_sheet_is_not_there(browser: Client, method: str) -> None:
    foreign = EvaluationFactory()
    allowed = [404, 405]  # a page that knows only one of both methods says so to everybody

    statuses = [getattr(browser, method)(url).status_code for url in urls_of(foreign)]

    assert {status for status in statuses if status not in allowed} == set()
    assert 404 in statuses


def test_nobody_reads_without_logging_in(client: Client, evaluation: Evaluation) -> None:
    for url in urls_of(evaluation)[:-1]:
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={url}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "role", [Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE, Role.COORDINATOR, Role.EVALUATION_TEAM]
)
def test_the_institution_and_the_ministry_read(client: Client, evaluation: Evaluation, role: Role, name: str) -> None:
    place = evaluation.institution if role != Role.EVALUATION_TEAM else None
    client.force_login(member(role, place))

    assert client.get(page_url(name, evaluation)).status_code == 200


def test_the_ministry_writes_nothing(client: Client, evaluation: Evaluation, ministry: User) -> None:
    client.force_login(ministry)

    statuses = [client.post(page_url(name, evaluation)).status_code for name in PAGES]
    statuses.append(client.post(indicator_url(evaluation), {"version": 0, "fact": "x"}).status_code)

    assert statuses == [403] * 4
    assert not evaluation.answers.exclude(version=0).exists()


def test_assessors_read_a_sheet_once_it_was_handed_in(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(with_team=True)
    client.force_login(lead_of(evaluation))

    before = [client.get(page_url(name, evaluation)).status_code for name in PAGES]
    bring_to(evaluation, Stage.DESK_REVIEW)
    after = [client.get(page_url(name, evaluation)).status_code for name in PAGES]

    assert (before, after) == ([403] * 3, [200] * 3)


def test_a_closed_sheet_says_why_and_offers_no_form(browser: Client, evaluation: Evaluation) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    page = browser.get(indicator_url(evaluation)).content.decode()

    assert "Lembar ini hanya dapat dibaca." in page
    assert "Ajukan" not in page
    assert "data-open" not in page


def test_the_key_of_unsaved_words_comes_with_their_writers_pages_only(browser, client, evaluation, approver) -> None:
    own = browser.get(indicator_url(evaluation)).content.decode()
    client.force_login(approver)
    other = client.get(indicator_url(evaluation)).content.decode()

    keys = [re.search(r'data-secret="([0-9a-f]{64})"', page)[1] for page in (own, other)]
    assert keys[0] != keys[1]


def test_a_named_service_stands_in_the_heading(browser, evaluation) -> None:
    naming = evaluation.answers.filter(indicator__number=5)
    naming.update(service_name="Perizinan daring", version=1, state=AnswerState.DRAFT)

    page = browser.get(indicator_url(evaluation, 5)).content.decode()

    assert "<h1>Indikator ke-5: Perizinan daring</h1>" in page


def test_levels_that_do_not_pile_up_say_so_by_their_note(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("spbe-47"))
    client.force_login(member(Role.RESPONDENT, evaluation.institution))
    indicator = evaluation.period.instrument.indicators.get(is_cumulative=False)

    page = client.get(indicator_url(evaluation, indicator.number)).content.decode()

    assert f'<p class="note plain sm mt">{indicator.note}</p>' in page
    assert "tercakup" not in page


def test_a_decimal_sheet_of_one_depth_is_shown(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("pemdi-20"))
    client.force_login(member(Role.RESPONDENT, evaluation.institution))

    page = client.get(page_url("sheet", evaluation)).content.decode()

    assert page.count('<th scope="row"><span class="num only-s">') == evaluation.answers.count()


def test_the_provisional_index_counts_what_is_unanswered_as_the_lowest(evaluation, indicator, respondent) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(5), fact="x")

    figures = provisional(evaluation)

    assert figures.index == Decimal("2.00")  # indicator 1 weighs a quarter: 1 + 4 x 0,25
    assert figures.predikat.slug == "rendah"
    assert (figures.answered, figures.unanswered) == (1, 4)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", [1, 2, 3, 4, 5]), ("?q=ke-2", [2]), ("?keadaan=approved", [3]), ("?q=ke-2&keadaan=approved", [])],
)
def test_the_sheet_is_filtered_by_words_and_state(browser, evaluation, query, shown) -> None:
    evaluation.answers.filter(indicator__number=3).update(state=AnswerState.APPROVED, level=Decimal(3), version=1)

    page = browser.get(page_url("sheet", evaluation) + query).content.decode()

    assert [number for number in range(1, 6) if f'href="{indicator_url(evaluation, number)}"' in page] == shown


def test_last_years_level_stands_beside_where_it_may_be_compared(evaluation: Evaluation) -> None:
    period = {"period__instrument": evaluation.period.instrument, "period__year": 2000}
    own = EvaluationFactory(institution=evaluation.institution, track=Track.NOT_ASSESSED, **period)
    answer_all(own, 2)
    nothing_yet = earlier_levels(evaluation)
    actions.submit(own, by=member(Role.COORDINATOR, own.institution))
    foreign = EvaluationFactory(track=Track.NOT_ASSESSED, **period | {"period__year": 1999})
    answer_all(foreign, 5)
    actions.submit(foreign, by=member(Role.COORDINATOR, foreign.institution))

    earlier = earlier_levels(evaluation)

    assert nothing_yet.year is None
    assert (earlier.year, earlier.is_own) == (2000, True)
    assert set(earlier.levels.values()) == {Decimal(2)}


def test_history_tells_who_changed_what(browser, evaluation, indicator, respondent, approver) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(2), fact="a")
    actions.save_answer(evaluation, indicator, version=1, by=approver, level=Decimal(3), fact="b")

    page = browser.get(indicator_url(evaluation)).content.decode()

    assert f"{approver} menaikkan tingkat 2 ke 3; mengubah Fakta" in page
    assert f"{respondent} memilih tingkat 2; mengubah Fakta" in page


def test_texts_are_only_text(browser, evaluation, indicator, respondent) -> None:
    nasty = '</textarea><script>alert("x")</script>'
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=None, fact=nasty)

    page = browser.get(indicator_url(evaluation)).content.decode()

    assert "<script>alert" not in page


# -- what pages cost ---------------------------------------------------------------------------------------


def test_the_sheet_says_how_many_messages_an_indicator_has(browser, evaluation, respondent, ministry) -> None:
    first, second = evaluation.period.instrument.indicators.filter(number__lte=2).order_by("number")
    for text in ("Siapa punya SK-nya?", "Saya."):
        say_inside(evaluation, first, text, by=respondent)
    Remark.objects.create(evaluation=evaluation, indicator=second, circle=Circle.ASSESSORS, text="Rahasia", by=ministry)

    shown = browser.get(page_url("sheet", evaluation)).content.decode()
    browser.force_login(ministry)
    foreign = browser.get(page_url("sheet", evaluation)).content.decode()

    assert shown.count(" pesan<") == 1
    assert f'href="{indicator_url(evaluation, 1)}#diskusi">2 pesan<' in shown
    assert " pesan<" not in foreign


@pytest.mark.parametrize("filled", [1, 3])
def test_the_sheet_costs_at_most_twelve_statements(browser, evaluation, respondent, filled) -> None:
    fill(evaluation, respondent, filled)

    with statements() as made:
        browser.get(page_url("sheet", evaluation))

    assert len(made) <= 12


@pytest.mark.parametrize("filled", [1, 3])
def test_an_indicator_costs_at_most_fifteen_statements(browser, evaluation, respondent, filled) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    for number in range(filled):
        actions.add_file(evaluation, indicator, upload(name=f"{number}.pdf"), by=respondent)
        actions.save_answer(evaluation, indicator, version=number, by=respondent, level=Decimal(3), fact=str(number))

    with statements() as made:
        browser.get(indicator_url(evaluation))

    assert len(made) <= 15


def test_the_pages_of_a_queue_cost_the_same_for_one_and_three(client, evaluation, approver, respondent) -> None:
    client.force_login(approver)
    costs = []
    for filled in (1, 3):
        fill(evaluation, respondent, filled)
        actions.submit_for_approval(evaluation.answers.all(), by=respondent)
        with statements() as made:
            client.get(page_url("approval", evaluation))
        costs.append(len(made))

    assert costs[0] == costs[1]


def test_the_sheet_of_a_whole_instrument_is_light(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("spbe-47"))
    respondent = member(Role.RESPONDENT, evaluation.institution)
    answer_all(evaluation, 3, by=respondent)
    client.force_login(respondent)

    page = client.get(page_url("sheet", evaluation)).content

    assert len(page) <= 120_000


def test_the_scripts_of_an_indicator_are_small() -> None:
    scripts = b""
    for name in ("app", "lazy", "kept", "autosave"):
        path = finders.find(f"js/{name}.js")
        assert isinstance(path, str)
        scripts += Path(path).read_bytes()

    assert len(gzip.compress(scripts)) <= 6_144


def fill(evaluation: Evaluation, by: User, count: int) -> None:
    for one in evaluation.answers.select_related("indicator")[:count]:
        if one.version:
            continue
        actions.save_answer(evaluation, one.indicator, version=0, by=by, level=Decimal(3), fact="x", service_name="y")
        actions.add_file(evaluation, one.indicator, upload(PDF), by=by)


def test_other_words_of_a_criterion_are_shown_at_once(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("spbe-47"))
    client.force_login(member(Role.RESPONDENT, evaluation.institution))
    before = client.get(indicator_url(evaluation)).content.decode()
    criterion = Criterion.objects.get(indicator__instrument=evaluation.period.instrument, indicator__number=1, level=3)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the words are what matters, not who may write
        cursor.execute("UPDATE instruments_criterion SET text = 'Kata baru' WHERE id = %s", [criterion.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    after = client.get(indicator_url(evaluation)).content.decode()

    assert (criterion.text in before, "Kata baru" in before) == (True, False)
    assert (criterion.text in after, "Kata baru" in after) == (False, True)
