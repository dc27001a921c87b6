"""What the index would be with other levels; nothing is stored."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.queries import shape_of
from apps.self_assessment.models import Answer
from tests.factories import EvaluationFactory, PeriodFactory, answer_all, member, real_instrument
from tests.self_assessment.support import statements


def url(evaluation: Evaluation) -> str:
    return reverse("self_assessment:what_if", args=[evaluation.pk])


def asked(browser: Client, evaluation: Evaluation, **chosen: object):
    response = browser.get(url(evaluation), chosen)
    assert response.status_code == 200
    return response.context["supposition"]


@pytest.fixture
def filled(evaluation: Evaluation) -> Evaluation:
    answer_all(evaluation, 3)
    return evaluation


def test_one_level_more_at_one_indicator(browser: Client, filled: Evaluation) -> None:
    weight = filled.period.instrument.indicators.get(number=1).weight

    found = asked(browser, filled, i1=4)

    assert found.before.index == Decimal("3.00")
    assert found.after.index == (3 + weight / 100).quantize(Decimal("0.01"))
    assert [(one.indicator.number, one.before, one.after) for one in found.levels] == [(1, 3, 4)]


def test_a_part_is_raised_as_a_whole_and_lowers_nothing(browser: Client, filled: Evaluation) -> None:
    part = shape_of(filled.period.instrument).leaves[0]
    numbers = list(part.indicators.order_by("number").values_list("number", flat=True))
    filled.answers.filter(indicator__number=numbers[0]).update(level=5)

    found = asked(browser, filled, **{f"b{part.pk}": 4})

    assert [(one.indicator.number, one.after) for one in found.levels] == [(number, 4) for number in numbers[1:]]
    assert {row.part.pk: row.change for row in found.parts}[part.pk] > 0


def test_what_is_chosen_for_an_indicator_counts_more_than_its_part(browser: Client, filled: Evaluation) -> None:
    part = shape_of(filled.period.instrument).leaves[0]
    number = part.indicators.order_by("number").first().number

    found = asked(browser, filled, **{f"b{part.pk}": 4, f"i{number}": 2})

    assert (number, 2) in [(one.indicator.number, one.after) for one in found.levels]


def test_an_unanswered_indicator_can_be_supposed(browser: Client, evaluation: Evaluation) -> None:
    found = asked(browser, evaluation, i1=5)

    assert (found.before.answered, found.after.answered) == (0, 1)
    assert found.levels[0].before is None


def test_the_page_says_before_and_after_with_both_predikat(browser: Client, filled: Evaluation) -> None:
    numbers = filled.period.instrument.indicators.values_list("number", flat=True)

    page = browser.get(url(filled), {f"i{number}": 5 for number in numbers}).content.decode()

    for words in ("3,00", "5,00", "+2,00", "Bila 5 indikator diubah"):
        assert words in page
    assert page.count('<span class="p p') == 2


@pytest.mark.parametrize("chosen", [{"i1": "9"}, {"i1": "x"}, {"i1": "1e99"}, {"b0": "4"}, {"i99": "4"}])
def test_what_the_scale_or_the_instrument_does_not_know_changes_nothing(browser, filled, chosen) -> None:
    found = asked(browser, filled, **chosen)

    assert (found.levels, found.after.index) == ([], Decimal("3.00"))


def test_nothing_is_written(browser: Client, filled: Evaluation) -> None:
    before = list(Answer.objects.order_by("pk").values())

    with statements() as made:
        browser.get(url(filled), {"i1": 5}, headers={"HX-Request": "true"})

    assert [sql for sql in made if not sql.startswith("SELECT")] == []
    assert len(made) == 7
    assert list(Answer.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_decimal_levels_are_typed(client: Client) -> None:
    evaluation = EvaluationFactory(period=PeriodFactory(instrument=real_instrument("pemdi-20")))
    answer_all(evaluation, 3)
    client.force_login(member(Role.RESPONDENT, evaluation.institution))

    found = asked(client, evaluation, i1="3,75")

    assert found.levels[0].after == Decimal("3.75")
    assert found.after.index > found.before.index
