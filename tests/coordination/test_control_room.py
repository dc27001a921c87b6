"""Ruang kendali: one list, its filters and figures, at a constant number of statements."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.common.sheets import read_rows
from apps.coordination.actions import freeze_overdue
from apps.coordination.queries.figures import CUTS
from apps.evaluations.actions import extend
from apps.institutions.models import Category, Membership, Role
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

LIMIT = 12
OUTSIDERS = [Role.COORDINATOR, Role.ASSESSOR, Role.AGENCY_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR]


def page(client, period, **query):
    return client.get(reverse("coordination:control_room", args=[period.slug]), query)


def names(response):
    return [line["name"] for line in response.context["lines"]]


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

    (line,) = page(desk, period).context["lines"]

    assert (line["answered"], line["approved"], line["indicators"]) == ("5", "5", "5")


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
        ({"keadaan": "dikirim"}, ["Kabupaten Contoh Hilir"]),
        ({"provinsi": "tanpa"}, []),
        ({"gelombang": "1"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"gelombang": "2"}, []),
        ({"perguruan": "tanpa"}, ["Kabupaten Contoh Hilir"]),
        ({"perguruan": "tidak ada"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"asesor": "tidak ada"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"provinsi": "98"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
        ({"tahap": "tidak ada"}, ["Kota Contoh Muara", "Kabupaten Contoh Hilir"]),
    ],
)
def test_filters_stand_in_the_address(desk, period, town, regency, query, expected):
    bring_to(regency, Stage.DESK_REVIEW)
    move_window(town, closes_in=timedelta(days=-2))

    assert names(page(desk, period, **query)) == expected


@pytest.fixture
def country(period, town, regency):
    """Institutions at several stages, late and not, of the centre too, one without a team and one not assessed."""
    bring_to(regency, Stage.DESK_REVIEW)
    move_window(town, closes_in=timedelta(days=-2))
    ministry = InstitutionFactory(name="Kementerian Contoh", category=Category.MINISTRY, province=None)
    away = EvaluationFactory(period=period, institution=ministry, with_team=True, batch=2)
    bring_to(away, Stage.INTERVIEW)
    move_window(away, closes_in=timedelta(days=-1))
    EvaluationFactory(period=period, track=Track.NOT_ASSESSED)
    freeze_overdue()
    return period


def figures_of(overview):
    yield from (overview.assessed, overview.not_assessed)
    yield from (one.figure for one in overview.totals)
    yield from (figure for step in overview.steps for figure in (step.here, step.late))
    yield from (figure for group in overview.groups for figure in (*group.stages, group.late, group.total))


@pytest.mark.parametrize("cut", CUTS)
def test_every_figure_leads_to_as_many_rows(desk, country, cut):
    overview = page(desk, country, menurut=cut).context["overview"]
    figures = list(figures_of(overview))

    rows = [page(desk, country, **QueryDict(one.query).dict()).context["page"].paginator.count for one in figures]

    assert overview.cut.name == cut
    assert rows == [one.count for one in figures]
    assert sum(one.total.count for one in overview.groups) >= overview.assessed.count == 3


def test_a_figure_is_a_link_on_the_page(desk, country):
    response = page(desk, country, menurut="provinsi")

    (centre,) = [one for one in response.context["overview"].groups if one.label == "Instansi pusat"]
    link = f"{reverse('coordination:control_room', args=[country.slug])}?{centre.late.query}".replace("&", "&amp;")
    assert f'href="{link}&amp;menurut=provinsi#daftar">1</a>' in response.content.decode()


def test_an_institution_counts_for_each_university_of_its_team(desk, country, town):
    members = Membership.objects.filter(user__team_memberships__team=town.team, role=Role.ASSESSOR)

    groups = page(desk, country, menurut="perguruan").context["overview"].groups

    labels = {one.label for one in groups if one.total.count}
    assert {one.university.name for one in members} < labels
    assert "Belum punya tim" in labels


@pytest.mark.parametrize("cut", CUTS)
def test_the_figures_cost_the_same_statements_for_more_institutions(desk, period, town, cut):
    url = reverse("coordination:figures", args=[period.slug])
    with CaptureQueriesContext(connection) as one:
        desk.get(url, {"menurut": cut})
    for _ in range(3):
        EvaluationFactory(period=period, with_team=True)

    with CaptureQueriesContext(connection) as many:
        desk.get(url, {"menurut": cut})

    assert len(many) == len(one) <= 10


def test_an_unchanged_page_is_told_nothing(desk, country):
    url = reverse("coordination:figures", args=[country.slug])
    seal = page(desk, country).context["overview"].seal

    answer = desk.get(url, {"segel": seal})

    assert (answer.status_code, answer.content) == (204, b"")


def test_a_changed_page_gets_its_figures_with_another_seal(desk, country, town):
    url = reverse("coordination:figures", args=[country.slug])
    seal = page(desk, country).context["overview"].seal
    extend([town], timezone.now() + timedelta(days=40), reason="Banjir", by=member(Role.EVALUATION_TEAM))

    answer = desk.get(url, {"segel": seal})

    assert answer.status_code == 200
    assert answer.context["overview"].seal != seal
    assert f"segel={answer.context['overview'].seal}" in answer.content.decode()


def test_what_comes_by_itself_is_not_announced(desk, country):
    content = desk.get(reverse("coordination:figures", args=[country.slug])).content.decode()

    assert not re.search(r'aria-live|role="(status|alert|log)"', content)


def test_the_cut_stays_when_the_list_is_narrowed(desk, country):
    content = page(desk, country, menurut="provinsi").content.decode()

    assert '<input type="hidden" name="menurut" value="provinsi"' in content


def test_figures_count_those_who_are_assessed(desk, period, town, regency):
    bring_to(regency, Stage.DESK_REVIEW)
    move_window(town, closes_in=timedelta(days=-2))
    EvaluationFactory(period=period, track=Track.NOT_ASSESSED)

    overview = page(desk, period).context["overview"]

    assert (overview.assessed.count, overview.not_assessed.count) == (2, 1)
    assert [(one.label, one.figure.count) for one in overview.totals] == [
        ("Sudah dikirim", 1),
        ("Terlambat", 1),
        ("Tidak dikirim sampai batas", 0),
        ("Belum mulai mengisi", 1),
        ("Belum punya tim", 1),
    ]


def test_lateness_is_said_in_days(desk, period, town):
    move_window(town, closes_in=timedelta(days=-3, hours=-1))

    (line,) = page(desk, period).context["lines"]

    assert line["late"] == "Terlambat 3 hari"


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


ROOMS = (
    "control_room", "export", "figures", "workload", "volume", "full_recaps", "locus", "locus_template", "teams",
    "team_create", "proposals", "wishes", "schedule", "opening",
)  # fmt: skip


def test_another_period_does_not_show(desk, period, town):
    EvaluationFactory(period=PeriodFactory())

    assert names(page(desk, period)) == ["Kota Contoh Muara"]


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.ASSESSOR, Role.AGENCY_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_others_stay_outside(client, period, town, role):
    person = member(role, town.institution if role == Role.COORDINATOR else None)
    client.force_login(person, backend="apps.accounts.backends.AccountBackend")

    pages = {name: client.get(reverse(f"coordination:{name}", args=[period.slug])).status_code for name in ROOMS}

    assert pages == dict.fromkeys(ROOMS, 403)


def test_a_period_that_is_not_there_is_404(desk):
    assert desk.get(reverse("coordination:control_room", args=["tidak-ada"])).status_code == 404
