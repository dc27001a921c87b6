"""The figures of agreement: over complete teams only, once for the same judgements, shown and never applied."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.desk_review.models import AgreedLevel
from apps.evaluations.models import LedgerLevel
from apps.harmonisation.actions import compute_figures, request_figures
from apps.harmonisation.actions.figures import DRAWS, figures_of
from apps.harmonisation.models import AgreementRun, Measure
from apps.harmonisation.queries.figures import KIND, rows_behind, tables_of
from apps.harmonisation.queries.judged import judged_of
from apps.institutions.models import Role, University
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.results.models import Result
from apps.rules.agreement import quadratic_kappa
from tests.factories import TeamFactory, member
from tests.harmonisation.conftest import judged


@pytest.fixture
def country(period, team, pair) -> None:
    """Three institutions of one pair, and one of two others who share nobody with them."""
    for levels in [(2, 3), (4, 4), (5, 4)]:
        judged(period, team, dict(zip(pair, levels, strict=True)))
    others = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
    judged(period, TeamFactory.create(period=period, members=others), dict(zip(others, (1, 3), strict=True)))


def test_the_figures_are_those_of_the_rules(period, country):
    run = compute_figures(period)

    overall = tables_of(run).overall
    kappa = quadratic_kappa([(2, 3), (4, 4), (5, 4), (1, 3)] * 5)
    assert kappa is not None
    assert overall.figures[Measure.KAPPA].value == Decimal(repr(kappa)).quantize(Decimal("0.000001"))
    assert overall.figures[Measure.SAME].value == Decimal("0.25")
    assert (run.evaluations, run.judgements, overall.units) == (4, 40, 20)


def test_there_are_figures_for_every_indicator_and_university(period, country):
    tables = tables_of(compute_figures(period))

    assert [row.units for row in tables.indicators] == [4] * 5
    assert sorted(row.units for row in tables.universities) == [5, 5, 15, 15]


def test_severity_stands_by_component(period, country, pair):
    tables = tables_of(compute_figures(period))

    components = {
        component: {one.assessor_id: one.value for one in found}
        for component, found in tables.assessor_severity.items()
    }
    assert sorted(len(found) for found in components.values()) == [2, 2]
    assert components[1] == {pair[0].pk: 0, pair[1].pk: 0}  # 2 against 3, 4 against 4, 5 against 4: even
    assert sorted(components[2].values()) == [-1, 1]
    assert sorted(tables.university_severity) == [1, 2]


def test_an_unlocked_sheet_changes_no_figure(period, country, pair):
    before = judged_of(period).content_sha256
    other = member(Role.ASSESSOR)
    team = TeamFactory.create(period=period, members=[pair[0], other])

    judged(period, team, {pair[0]: 1, other: 5}, lock=(pair[0],))

    assert judged_of(period).content_sha256 == before


def test_the_same_judgements_are_computed_once(period, country):
    first, second = compute_figures(period), compute_figures(period)

    assert (first, AgreementRun.objects.count()) == (second, 1)


def test_new_judgements_make_a_new_run_and_keep_the_old(period, team, pair, country):
    first = compute_figures(period)
    judged(period, team, {pair[0]: 3, pair[1]: 3})

    second = compute_figures(period)

    assert (first.evaluations, second.evaluations, first.figures.exists()) == (4, 5, True)
    assert first.seed != second.seed


def test_intervals_come_again_with_the_same_judgements(period, team, pair):
    for place in range(10):
        judged(period, team, {pair[0]: 1 + place % 5, pair[1]: 1 + place % 4})
    found = judged_of(period)

    first, again = list(figures_of(found, draws=DRAWS)), list(figures_of(judged_of(period), draws=DRAWS))

    assert any(one.interval for one in first)
    assert first == again


def test_nothing_is_applied(period, country):
    """Computing writes figures about judges, and not a row of anything that a decree rests on."""
    before = list(LedgerLevel.objects.values_list("pk", "level"))

    compute_figures(period)

    assert list(LedgerLevel.objects.values_list("pk", "level")) == before
    assert (AgreedLevel.objects.count(), Result.objects.count()) == (0, 0)


def test_an_outlier_stands_with_its_indicator(period):
    """Nine pairs agree; in the tenth one is far above for every indicator, in three institutions."""
    for number in range(10):
        people = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
        team = TeamFactory.create(period=period, members=people)
        for _ in range(3):
            judged(period, team, {people[0]: 3, people[1]: 5 if number == 9 else 3})

    outliers = tables_of(compute_figures(period)).outliers

    assert {one.assessor for one in outliers} == set(people)
    assert {one.indicator.number for one in outliers} == {1, 2, 3, 4, 5}


def test_the_rows_behind_an_outlier_and_a_note_that_they_were_looked_at(client, period, ministry):
    for number in range(10):
        people = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
        team = TeamFactory.create(period=period, members=people)
        for _ in range(3):
            judged(period, team, {people[0]: 3, people[1]: 5 if number == 9 else 3})
    figure = next(one for one in tables_of(compute_figures(period)).outliers if one.assessor == people[1])
    judged(period, team, {people[0]: 1, people[1]: 4}, lock=(people[0],))
    client.force_login(ministry)

    client.post(reverse("harmonisation:outlier", args=[period.slug, figure.pk]), {"text": "Sudah dibahas."})

    assert [(row.own, row.others) for row in rows_behind(figure)] == [(5, [3])] * 3
    assert [one.looked_at for one in tables_of(figure.run).outliers].count(True) == 1
    assert (
        "Sudah dibahas." in client.get(reverse("harmonisation:outlier", args=[period.slug, figure.pk])).content.decode()
    )


def test_without_a_complete_team_nothing_is_asked_for(period, team, pair, ministry):
    judged(period, team, {pair[0]: 3, pair[1]: 3}, lock=(pair[0],))

    with pytest.raises(DomainError, match="seluruh timnya"):
        request_figures(period, by=ministry)


def test_a_worker_computes_what_the_page_asked_for(client, period, country, ministry):
    client.force_login(ministry)
    client.post(reverse("harmonisation:compute", args=[period.slug]))
    job = Job.objects.get(kind=KIND, object_id=period.pk)

    jobs.run(job.pk)

    page = client.get(reverse("harmonisation:figures", args=[period.slug])).content.decode()
    assert Job.objects.get(pk=job.pk).state == "done"
    assert "Hanya ditampilkan." in page
    assert "40 penilaian dari 4 instansi" in page
    assert "kelompok 2" in page
    assert all(str(university) in page for university in University.objects.all())
    assert "<b>0,25</b>" in page  # a quarter of the pairs said the same


def test_the_page_asks_as_often_for_few_as_for_many(client, period, country, ministry, pair, django_assert_num_queries):
    client.force_login(ministry)
    address = reverse("harmonisation:figures", args=[period.slug])
    compute_figures(period)
    client.get(address)
    with django_assert_num_queries(LIMIT):
        client.get(address)
    for _ in range(3):
        people = [member(Role.ASSESSOR), pair[0]]
        judged(period, TeamFactory.create(period=period, members=people), dict.fromkeys(people, 3))
    compute_figures(period)

    with django_assert_num_queries(LIMIT):
        client.get(address)


LIMIT = 12


@pytest.mark.parametrize("role", [Role.UNIVERSITY_COORDINATOR, Role.ASSESSOR, Role.AUDITOR])
def test_others_do_not_see_the_figures(client, period, role):
    client.force_login(member(role))

    assert client.get(reverse("harmonisation:figures", args=[period.slug])).status_code == 403
