"""A lost second factor is emptied by two people of the ministry, and by nobody alone."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.helpdesk.actions import approve_reset, reject_reset, request_reset
from apps.helpdesk.models import FactorReset
from apps.institutions.models import Role
from apps.notices.models import Letter
from tests.factories import InstitutionFactory, member
from tests.second_factor import with_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    found = member(Role.COORDINATOR, InstitutionFactory.create())
    with_application(found)
    return found


def asked(person, by=None):
    return request_reset(
        person, reason="Ponsel hilang.", identity_check="Panggilan video.", by=by or member(Role.EVALUATION_TEAM)
    )


def test_the_second_person_empties_it(person):
    approve_reset(asked(person), by=member(Role.ADMINISTRATOR))

    assert not Authenticator.objects.filter(user=person).exists()


def test_until_then_nothing_has_changed(person):
    asked(person)

    assert Authenticator.objects.filter(user=person).exists()


def test_its_owner_is_written_to_at_the_known_address_both_times(person):
    reset = asked(person)
    approve_reset(reset, by=member(Role.EVALUATION_TEAM))

    letters = Letter.objects.filter(address=person.email).order_by("pk")
    assert [one.subject for one in letters][:2] == [
        "Verifikasi dua langkah Anda diminta dikosongkan", "Verifikasi dua langkah Anda dikosongkan",
    ]  # fmt: skip


def test_every_session_ends(client, person):
    client.force_login(person)
    before = client.get(reverse("dashboard:home")).status_code
    approve_reset(asked(person), by=member(Role.EVALUATION_TEAM))

    after = client.get(reverse("dashboard:home"))
    assert before == 200
    assert after.status_code == 302
    assert after.url.startswith(reverse("account_login"))


def test_the_next_log_in_sets_up_a_new_one_where_it_is_required(client, person, settings):
    settings.SECOND_FACTOR_REQUIRED_ROLES = [Role.COORDINATOR]
    approve_reset(asked(person), by=member(Role.EVALUATION_TEAM))
    person.refresh_from_db()
    client.force_login(person)

    assert client.get(reverse("dashboard:home")).url == reverse("mfa_activate_totp")


def test_nobody_does_both_steps(person):
    by = member(Role.EVALUATION_TEAM)
    reset = asked(person, by)

    with pytest.raises(DomainError, match="orang lain yang memutus"):
        approve_reset(reset, by=by)
    with pytest.raises(IntegrityError, match="two_people_reset_a_factor"), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(is_approved=True, decided_by=by, decided_at=timezone.now())
    assert Authenticator.objects.filter(user=person).exists()


def test_nobody_does_it_for_themselves():
    person = member(Role.EVALUATION_TEAM)
    with_application(person)

    with pytest.raises(DomainError, match="dua orang lain"):
        asked(person, person)
    with pytest.raises(DomainError, match="orang lain yang memutus"):
        approve_reset(asked(person), by=person)


def test_the_database_lets_only_the_ministry(person):
    with pytest.raises(DomainError, match="dua orang kementerian"), passing_the_gate():
        FactorReset.objects.create(user=person, reason="-", identity_check="-", requested_by=member(Role.AUDITOR))
    reset = asked(person)
    with pytest.raises(DomainError, match="dua orang kementerian"), passing_the_gate():
        FactorReset.objects.filter(pk=reset.pk).update(
            is_approved=True, decided_by=member(Role.AUDITOR), decided_at=timezone.now()
        )


def test_a_refused_one_changes_nothing(person):
    reject_reset(asked(person), remark="Identitas tidak cocok.", by=member(Role.EVALUATION_TEAM))

    assert Authenticator.objects.filter(user=person).exists()
    assert asked(person).outcome == "Menunggu orang kedua"


def test_through_the_pages(client, person):
    first, second = member(Role.EVALUATION_TEAM), member(Role.ADMINISTRATOR)
    client.force_login(first)
    client.post(reverse("helpdesk:reset_request", args=[person.pk]), {"reason": "Hilang.", "identity_check": "Video."})
    reset = FactorReset.objects.get()
    alone = client.post(reverse("helpdesk:reset_decide", args=[reset.pk]), {"putusan": "setuju"}).status_code
    client.force_login(second)
    client.post(reverse("helpdesk:reset_decide", args=[reset.pk]), {"putusan": "setuju"})

    reset.refresh_from_db()
    assert alone == 409
    assert (reset.is_approved, reset.decided_by) == (True, second)
