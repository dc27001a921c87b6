"""Grants: the table in the database is the table in roles.py, and nothing besides."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from apps.evaluations.actions import advance
from apps.evaluations.actions.grants import refresh_grants
from apps.evaluations.grants import holds, set_grants, set_team_members, visible_evaluations
from apps.evaluations.models import Evaluation, EvaluationGroupPermission, EvaluationUserPermission
from apps.evaluations.roles import CENTRAL_GRANTS, INSTITUTION_GRANTS, PUBLISHED_GRANTS, TEAM_GRANTS
from apps.institutions.models import Role
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import Stage
from tests.factories import (
    EvaluationFactory,
    TeamFactory,
    UserFactory,
    assessors_of,
    bring_to,
    lead_of,
    member,
    user_with,
)

pytestmark = pytest.mark.django_db


def table_of(evaluation: Evaluation) -> set[tuple[str, str]]:
    rows = EvaluationGroupPermission.objects.filter(content_object=evaluation)
    return set(rows.values_list("group__name", "permission__codename"))


def wanted(evaluation: Evaluation, *, team: bool, published: bool = False) -> set[tuple[str, str]]:
    table = {f"institution:{evaluation.institution_id}:{role}": row for role, row in INSTITUTION_GRANTS.items()}
    table |= {f"central:{role}": row for role, row in CENTRAL_GRANTS.items()}
    if team:
        table |= {f"team:{evaluation.team_id}:{role}": row for role, row in TEAM_GRANTS.items()}
    if published:
        table |= {f"central:{role}": row for role, row in PUBLISHED_GRANTS.items()}
    return {(group, codename) for group, codenames in table.items() for codename in codenames}


@pytest.mark.parametrize("with_team", [False, True])
def test_the_grants_are_those_of_the_table(with_team: bool) -> None:
    evaluation = EvaluationFactory(with_team=with_team)

    assert table_of(evaluation) == wanted(evaluation, team=with_team)


def test_an_upgrade_brings_what_was_granted_before_up_to_the_table() -> None:
    evaluation, other = EvaluationFactory(with_team=True), EvaluationFactory()
    introduced = EvaluationGroupPermission.objects.filter(permission__codename="read_sheet")
    introduced.delete()
    dropped = EvaluationGroupPermission.objects.filter(content_object=other).first()
    dropped.pk, dropped.permission = None, Permission.objects.get(codename="judge")
    dropped.save()

    call_command("refresh_grants", stdout=StringIO())

    assert table_of(evaluation) == wanted(evaluation, team=True)
    assert table_of(other) == wanted(other, team=False)


def test_a_period_that_is_not_open_yet_grants_nothing() -> None:
    evaluation = EvaluationFactory()
    EvaluationPeriod.objects.update(state=PeriodState.PREPARATION)
    EvaluationGroupPermission.objects.all().delete()

    call_command("refresh_grants", stdout=StringIO())

    assert table_of(evaluation) == set()


def test_one_evaluation_and_three_cost_the_same_to_refresh() -> None:
    costs = []
    for number in (1, 2):
        for _ in range(number):
            EvaluationFactory()
        EvaluationGroupPermission.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            refresh_grants()
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_setting_them_again_writes_nothing() -> None:
    evaluation = EvaluationFactory(with_team=True)
    before = set(EvaluationGroupPermission.objects.values_list("pk", flat=True))

    set_grants([evaluation])

    assert set(EvaluationGroupPermission.objects.values_list("pk", flat=True)) == before


def test_another_team_takes_the_place_of_the_first() -> None:
    evaluation = EvaluationFactory(with_team=True)
    before = lead_of(evaluation)

    evaluation.team = TeamFactory(period=evaluation.period)
    evaluation.save()
    set_grants([evaluation])

    assert table_of(evaluation) == wanted(evaluation, team=True)
    assert not visible_evaluations(before).exists()


def test_a_stray_grant_goes_when_grants_are_set() -> None:
    evaluation = EvaluationFactory()
    stranger = user_with("judge", "view_evaluation", evaluation=evaluation)

    set_grants([evaluation])

    assert table_of(evaluation) == wanted(evaluation, team=False)
    assert not visible_evaluations(stranger).exists()


def test_the_auditor_sees_an_evaluation_from_publication_on() -> None:
    evaluation = EvaluationFactory()
    auditor = member(Role.AUDITOR)
    bring_to(evaluation, Stage.FINAL)
    set_grants([evaluation])
    assert not visible_evaluations(auditor).exists()

    advance(evaluation, Stage.PUBLISHED, by=None)
    set_grants([evaluation])

    assert visible_evaluations(auditor).get() == evaluation
    assert table_of(evaluation) == wanted(evaluation, team=False, published=True)


@pytest.mark.parametrize("role", INSTITUTION_GRANTS)
def test_the_people_of_an_institution_see_their_own_only(role: Role) -> None:
    own = EvaluationFactory()
    EvaluationFactory(period=own.period)

    user = member(Role(role), own.institution)

    assert list(visible_evaluations(user)) == [own]


def test_grants_outlive_the_year() -> None:
    first = EvaluationFactory()
    user = member(Role.COORDINATOR, first.institution)

    second = EvaluationFactory(institution=first.institution)

    assert set(visible_evaluations(user)) == {first, second}


def test_the_members_of_a_team_see_what_the_team_holds() -> None:
    evaluation = EvaluationFactory(with_team=True)
    EvaluationFactory(period=evaluation.period, with_team=True)

    lead, colleague = assessors_of(evaluation)

    assert list(visible_evaluations(lead)) == list(visible_evaluations(colleague)) == [evaluation]
    assert holds(lead, "lead_assessment", evaluation)
    assert holds(colleague, "judge", evaluation)
    assert not holds(colleague, "lead_assessment", evaluation)


def test_who_leaves_the_team_sees_nothing_of_it_any_more() -> None:
    evaluation = EvaluationFactory(with_team=True)
    assert evaluation.team is not None
    lead, colleague = assessors_of(evaluation)

    evaluation.team.members.filter(user=lead).delete()
    set_team_members(evaluation.team)

    assert not visible_evaluations(lead).exists()
    assert list(visible_evaluations(colleague)) == [evaluation]


@pytest.mark.parametrize("number", [1, 3])
def test_visible_evaluations_are_one_query(number: int, django_assert_num_queries) -> None:
    user = member(Role.EVALUATION_TEAM)
    first = EvaluationFactory()
    for _ in range(number - 1):
        EvaluationFactory(period=first.period)

    with django_assert_num_queries(1):
        shown = [(one.period.instrument.code, one.institution.province) for one in visible_evaluations(user)]

    assert len(shown) == number


def test_many_questions_about_one_evaluation_are_one_query(django_assert_num_queries) -> None:
    evaluation = EvaluationFactory()
    user = member(Role.COORDINATOR, evaluation.institution)

    with django_assert_num_queries(1):
        answers = {
            codename: holds(user, codename, evaluation)
            for codename in ("fill_answers", "approve_answers", "submit_sheet", "reply", "judge")
        }

    assert answers == {
        "fill_answers": True,
        "approve_answers": True,
        "submit_sheet": True,
        "reply": True,
        "judge": False,
    }


def test_nobody_and_a_stranger_see_nothing() -> None:
    EvaluationFactory()

    assert not visible_evaluations(UserFactory()).exists()
    assert not visible_evaluations(AnonymousUser()).exists()


def test_a_grant_to_a_single_person_is_refused() -> None:
    evaluation, user = EvaluationFactory(), UserFactory()
    permission = Permission.objects.get(codename="view_evaluation")

    with pytest.raises(IntegrityError, match="grants_go_to_groups"):
        EvaluationUserPermission.objects.create(user=user, permission=permission, content_object=evaluation)
