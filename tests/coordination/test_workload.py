"""Beban asesor: every figure with the list it counts, who has too much, at a constant number of statements."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.common.sheets import read_rows
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, PeriodFactory, TeamFactory, bring_to, lead_of, move_window


@pytest.fixture
def period(db):
    return PeriodFactory()


@pytest.fixture
def team(period):
    """One team with an institution at every station of its work, and one that is not assessed."""
    team = TeamFactory(period=period)
    EvaluationFactory(period=period, team=team)
    bring_to(EvaluationFactory(period=period, team=team), Stage.DESK_REVIEW)
    late = bring_to(EvaluationFactory(period=period, team=team), Stage.INTERVIEW)
    move_window(late, closes_in=timedelta(days=-1))
    bring_to(EvaluationFactory(period=period, team=team), Stage.REVIEW)
    EvaluationFactory(period=period, team=team, track=Track.NOT_ASSESSED)
    return team


def page(client, period, **query):
    return client.get(reverse("coordination:workload", args=[period.slug]), query)


def figures(load):
    return [getattr(load, name) for name in ("held", "to_come", "open", "late", "done")]


def test_an_assessor_s_work_is_counted_by_where_it_stands(desk, period, team):
    loads = page(desk, period).context["page"].object_list

    assert [[one.count for one in figures(load)] for load in loads] == [[4, 1, 2, 1, 1]] * 2


def test_every_figure_leads_to_as_many_rows(desk, period, team):
    room = reverse("coordination:control_room", args=[period.slug])
    load = page(desk, period).context["page"].object_list[0]

    rows = [desk.get(room, QueryDict(one.query).dict()).context["page"].paginator.count for one in figures(load)]

    assert rows == [one.count for one in figures(load)]


def test_who_holds_more_than_the_period_allows_is_found(desk, period, team):
    EvaluationFactory(period=period, with_team=True)
    EvaluationPeriod.objects.filter(pk=period.pk).update(assessor_capacity=3)

    response = page(desk, period, keadaan="melebihi")

    assert {one.assessor for one in response.context["page"]} == {one.user for one in team.members.all()}
    assert response.context["over"] == 2
    assert response.content.decode().count(">Melebihi kapasitas</span>") == 2


def test_the_list_narrows_to_one_university(desk, period, team):
    lead = lead_of(team.evaluations.first())
    university = Membership.objects.get(user=lead, role=Role.ASSESSOR).university

    shown = page(desk, period, perguruan=university.pk).context["page"].object_list

    assert lead in [one.assessor for one in shown]
    assert {one.places for one in shown} == {university.name}


def test_more_assessors_cost_the_same_statements(desk, period, team):
    page(desk, period)
    with CaptureQueriesContext(connection) as one:
        page(desk, period)
    for _ in range(3):
        EvaluationFactory(period=period, with_team=True)

    with CaptureQueriesContext(connection) as many:
        page(desk, period)

    assert len(many) == len(one) <= 14


def test_the_workbook_holds_what_is_shown(desk, period, team):
    EvaluationFactory(period=period, with_team=True)

    response = page(desk, period, keadaan="terlambat", bentuk="xlsx")

    rows = read_rows(io.BytesIO(response.content), ["Asesor", "Instansi", "Terlambat"])
    assert [(one.cells["Instansi"], one.cells["Terlambat"]) for one in rows] == [("4", "1")] * 2


def test_without_a_team_it_says_who_brings_one(desk, period):
    assert "Belum ada tim" in page(desk, period).content.decode()
