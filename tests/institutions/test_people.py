from copy import deepcopy

import pytest

from apps.accounts.models import OneTimeLink, User
from apps.institutions import actions
from apps.institutions.actions import join
from apps.institutions.models import INSTITUTION_ROLES, Invitation, Membership, PeopleAct, Role, Unit
from tests.factories import InstitutionFactory, member

pytestmark = pytest.mark.django_db

GUEST = {"email": "Rina@sagara.go.id", "role": Role.DATA_ENTRY.value, "new_units": ""}


@pytest.fixture(scope="module")
def kept_institution(kept):
    return InstitutionFactory()


@pytest.fixture
def institution(kept_institution, db):
    return deepcopy(kept_institution)


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
        (Role.INSTITUTION_ADMINISTRATOR, True, 200),
        (Role.PERSON_IN_CHARGE, True, 403),
        (Role.DATA_ENTRY, True, 403),
        (Role.RESPONDENT, True, 403),
        (Role.COORDINATOR, False, 404),
        (Role.INSTITUTION_ADMINISTRATOR, False, 404),
        (Role.ASSESSOR, False, 404),
        (Role.UNIVERSITY_COORDINATOR, False, 404),
        (Role.AGENCY_MEMBER, False, 404),
        (Role.AUDITOR, False, 404),
        (Role.EVALUATION_TEAM, False, 200),
        (Role.ADMINISTRATOR, False, 200),
    ],
)
def test_who_sees_the_people(client, institution, role, at_home, status):
    elsewhere = InstitutionFactory() if role in INSTITUTION_ROLES else None
    client.force_login(member(role, institution if at_home else elsewhere))

    assert client.get(address(institution)).status_code == status


def test_a_visitor_logs_in_first(client, institution):
    assert client.get(address(institution)).status_code == 302


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (Role.COORDINATOR, {Role.INSTITUTION_ADMINISTRATOR, Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE}),
        (Role.INSTITUTION_ADMINISTRATOR, {Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE}),
        (Role.ADMINISTRATOR, set(INSTITUTION_ROLES)),
    ],
)
def test_which_roles_somebody_gives(client, institution, role, given):
    client.force_login(member(role, institution if role in INSTITUTION_ROLES else None))

    for one in INSTITUTION_ROLES:
        client.post(address(institution), GUEST | {"role": one.value})

    assert set(Invitation.objects.values_list("role", flat=True)) == given


def test_the_evaluation_team_looks_but_does_not_invite(client, institution):
    client.force_login(member(Role.EVALUATION_TEAM))

    assert client.post(address(institution), GUEST).status_code == 403
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


def test_one_and_fifty_people_and_invitations_cost_the_same(
    client, institution, coordinator, django_assert_num_queries
):
    invited = {"units": [Unit.objects.create(institution=institution, name="Dinas Kominfo")], "by": coordinator}
    actions.invite(institution, Role.RESPONDENT, email="a@sagara.go.id", **invited)
    # Session, user, institution, roles, permissions (2), people, their units, units to choose from, invitations,
    # their units, records, unread.
    with django_assert_num_queries(13):
        client.get(address(institution))
    for number in range(49):
        actions.invite(institution, Role.RESPONDENT, email=f"{number}@sagara.go.id", **invited)
    users = User.objects.bulk_create([User(username=f"banyak{n}", name=f"Banyak {n}") for n in range(49)])
    Membership.objects.bulk_create([Membership(user=u, role="respondent", institution=institution) for u in users])

    with django_assert_num_queries(13):
        client.get(address(institution))


# -- one role of one person --------------------------------------------------------------------------------


def role_page(membership):
    return f"/orang/{membership.institution_id}/peran/{membership.pk}/"


def test_units_of_a_role_are_chosen_and_made(client, institution, coordinator):
    known = Unit.objects.create(institution=institution, name="Bappeda")
    held = member(Role.RESPONDENT, institution).memberships.get()

    client.post(role_page(held), {"units": [known.pk], "new_units": "Dinas Kominfo;  bappeda ; "})

    assert set(held.units.values_list("name", flat=True)) == {"Bappeda", "Dinas Kominfo"}
    record = institution.people_records.get()
    assert (record.act, record.by, record.person) == (PeopleAct.UNITS_SET, coordinator, held.user)


@pytest.mark.usefixtures("coordinator")
def test_another_institutions_unit_is_no_choice(client, institution):
    foreign = Unit.objects.create(institution=InstitutionFactory(), name="Bappeda")
    held = member(Role.RESPONDENT, institution).memberships.get()

    response = client.post(role_page(held), {"units": [foreign.pk], "new_units": ""})

    assert response.status_code == 302  # without units of its own, the institution has no such list
    assert not held.units.exists()


def test_a_role_passes_from_one_to_the_other_with_its_units(client, institution, coordinator):
    unit = Unit.objects.create(institution=institution, name="Bappeda")
    giver, receiver = member(Role.PERSON_IN_CHARGE, institution), member(Role.RESPONDENT, institution)
    held = giver.memberships.get()
    held.units.add(unit)

    client.post(f"{role_page(held)}serahkan/", {"to": receiver.pk})

    assert not giver.memberships.exists()
    assert not giver.groups.exists()
    got = receiver.memberships.get(role=Role.PERSON_IN_CHARGE)
    assert list(got.units.all()) == [unit]
    assert receiver.groups.filter(name=f"institution:{institution.pk}:person_in_charge").exists()
    record = institution.people_records.get()
    said = (record.act, record.role, record.person, record.giver, record.by)
    assert said == (PeopleAct.HANDED_OVER, Role.PERSON_IN_CHARGE, receiver, giver, coordinator)


def test_a_coordinator_passes_on_the_own_role(client, institution, coordinator):
    successor = member(Role.PERSON_IN_CHARGE, institution)

    response = client.post(f"{role_page(coordinator.memberships.get())}serahkan/", {"to": successor.pk})

    assert (response.status_code, response.url) == (302, "/beranda/")
    assert institution.memberships.get(role=Role.COORDINATOR).user == successor


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize("change", [{"password": "!belum"}, {"is_active": False}])
def test_a_role_is_not_passed_to_somebody_who_cannot_come_in(client, institution, change):
    held, other = member(Role.DATA_ENTRY, institution).memberships.get(), member(Role.RESPONDENT, institution)
    User.objects.filter(pk=other.pk).update(**change)

    assert client.post(f"{role_page(held)}serahkan/", {"to": other.pk}).status_code in (409, 422)
    assert Membership.objects.filter(pk=held.pk).exists()


def test_an_administrator_of_the_institution_does_not_touch_coordinators(client, institution, coordinator):
    client.force_login(member(Role.INSTITUTION_ADMINISTRATOR, institution))
    held, other = coordinator.memberships.get(), member(Role.RESPONDENT, institution)

    answers = [
        client.get(role_page(held)),
        client.post(role_page(held), {"new_units": "x"}),
        client.post(f"{role_page(held)}serahkan/", {"to": other.pk}),
        client.post(f"{address(institution)}cabut/{held.pk}/"),
        client.post(f"{address(institution)}tautan/{coordinator.pk}/"),
    ]

    assert [one.status_code for one in answers] == [403] * 5
    assert not institution.people_records.exists()
    assert not OneTimeLink.objects.exists()


def test_the_last_coordinator_stays(client, institution, coordinator):
    held = coordinator.memberships.get()
    client.force_login(member(Role.ADMINISTRATOR))

    alone = client.post(f"{address(institution)}cabut/{held.pk}/")
    member(Role.COORDINATOR, institution)
    beside_another = client.post(f"{address(institution)}cabut/{held.pk}/")

    assert (alone.status_code, beside_another.status_code) == (409, 302)
    assert institution.memberships.get(role=Role.COORDINATOR).user != coordinator
    assert institution.people_records.get().act == PeopleAct.WITHDRAWN
