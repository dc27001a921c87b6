import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from apps.institutions.models import Role
from tests.factories import PASSWORD, UserFactory, member

pytestmark = pytest.mark.django_db


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def log_in(client, user):
    return client.post("/masuk/", {"login": user.username, "password": PASSWORD})


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED_ROLES = ["evaluation_team"]


def test_by_default_no_role_is_asked(client, settings):
    user = member(Role.EVALUATION_TEAM)

    log_in(client, user)

    assert settings.SECOND_FACTOR_REQUIRED_ROLES == []
    assert client.get("/beranda/").status_code == 200


@pytest.mark.usefixtures("required")
def test_a_named_role_sets_it_up_before_anything_else(client):
    log_in(client, member(Role.EVALUATION_TEAM))

    for path in ("/beranda/", "/pemberitahuan/", "/akun/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))


@pytest.mark.usefixtures("required")
def test_a_named_role_may_still_leave(client):
    log_in(client, member(Role.EVALUATION_TEAM))

    assert client.post("/keluar/")["Location"] == "/masuk/"


@pytest.mark.usefixtures("required")
def test_other_roles_and_visitors_go_on(client):
    assert client.get("/masuk/").status_code == 200

    log_in(client, member(Role.ADMINISTRATOR))

    assert client.get("/beranda/").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_whole_way_in(client):
    user = member(Role.EVALUATION_TEAM)
    log_in(client, user)

    confirm = client.get(client.get("/beranda/")["Location"])
    client.post(confirm["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    activated = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})

    assert activated["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(activated["Location"]).status_code == 200
    assert client.get("/beranda/").status_code == 200


def test_afterwards_the_password_alone_is_not_enough(client):
    user = UserFactory()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    first = log_in(client, user)

    assert first["Location"] == reverse("mfa_authenticate")
    assert client.get("/beranda/").status_code == 302
    assert client.get(first["Location"]).status_code == 200
    wrong = client.post(first["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    second = client.post(first["Location"], {"code": code_for(secret)})
    assert second["Location"] == "/beranda/"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize(("role", "may"), [(Role.EVALUATION_TEAM, False), (Role.ADMINISTRATOR, True)])
def test_where_it_is_required_it_cannot_be_taken_off(role, may):
    user = member(role)
    factor = TOTP.activate(user, generate_totp_secret()).instance

    assert get_adapter().can_delete_authenticator(factor) is may


def test_the_page_keeps_to_the_content_security_policy(client):
    user = UserFactory()
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "<svg" in page
    assert "style=" not in page
    assert "data:" not in page
