"""People come by mail: an invitation works once, ends, and tells nobody whether an address is known."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.exceptions import LinkSpentError
from apps.accounts.models import User
from apps.institutions import actions
from apps.institutions.actions import invitations
from apps.institutions.models import Invitation, PeopleAct, PeopleRecord, Role, Unit
from apps.notices.models import Letter, Notice
from tests.factories import PASSWORD, InstitutionFactory, UserFactory, member
from tests.self_assessment.support import statements

pytestmark = pytest.mark.django_db

ACCOUNT = {"name": "Rina Wulandari", "username": "Rina.W", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(scope="module")
def kept_institution(kept):
    return InstitutionFactory()


@pytest.fixture
def institution(kept_institution, db):
    return deepcopy(kept_institution)


@pytest.fixture
def coordinator(institution):
    return member(Role.COORDINATOR, institution)


@pytest.fixture
def invite(institution, coordinator):
    """Ask somebody; the address of the door that the letter names."""

    def ask(email="rina@sagara.go.id", role=Role.DATA_ENTRY, units=()):
        actions.invite(institution, role, email=email, units=units, by=coordinator)
        return door_of(Letter.objects.last())

    return ask


def door_of(letter):
    return re.search(r"http://127.0.0.1:8000(/undangan/\S+)", letter.text)[1]


def test_the_letter_says_who_where_as_what_and_until_when(invite, institution, coordinator):
    unit = Unit.objects.create(institution=institution, name="Dinas Kominfo")

    invite(units=[unit])

    letter = Letter.objects.get()
    assert letter.address == "rina@sagara.go.id"
    assert letter.subject == f"Undangan menjadi Pelaksana entri data di {institution}"
    said = f"{coordinator} mengundang Anda menjadi Pelaksana entri data di {institution} (Dinas Kominfo)."
    assert letter.text.splitlines()[0] == said
    assert Invitation.objects.get().expires_at.date() == (timezone.now() + timedelta(days=14)).date()


def test_the_secret_is_not_kept(invite, client):
    secret = invite().split("/")[2]

    kept = Invitation.objects.get()

    assert secret not in {str(value) for value in vars(kept).values()}


def test_a_new_account_comes_in_with_role_and_units(client, invite, institution, coordinator):
    unit = Unit.objects.create(institution=institution, name="Dinas Kominfo")
    door = invite(units=[unit])

    looked, came = client.get(door), client.post(door, ACCOUNT)

    person = User.objects.get(username="rina.w")
    held = person.memberships.get()
    assert (looked.status_code, came.status_code, came["Location"]) == (200, 302, "/masuk/")
    assert (person.name, person.email, person.check_password(PASSWORD)) == (
        "Rina Wulandari",
        "rina@sagara.go.id",
        True,
    )
    assert (held.role, held.institution, list(held.units.all())) == (Role.DATA_ENTRY, institution, [unit])
    assert person.groups.get().name == f"institution:{institution.pk}:data_entry"
    assert Notice.objects.get(user=coordinator).text == "Rina Wulandari menerima undangan sebagai Pelaksana entri data."


def test_who_is_logged_in_comes_with_that_account_whatever_its_address(client, invite, institution):
    person = member(Role.RESPONDENT, InstitutionFactory())
    client.force_login(person)

    came = client.post(invite())

    assert (came.status_code, came["Location"]) == (302, "/beranda/")
    assert person.memberships.get(institution=institution).role == Role.DATA_ENTRY
    assert not User.objects.filter(email="rina@sagara.go.id").exists()


def test_somebody_with_an_account_logs_in_first_and_comes_back(client, invite):
    door, person = invite(), UserFactory()

    page = client.get(door).content.decode()
    back = client.post(f"/masuk/?next={door}", {"login": person.username, "password": PASSWORD})

    assert f'href="/masuk/?next={door}"' in page
    assert (back.status_code, back["Location"]) == (302, door)


def test_a_spent_an_old_a_withdrawn_and_an_unknown_one_are_one_page(client, invite, coordinator):
    doors = [invite(f"{number}@sagara.go.id") for number in range(4)]
    client.post(doors[0], ACCOUNT)
    expired, withdrawn, replaced = Invitation.objects.filter(used_at=None).order_by("pk")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    actions.call_off(withdrawn, by=coordinator)
    actions.send_again(replaced, by=coordinator)

    visitor = Client()
    answers = [visitor.get(door) for door in [*doors, "/undangan/tidak-ada/"]]
    answers += [visitor.post(door, ACCOUNT | {"username": "lain"}) for door in doors]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content.replace(b"lain", b"") for one in answers}) == 1
    assert not User.objects.filter(username="lain").exists()
    assert visitor.get(door_of(Letter.objects.last())).status_code == 200


def test_whoever_comes_second_gets_nothing(invite, monkeypatch):
    secret = invite().split("/")[2]
    second = UserFactory()

    def meanwhile(user):
        """Between reading the invitation and taking it, somebody else takes it."""
        Invitation.objects.update(used_at=timezone.now())

    monkeypatch.setattr(invitations, "_refuse_judges", meanwhile)

    with pytest.raises(LinkSpentError):
        actions.accept(secret, by=second)

    assert not second.memberships.exists()


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.EVALUATION_TEAM, Role.AUDITOR])
def test_whoever_judges_does_not_work_for_the_judged(client, invite, role):
    judge = member(role)
    client.force_login(judge)

    refused = client.post(invite())

    assert refused.status_code == 409
    assert judge.memberships.get().role == role
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password1": "12345", "password2": "12345"}, "password1"),
        ({"password2": "sandi yang lain 2026"}, "password2"),
        ({"username": "ada"}, "username"),
        ({"username": "a b"}, "username"),
        ({"name": " "}, "name"),
    ],
)
def test_what_an_account_needs(client, invite, typed, field):
    UserFactory(username="ada")
    door = invite()

    refused = client.post(door, ACCOUNT | typed)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {field}
    assert Invitation.objects.get().used_at is None


def test_the_inviter_does_not_learn_whether_an_address_is_known(institution, coordinator):
    UserFactory(email="dikenal@sagara.go.id", username="dikenal@sagara.go.id")
    seen = []

    for name in ("dikenal", "asing"):
        client = Client()
        client.force_login(coordinator)
        with statements() as made:
            sent = client.post(f"/orang/{institution.pk}/", {"email": f"{name}@sagara.go.id", "role": "respondent"})
        page = client.get(f"/orang/{institution.pk}/").context["messages"]
        words = [str(one).replace(name, "") for one in page]
        seen.append((sent.status_code, words, [re.split("VALUES|SET|WHERE", sql)[0] for sql in made]))

    assert seen[0] == seen[1]
    assert seen[0][1] == ["Undangan ditulis untuk @sagara.go.id."]
    assert not any('FROM "accounts_user"' in sql and "email" in sql.split("WHERE")[-1] for sql in made)


def test_a_newer_invitation_replaces_the_one_before(client, invite):
    former, newer = invite(), invite("RINA@sagara.go.id")

    assert [client.get(door).status_code for door in (former, newer)] == [404, 200]
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("act", ["kirim-lagi", "batal"])
def test_an_accepted_invitation_stays_as_it_is(client, invite, institution, coordinator, act):
    client.post(invite(), ACCOUNT)
    accepted = Invitation.objects.get()
    client.force_login(coordinator)

    refused = client.post(f"/orang/{institution.pk}/undangan/{accepted.pk}/{act}/")

    assert refused.status_code == 409
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("act", ["kirim-lagi", "batal"])
def test_an_administrator_leaves_alone_what_only_the_coordinator_gives(client, invite, institution, act):
    invite(role=Role.INSTITUTION_ADMINISTRATOR)
    client.force_login(member(Role.INSTITUTION_ADMINISTRATOR, institution))

    answer = client.post(f"/orang/{institution.pk}/undangan/{Invitation.objects.get().pk}/{act}/")

    assert answer.status_code == 403
    assert Invitation.objects.get().withdrawn_at is None


def test_another_institutions_invitation_is_not_there(client, invite, institution):
    invite()
    foreign = member(Role.COORDINATOR, InstitutionFactory())
    client.force_login(foreign)
    own = foreign.memberships.get().institution_id
    pk = Invitation.objects.get().pk

    answers = [client.post(f"/orang/{place}/undangan/{pk}/batal/") for place in (own, institution.pk)]

    assert [one.status_code for one in answers] == [404, 404]
    assert Invitation.objects.get().withdrawn_at is None


def test_every_act_is_on_record(client, invite, coordinator):
    invite()
    invitation = Invitation.objects.get()
    actions.send_again(invitation, by=coordinator)
    client.post(door_of(Letter.objects.last()), ACCOUNT)
    actions.call_off(Invitation.objects.get(pk=_second(invite)), by=coordinator)
    person = User.objects.get(username="rina.w")
    actions.withdraw(person.memberships.get(), by=coordinator)

    said = [(one.act, one.by, one.email, one.person) for one in PeopleRecord.objects.order_by("pk")]

    mail, other = "rina@sagara.go.id", "lain@sagara.go.id"
    assert said == [
        (PeopleAct.INVITED, coordinator, mail, None),
        (PeopleAct.SENT_AGAIN, coordinator, mail, None),
        (PeopleAct.ACCEPTED, person, mail, person),
        (PeopleAct.INVITED, coordinator, other, None),
        (PeopleAct.CALLED_OFF, coordinator, other, None),
        (PeopleAct.WITHDRAWN, coordinator, "", person),
    ]


def _second(invite):
    invite("lain@sagara.go.id")
    return Invitation.objects.get(email="lain@sagara.go.id").pk
