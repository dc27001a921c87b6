"""Ruang kendali: one list, its filters and figures, at a constant number of statements."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.common.sheets import read_rows
from apps.institutions.models import Category, Role
from apps.rules.stages import Stage, Track
from tests.factories import (
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    answer_all,
    bring_to,
    member,
    move_window,
)

LIMIT = 15
OUTSIDERS = [Role.COORDINATOR, Role.ASSESSOR, Role.AGENCY_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR]


def page(client, period, **query):
    return client.get(reverse("coordination:control_room", args=[period.slug]), query)


def names(response):
    return [row.evaluation.institution.name for row in response.context["rows"]]


@pytest.fixture
def period(db):
    return PeriodFactory()


@pytest.fixture
def town(period):
    institution = InstitutionFactory(name="Kota Contoh Muara", category=Category.CITY)
    return EvaluationFactory(period=period, institution=institution, with_team=True)


@pytest.fixture
def regency(period):
    institution = InstitutionFactory(name="Kabupaten Contoh Hilir")
    return EvaluationFactory(period=period, institution=institution, track=Track.MONITORING)


def test_one_and_three_rows_cost_the_same_statements(desk, period, town, django_assert_max_num_queries):
    page(desk, period)
    with django_assert_max_num_queries(LIMIT) as one:
        page(desk, period)
    for _ in range(2):
        EvaluationFactory(period=period, with_team=True)

    with django_assert_max_num_queries(LIMIT) as three:
        page(desk, period)

    assert len(three) == len(one)


def test_a_row_tells_how_far_an_institution_is(desk, period, town):
    answer_all(town)

    (row,) = page(desk, period).context["rows"]

    assert (row.progress.answered, row.progress.approved, row.indicators) == (5, 5, 5)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"kategori": "kota"}, ["Kota Contoh Muara"]),
        ({"jalur": "monitoring"}, ["Kabupaten Contoh Hilir"]),
        ({"tahap": "desk_review"}, ["Kabupaten Contoh Hilir"]),
        ({"cari": "kab hilir"}, ["Kabupaten Contoh Hilir"]),
        ({"cari": "kcm"}, ["Kota Contoh Muara"]),
        ({"keadaan": "tanpa-tim"}, ["Kabupaten Contoh Hilir"]),
        ({"keadaan": "terlambat"}, ["Kota Contoh Muara"]),
        ({"keadaan": "belum-mulai"}, ["Kota Contoh Muara"]),
        ({"provinsi": "98"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"tahap": "tidak ada"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
    ],
)
def test_filters_stand_in_the_address(desk, period, town, regency, query, expected):
    bring_to(regency, Stage.DESK_REVIEW)
    move_window(town, closes_in=timedelta(days=-2))

    assert names(page(desk, period, **query)) == expected


def test_figures_count_those_who_are_assessed(desk, period, town, regency):
    bring_to(regency, Stage.DESK_REVIEW)
    move_window(town, closes_in=timedelta(days=-2))
    EvaluationFactory(period=period, track=Track.NOT_ASSESSED)

    figures = page(desk, period).context["overview"].figures

    assert (figures.assessed, figures.not_assessed, figures.sent, figures.late) == (2, 1, 1, 1)
    assert (figures.frozen, figures.not_begun) == (0, 1)


def test_lateness_is_said_in_days(desk, period, town):
    move_window(town, closes_in=timedelta(days=-3, hours=-1))

    (row,) = page(desk, period).context["rows"]

    assert row.late_words == "Terlambat 3 hari"


def test_the_workbook_holds_what_is_shown(desk, period, town, regency):
    response = desk.get(reverse("coordination:export", args=[period.slug]), {"kategori": "kota"})

    rows = read_rows(io.BytesIO(response.content), ["Kode", "Instansi", "Jalur", "Tim"])
    assert [row.cells for row in rows] == [
        {
            "Kode": town.institution.code,
            "Instansi": "Kota Contoh Muara",
            "Jalur": "Evaluasi",
            "Tim": town.team.name,
        }
    ]


def test_the_workbook_says_simulation(desk, period, town):
    response = desk.get(reverse("coordination:export", args=[period.slug]))

    rows = read_rows(io.BytesIO(response.content), ["SIMULASI"])
    assert rows[0].cells["SIMULASI"].startswith(period.name)


def test_another_period_does_not_show(desk, period, town):
    EvaluationFactory(period=PeriodFactory())

    assert names(page(desk, period)) == ["Kota Contoh Muara"]


@pytest.mark.parametrize("name", ["control_room", "export", "locus", "locus_template", "teams", "team_create",
                                  "proposals", "wishes", "schedule", "opening"])  # fmt: skip
@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.ASSESSOR, Role.AGENCY_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_others_stay_outside(client, period, town, name, role):
    person = member(role, town.institution if role == Role.COORDINATOR else None)
    client.force_login(person, backend="apps.accounts.backends.AccountBackend")

    assert client.get(reverse(f"coordination:{name}", args=[period.slug])).status_code == 403


def test_a_period_that_is_not_there_is_404(desk):
    assert desk.get(reverse("coordination:control_room", args=["tidak-ada"])).status_code == 404
