from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from apps.common import formats
from apps.common.shell import Shell
from apps.dashboard.context_processors import build, shell
from apps.dashboard.navigation import TABS, speaks_at
from apps.dashboard.stage_line import marks_of_evaluation, marks_of_period
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation
from apps.institutions.actions import join
from apps.institutions.models import Role
from apps.notices.actions import notify
from apps.periods.models import PeriodState
from apps.rules.stages import Stage, Track, stages_of
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, UserFactory, bring_to, member

pytestmark = pytest.mark.django_db


def request_of(user, path="/beranda/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_nothing_is_asked_before_a_page_shows_it(django_assert_num_queries):
    request = request_of(member(Role.AUDITOR))

    with django_assert_num_queries(0):
        shell(request)


def test_a_visitor_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        frame = build(request_of(AnonymousUser()))

    assert replace(frame, nav=()) == Shell()


@pytest.mark.parametrize("roles", [1, 3])
def test_a_person_costs_two_statements_however_many_roles(roles, django_assert_num_queries):
    user = UserFactory()
    for _ in range(roles):
        join(user, Role.DATA_ENTRY, institution=InstitutionFactory())
    request = request_of(user)

    with django_assert_num_queries(2):
        build(request)


def test_an_evaluation_costs_one_statement_more(django_assert_num_queries):
    evaluation = EvaluationFactory()
    user = member(Role.DATA_ENTRY, evaluation.institution)
    request = request_of(user)
    request.evaluation = visible_evaluations(user).get()

    with django_assert_num_queries(3):
        build(request)


def test_the_frame_says_who_where_and_how_much_is_unread():
    institution = InstitutionFactory()
    user = member(Role.COORDINATOR, institution)
    notify([user, user], "Perhatikan.")

    frame = build(request_of(user))

    assert (frame.person_name, frame.role_label, frame.institution_name, frame.unread) == (
        user.name,
        "Koordinator SPBE",
        institution.name,
        2,
    )


def test_at_a_page_of_an_evaluation_the_role_is_the_one_held_there():
    evaluation = EvaluationFactory()
    user = member(Role.COORDINATOR, InstitutionFactory())
    join(user, Role.RESPONDENT, institution=evaluation.institution)
    request = request_of(user)
    request.evaluation = evaluation

    frame = build(request)

    assert (frame.role_label, frame.institution_name) == ("Responden", evaluation.institution.name)


def test_several_roles_stand_in_the_menu():
    one, other = InstitutionFactory(), InstitutionFactory()
    user = member(Role.RESPONDENT, one)
    join(user, Role.DATA_ENTRY, institution=other)

    frame = build(request_of(user))

    assert frame.person_links == (
        (f"Responden {one}", f"/beranda/#instansi-{one.pk}"),
        (f"Pelaksana entri data {other}", f"/beranda/#instansi-{other.pk}"),
        ("Pertanyaan saya", "/bantuan/"),
        ("Akun dan keamanan", "/akun/"),
    )


def test_every_role_has_tabs_and_home_comes_first():
    assert TABS.keys() == set(Role)
    assert {tabs[0].url_name for tabs in TABS.values()} == {"dashboard:home"}


def test_a_koordinator_finds_the_people_and_sees_where_they_are():
    institution = InstitutionFactory()
    people = f"/orang/{institution.pk}/"

    frame = build(request_of(member(Role.COORDINATOR, institution), people))

    assert frame.nav == (
        ("Beranda", "/beranda/", False),
        ("Orang", people, True),
        ("Sosialisasi", "/sosialisasi/", False),
    )


def test_a_simulation_is_named_on_a_page_about_it():
    request = request_of(AnonymousUser())
    request.period = PeriodFactory(simulation_label="SIMULASI - REKONSTRUKSI")

    assert build(request).simulation_label == "SIMULASI - REKONSTRUKSI"


def test_a_page_with_several_periods_names_the_simulation_itself():
    request = request_of(AnonymousUser())
    request.simulation_label = "SIMULASI"

    assert build(request).simulation_label == "SIMULASI"


@pytest.mark.parametrize("track", [Track.EVALUATION, Track.MONITORING])
def test_the_line_has_the_stages_of_the_track_and_one_here(track):
    evaluation = bring_to(EvaluationFactory(track=track), Stage.DESK_REVIEW)

    marks = marks_of_evaluation(evaluation)

    states = ["done", "now"] + ["todo"] * (len(stages_of(track)) - 2)
    assert [mark.state for mark in marks] == states


def test_the_line_says_until_when_with_an_extension():
    evaluation = EvaluationFactory()
    evaluation.open_until += timedelta(days=3)
    limit = evaluation.open_until.astimezone(formats.WIB)

    here = marks_of_evaluation(evaluation)[0]

    assert here.dates == f"s.d. {formats.date_short(limit)} {limit:%H.%M} WIB"


def test_a_batch_sees_its_own_window():
    evaluation = EvaluationFactory(batch=2)
    window = evaluation.period.windows.get(stage=Stage.INTERVIEW)
    evaluation.period.windows.create(
        stage=Stage.INTERVIEW,
        batch=2,
        opens_at=window.opens_at + timedelta(days=60),
        closes_at=window.closes_at + timedelta(days=60),
    )
    evaluation.period.windows.create(
        stage=Stage.INTERVIEW,
        batch=3,
        opens_at=window.opens_at + timedelta(days=90),
        closes_at=window.closes_at + timedelta(days=90),
    )
    opens, closes = (formats.date_short(moment + timedelta(days=60)) for moment in (window.opens_at, window.closes_at))

    marks = {mark.label: mark.dates for mark in marks_of_evaluation(evaluation)}

    assert marks["Interviu"] == f"{opens}–{closes}"


@pytest.mark.parametrize(
    ("state", "states"),
    [
        (PeriodState.PREPARATION, ["todo"] * 8),
        (PeriodState.RUNNING, ["now"] + ["todo"] * 7),
        (PeriodState.PUBLISHED, ["done"] * 7 + ["now"]),
    ],
)
def test_a_period_stands_where_its_calendar_is(state, states):
    period = PeriodFactory(state=state)

    assert [mark.state for mark in marks_of_period(period)] == states


def test_a_period_without_a_calendar_has_no_line():
    assert marks_of_period(PeriodFactory(windows=False)) == ()


@pytest.mark.parametrize(
    ("track", "stage", "shown"),
    [
        (Track.EVALUATION, Stage.SELF_ASSESSMENT, set()),
        (Track.EVALUATION, Stage.INTERVIEW, {"Penilaian dokumen", "Interviu"}),
        (Track.EVALUATION, Stage.CONSOLIDATION, {"Penilaian dokumen", "Interviu", "Konsolidasi"}),
        (Track.MONITORING, Stage.CONSOLIDATION, {"Penilaian dokumen", "Konsolidasi"}),
    ],
)
def test_a_tab_waits_for_its_stage(track, stage, shown):
    evaluation = Evaluation(pk=7, track=track, stage=stage)
    rooms = {"Penilaian dokumen", "Interviu", "Visitasi", "Konsolidasi"}

    speaking = {tab.label for tab in TABS[Role.ASSESSOR] if speaks_at(tab, evaluation)}

    assert speaking & rooms == shown
