from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import OneTimeLink, User
from apps.institutions.actions import join
from apps.institutions.models import Membership, Role
from tests.factories import AgencyFactory, InstitutionFactory, UserFactory, member

pytestmark = pytest.mark.django_db

ADDRESS = "/orang/pusat/"
NEWCOMER = {
    "name": "Rina Wulandari",
    "username": "Rina@sagara.go.id",
    "email": "rina@sagara.go.id",
    "role": Role.EVALUATION_TEAM.value,
    "agency": "",
}


@pytest.fixture
def administrator(client, db):
    user = member(Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def path_in(link):
    return link.strip().removeprefix("http://127.0.0.1:8000")


def withdrawal_of(membership):
    return f"{ADDRESS}cabut/{membership.pk}/"


def new_link_for(person):
    return f"{ADDRESS}tautan/{person.pk}/"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.EVALUATION_TEAM, 403),
        (Role.AGENCY_MEMBER, 403),
        (Role.AUDITOR, 403),
        (Role.ASSESSOR, 403),
    ],
)
def test_only_an_administrator_sees_it(client, role, status):
    client.force_login(member(role))

    assert client.get(ADDRESS).status_code == status


def test_nor_does_a_coordinator_see_it(client):
    client.force_login(member(Role.COORDINATOR, InstitutionFactory()))

    assert client.get(ADDRESS).status_code == 403


def test_a_visitor_logs_in_first(client):
    response = client.get(ADDRESS)

    assert (response.status_code, response.url) == (302, f"/masuk/?next={ADDRESS}")


@pytest.mark.parametrize("role", [Role.EVALUATION_TEAM, Role.AUDITOR])
def test_nobody_else_adds_withdraws_or_helps_back_in(client, role):
    person = member(Role.AUDITOR)
    client.force_login(member(role))

    paths = [ADDRESS, withdrawal_of(person.memberships.get()), new_link_for(person)]

    assert [client.post(path, NEWCOMER).status_code for path in paths] == [403, 403, 403]
    assert not User.objects.filter(username="rina@sagara.go.id").exists()
    assert person.memberships.exists()
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_it_lists_those_with_central_roles_and_no_others(client):
    agency = AgencyFactory()
    speaker = member(Role.AGENCY_MEMBER, agency)
    member(Role.RESPONDENT, InstitutionFactory())
    member(Role.ASSESSOR)

    response = client.get(ADDRESS)

    listed = [[one.role for one in person.memberships] for person, _ in response.context["people"]]
    assert sorted(listed) == [[Role.ADMINISTRATOR], [Role.AGENCY_MEMBER]]
    assert {speaker.name, speaker.username, agency.name} <= set(
        response.content.decode().replace("<", ">").replace("· ", ">").split(">")
    )


@pytest.mark.usefixtures("administrator")
def test_adding_makes_an_account_and_shows_its_link_once(client):
    response = client.post(ADDRESS, NEWCOMER)

    person = User.objects.get(username="rina@sagara.go.id")
    assert (person.name, person.email) == ("Rina Wulandari", "rina@sagara.go.id")
    assert person.memberships.get().role == Role.EVALUATION_TEAM
    assert not person.has_usable_password()
    assert person.has_perm("periods.run_period")
    assert client.get(path_in(response.context["link"])).status_code == 200
    assert client.get(ADDRESS).context["link"] == ""


@pytest.mark.usefixtures("administrator")
def test_an_agency_member_speaks_for_an_agency(client):
    agency = AgencyFactory()

    response = client.post(ADDRESS, NEWCOMER | {"role": Role.AGENCY_MEMBER.value, "agency": agency.pk})

    assert response.status_code == 200
    assert Membership.objects.get(role=Role.AGENCY_MEMBER).agency == agency


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(("role", "with_agency"), [(Role.AGENCY_MEMBER, False), (Role.AUDITOR, True)])
def test_an_agency_belongs_to_agency_members_only(client, role, with_agency):
    agency = AgencyFactory()

    response = client.post(ADDRESS, NEWCOMER | {"role": role.value, "agency": agency.pk if with_agency else ""})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"agency"}
    assert not User.objects.filter(username="rina@sagara.go.id").exists()


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ASSESSOR])
def test_no_other_role_is_given_here(client, role):
    response = client.post(ADDRESS, NEWCOMER | {"role": role.value})

    assert set(response.context["form"].errors) == {"role"}
    assert not User.objects.filter(username="rina@sagara.go.id").exists()


@pytest.mark.usefixtures("administrator")
def test_a_taken_username_is_refused(client):
    person = member(Role.COORDINATOR, InstitutionFactory())

    response = client.post(ADDRESS, NEWCOMER | {"username": person.username.upper()})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username"}
    assert person.memberships.get().role == Role.COORDINATOR
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_somebody_of_the_centre_gets_a_further_role_and_no_link(client):
    person = member(Role.AUDITOR)

    response = client.post(ADDRESS, NEWCOMER | {"username": person.username})

    assert response.status_code == 302
    assert set(person.memberships.values_list("role", flat=True)) == {Role.AUDITOR, Role.EVALUATION_TEAM}
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_a_role_is_withdrawn_after_asking(client):
    person = member(Role.AUDITOR)
    path = withdrawal_of(person.memberships.get())

    assert client.get(path).status_code == 200
    assert person.memberships.exists()
    assert client.post(path).status_code == 302
    assert not person.memberships.exists()
    assert not person.groups.exists()


@pytest.mark.usefixtures("administrator")
def test_a_role_at_an_institution_is_not_withdrawn_from_here(client):
    foreign = member(Role.RESPONDENT, InstitutionFactory()).memberships.get()

    assert client.post(withdrawal_of(foreign)).status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()


def test_the_last_administrator_stays(client, administrator):
    response = client.post(withdrawal_of(administrator.memberships.get()))

    assert response.status_code == 409
    assert administrator.memberships.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize("change", [{"password": "!belum"}, {"is_active": False}])
def test_an_administrator_who_cannot_come_in_does_not_count(client, administrator, change):
    other = member(Role.ADMINISTRATOR)
    User.objects.filter(pk=other.pk).update(**change)

    assert client.post(withdrawal_of(administrator.memberships.get())).status_code == 409
    assert administrator.memberships.exists()
    assert client.post(withdrawal_of(other.memberships.get())).status_code == 302
    assert not other.memberships.exists()


def test_with_another_at_hand_an_administrator_may_go(client, administrator):
    member(Role.ADMINISTRATOR)

    response = client.post(withdrawal_of(administrator.memberships.get()))

    assert (response.status_code, response.url) == (302, "/beranda/")
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("role", [Role.EVALUATION_TEAM, Role.AGENCY_MEMBER, Role.ADMINISTRATOR])
def test_a_new_link_for_somebody_who_forgot_the_password(client, role):
    person = member(role)

    response = client.post(new_link_for(person))

    assert client.get(path_in(response.context["link"])).status_code == 200
    assert OneTimeLink.objects.get().user == person
    assert client.get(ADDRESS).context["link"] == ""


def test_no_link_for_oneself(client, administrator):
    assert client.post(new_link_for(administrator)).status_code == 403
    assert [may for _, may in client.get(ADDRESS).context["people"]] == [False]
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_no_link_for_a_superuser(client):
    person = member(Role.AUDITOR)
    User.objects.filter(pk=person.pk).update(is_superuser=True)

    assert client.post(new_link_for(person)).status_code == 403
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_no_link_from_here_for_those_who_do_not_serve_the_centre(client):
    strangers = [member(Role.COORDINATOR, InstitutionFactory()), UserFactory()]

    assert [client.post(new_link_for(one)).status_code for one in strangers] == [404, 404]
    assert not OneTimeLink.objects.exists()


@pytest.mark.parametrize(("role", "is_there"), [(Role.ADMINISTRATOR, True), (Role.EVALUATION_TEAM, False)])
def test_the_directory_leads_here_whoever_may_come(client, role, is_there):
    client.force_login(member(role))

    assert (f'href="{ADDRESS}"' in client.get("/orang/").content.decode()) is is_there


@pytest.mark.usefixtures("administrator")
def test_one_person_and_three_cost_the_same(client, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(9):
            client.get(ADDRESS)
        member(Role.AUDITOR)
        member(Role.AGENCY_MEMBER)


def test_the_first_administrator_comes_by_a_command(client):
    output = StringIO()

    call_command("create_administrator", "Sari@Menpan.go.id", "Sari Dewi", stdout=output)

    person = User.objects.get()
    assert (person.username, person.name, person.has_usable_password()) == ("sari@menpan.go.id", "Sari Dewi", False)
    assert person.has_perm("institutions.manage_people")
    assert client.get(path_in(output.getvalue())).status_code == 200


def test_an_administrator_who_never_came_gets_a_new_link_by_the_command(client):
    outputs = StringIO(), StringIO()

    for output in outputs:
        call_command("create_administrator", "sari", "Sari Dewi", stdout=output)

    lost, new = (path_in(output.getvalue()) for output in outputs)
    assert (client.get(lost).status_code, client.get(new).status_code) == (404, 200)
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_an_administrator_who_came_gets_no_link_by_the_command():
    there = member(Role.ADMINISTRATOR)

    with pytest.raises(CommandError, match="has chosen a password"):
        call_command("create_administrator", there.username, there.name)

    assert not there.links.exists()


def test_there_is_one_first_administrator():
    member(Role.ADMINISTRATOR)

    with pytest.raises(CommandError, match="an administrator already"):
        call_command("create_administrator", "sari", "Sari Dewi")

    assert not User.objects.filter(username="sari").exists()


@pytest.mark.parametrize("username", ["sari dewi", "koordinator"])
def test_a_bad_or_taken_username_makes_no_administrator(username):
    join(UserFactory(username="koordinator"), Role.COORDINATOR, institution=InstitutionFactory())

    with pytest.raises(CommandError):
        call_command("create_administrator", username, "Sari Dewi")

    assert not Membership.objects.filter(role=Role.ADMINISTRATOR).exists()
