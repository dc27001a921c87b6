import pytest

from apps.accounts.models import OneTimeLink, User
from apps.institutions.actions import join
from apps.institutions.models import Membership, Role
from tests.factories import InstitutionFactory, member

pytestmark = pytest.mark.django_db

NEWCOMER = {
    "name": "Rina Wulandari",
    "username": "Rina@sagara.go.id",
    "email": "",
    "role": Role.DATA_ENTRY.value,
    "unit_name": "Dinas Kominfo",
}


@pytest.fixture
def institution(db):
    return InstitutionFactory()


@pytest.fixture
def coordinator(client, institution):
    user = member(Role.COORDINATOR, institution)
    client.force_login(user)
    return user


def address(institution):
    return f"/orang/{institution.pk}/"


def link_in(response):
    return response.context["link"].removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("role", "at_home", "status"),
    [
        (Role.COORDINATOR, True, 200),
        (Role.PERSON_IN_CHARGE, True, 403),
        (Role.DATA_ENTRY, True, 403),
        (Role.RESPONDENT, True, 403),
        (Role.COORDINATOR, False, 404),
        (Role.ASSESSOR, False, 404),
        (Role.UNIVERSITY_COORDINATOR, False, 404),
        (Role.AGENCY_MEMBER, False, 404),
        (Role.AUDITOR, False, 404),
        (Role.EVALUATION_TEAM, False, 200),
        (Role.ADMINISTRATOR, False, 200),
    ],
)
def test_who_sees_the_people(client, institution, role, at_home, status):
    elsewhere = InstitutionFactory() if role == Role.COORDINATOR else None
    client.force_login(member(role, institution if at_home else elsewhere))

    assert client.get(address(institution)).status_code == status


def test_a_visitor_logs_in_first(client, institution):
    assert client.get(address(institution)).status_code == 302


@pytest.mark.usefixtures("coordinator")
def test_an_invitation_makes_an_account_and_shows_its_link_once(client, institution):
    response = client.post(address(institution), NEWCOMER)

    person = User.objects.get(username="rina@sagara.go.id")
    membership = person.memberships.get()
    assert (membership.role, membership.institution, membership.unit.name) == (
        Role.DATA_ENTRY,
        institution,
        "Dinas Kominfo",
    )
    assert not person.has_usable_password()
    assert person.groups.get().name == f"institution:{institution.pk}:data_entry"
    assert client.get(link_in(response)).status_code == 200
    assert client.get(address(institution)).context["link"] == ""


@pytest.mark.usefixtures("coordinator")
def test_somebody_already_there_gets_the_role_and_no_link(client, institution):
    person = member(Role.RESPONDENT, institution)

    response = client.post(address(institution), NEWCOMER | {"username": person.username})

    assert response.status_code == 302
    assert set(person.memberships.values_list("role", flat=True)) == {Role.RESPONDENT, Role.DATA_ENTRY}
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("coordinator")
def test_an_account_from_elsewhere_is_not_drawn_in(client, institution):
    person = member(Role.EVALUATION_TEAM)

    response = client.post(address(institution), NEWCOMER | {"username": person.username})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username"}
    assert person.memberships.count() == 1


@pytest.mark.usefixtures("coordinator")
def test_a_coordinator_makes_no_other_coordinator(client, institution):
    response = client.post(address(institution), NEWCOMER | {"role": Role.COORDINATOR.value})

    assert response.status_code == 422
    assert not User.objects.filter(username="rina@sagara.go.id").exists()


def test_an_administrator_does(client, institution):
    client.force_login(member(Role.ADMINISTRATOR))

    client.post(address(institution), NEWCOMER | {"role": Role.COORDINATOR.value})

    assert institution.memberships.get().role == Role.COORDINATOR


def test_the_evaluation_team_looks_but_does_not_invite(client, institution):
    client.force_login(member(Role.EVALUATION_TEAM))

    assert client.post(address(institution), NEWCOMER).status_code == 403
    assert not institution.memberships.exists()


@pytest.mark.usefixtures("coordinator")
def test_a_role_is_withdrawn_after_asking(client, institution):
    person = member(Role.RESPONDENT, institution)
    path = f"{address(institution)}cabut/{person.memberships.get().pk}/"

    assert client.get(path).status_code == 200
    assert person.memberships.exists()
    assert client.post(path).status_code == 302
    assert not person.memberships.exists()
    assert not person.groups.exists()


def test_a_coordinator_does_not_withdraw_a_coordinator(client, institution, coordinator):
    path = f"{address(institution)}cabut/{coordinator.memberships.get().pk}/"

    assert client.post(path).status_code == 403
    assert coordinator.memberships.exists()


@pytest.mark.usefixtures("coordinator")
def test_a_membership_elsewhere_is_not_withdrawn_from_here(client, institution):
    foreign = member(Role.RESPONDENT, InstitutionFactory()).memberships.get()

    assert client.post(f"{address(institution)}cabut/{foreign.pk}/").status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()


@pytest.mark.usefixtures("coordinator")
def test_a_new_link_for_ones_own_people(client, institution):
    person = member(Role.RESPONDENT, institution)

    response = client.post(f"{address(institution)}tautan/{person.pk}/")

    assert client.get(link_in(response)).status_code == 200


@pytest.mark.usefixtures("coordinator")
def test_no_link_for_somebody_who_belongs_elsewhere_too(client, institution):
    person = member(Role.EVALUATION_TEAM)
    join(person, Role.RESPONDENT, institution=institution)

    assert client.post(f"{address(institution)}tautan/{person.pk}/").status_code == 403
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("coordinator")
def test_no_link_for_somebody_who_is_not_here(client, institution):
    stranger = member(Role.RESPONDENT, InstitutionFactory())

    assert client.post(f"{address(institution)}tautan/{stranger.pk}/").status_code == 404


@pytest.mark.parametrize(("central", "status"), [(None, 200), (Role.ADMINISTRATOR, 403)])
def test_the_ministry_helps_everybody_but_those_who_serve_the_centre(client, institution, central, status):
    person = member(Role.COORDINATOR, institution)
    if central:
        join(person, central)
    client.force_login(member(Role.EVALUATION_TEAM))

    assert client.post(f"{address(institution)}tautan/{person.pk}/").status_code == status


def test_one_person_and_three_cost_the_same(client, institution, coordinator, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(8):  # session, user, institution, roles, two permissions, people, unread
            client.get(address(institution))
        member(Role.RESPONDENT, institution)
        member(Role.DATA_ENTRY, institution)
