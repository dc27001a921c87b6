"""/hasil/<slug>/perubahan/: what changed since the computation before, and why."""

import pytest
from django.urls import reverse

from apps.institutions.models import Role
from apps.results.differences import changes_since, run_before
from tests.factories import correct, member
from tests.factories.results import computed_run, finished_period

pytestmark = pytest.mark.django_db


def url(period):
    return reverse("results:changes", args=[period.slug])


def test_the_institution_that_was_corrected_is_listed_with_both_figures_and_the_word():
    period = finished_period([3, 4])
    first = computed_run(period)
    evaluation = period.evaluations.first()
    correct(evaluation, 1, 5)

    run = computed_run(period)

    [change] = changes_since(run, first)
    assert (change.evaluation, change.moves) == (evaluation, True)
    assert (str(change.before.stated), str(change.after.stated)) == ("3.00", "3.50")
    assert [(one.indicator.number, one.level, one.reason) for one in change.words] == [(1, 5, "Alasan koreksi 1")]


def test_levels_that_make_up_for_one_another_are_listed_though_the_index_stays():
    period = finished_period([3])
    first = computed_run(period)
    correct(period.evaluations.get(), 1, 2)
    correct(period.evaluations.get(), 5, 4)

    [change] = changes_since(computed_run(period), first)

    assert not change.moves
    assert len(change.words) == 2


def test_nothing_is_listed_where_nothing_changed():
    period = finished_period([3])
    first = computed_run(period)

    assert changes_since(computed_run(period), first) == []


def test_a_run_that_came_to_no_figures_is_passed_over():
    period = finished_period([3])
    first = computed_run(period)
    period.runs.update(state="replaced")
    period.runs.create(number=2, state="computing")
    period.runs.filter(number=2).update(state="replaced")

    assert run_before(computed_run(period)) == first


def test_the_page_says_before_after_and_why(client):
    period = finished_period([3])
    computed_run(period)
    correct(period.evaluations.get(), 1, 5)
    computed_run(period)
    client.force_login(member(Role.EVALUATION_TEAM))

    page = client.get(url(period)).content.decode()

    assert "3,00" in page
    assert "3,50" in page
    assert "Koreksi indikator 1: tingkat 5" in page
    assert "Alasan koreksi 1" in page


def test_the_page_says_so_while_there_is_nothing_to_compare(client):
    period = finished_period([3])
    computed_run(period)
    client.force_login(member(Role.EVALUATION_TEAM))

    assert "Belum ada pembanding" in client.get(url(period)).content.decode()


@pytest.mark.parametrize("corrected", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client, corrected, django_assert_num_queries):
    period = finished_period([3] * 3)
    computed_run(period)
    for evaluation in period.evaluations.all()[:corrected]:
        correct(evaluation, 1, 5)
    computed_run(period)
    client.force_login(member(Role.EVALUATION_TEAM))

    with django_assert_num_queries(14):
        client.get(url(period))
