from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.urls import reverse
from django.utils import timezone

from apps.accounts.lockout import LONGEST_DELAY, delay_after
from apps.accounts.models import FailedLogin
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

MISMATCH = "Nama pengguna atau kata sandi keliru. Periksa keduanya, lalu coba lagi."


def log_in(client, username, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def errors_of(response):
    return response.context["form"].non_field_errors()


def test_the_right_password_leads_home(client):
    UserFactory(username="rina")

    response = log_in(client, "Rina")

    assert (response.status_code, response["Location"]) == (302, "/beranda/")


def test_the_page_is_plain_indonesian(client):
    page = client.get("/masuk/").content.decode()

    assert "Nama pengguna" in page
    assert "Username" not in page


def test_a_wrong_password_and_an_unknown_account_read_alike(client):
    UserFactory(username="rina")

    wrong, unknown = log_in(client, "rina", "keliru"), log_in(client, "tidak-ada", "keliru")

    assert errors_of(wrong) == errors_of(unknown) == [MISMATCH]


def test_somebody_inactive_reads_the_same(client):
    UserFactory(username="rina", is_active=False)

    assert errors_of(log_in(client, "rina")) == [MISMATCH]


def test_the_sixth_attempt_must_wait_even_with_the_right_password(client):
    UserFactory(username="rina")
    for _ in range(5):
        log_in(client, "rina", "keliru")

    response = log_in(client, "rina")

    assert errors_of(response) == [
        "Sudah terlalu banyak percobaan masuk yang gagal dari jaringan ini. "
        "Tunggu 1 menit, lalu coba lagi. Bila lupa kata sandi, mintalah tautan baru."
    ]


def test_a_rival_elsewhere_locks_nobody_out(client):
    UserFactory(username="rina")
    for _ in range(9):
        log_in(client, "rina", "keliru", REMOTE_ADDR="203.0.113.9")

    response = log_in(client, "rina", REMOTE_ADDR="198.51.100.1")

    assert response.status_code == 302


def test_a_network_that_only_guesses_is_held_up_whatever_the_account(client):
    UserFactory(username="rina")
    FailedLogin.objects.bulk_create(FailedLogin(account=str(number), network="203.0.113.9") for number in range(200))

    response = log_in(client, "rina", REMOTE_ADDR="203.0.113.9")

    assert response.status_code == 200


def test_what_was_typed_is_not_kept(client):
    log_in(client, "kata sandi di tempat yang salah", "x")

    assert [len(one.account) for one in FailedLogin.objects.all()] == [64]


def test_failures_of_long_ago_are_forgotten(client):
    FailedLogin.objects.create(account="a", network="b", at=timezone.now() - timedelta(hours=2))

    log_in(client, "siapa", "x")

    assert FailedLogin.objects.count() == 1


@pytest.mark.parametrize(("excess", "seconds"), [(-1, 0), (0, 30), (1, 60), (4, 480), (5, 900), (10_000, 900)])
def test_the_pause_doubles_up_to_a_limit(excess, seconds):
    assert delay_after(excess) == timedelta(seconds=seconds) <= LONGEST_DELAY


def test_passwords_are_kept_by_argon2_with_these_parameters(settings):
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]

    encoded = make_password("rahasia yang panjang")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert identify_hasher(encoded).algorithm == "argon2"


def test_nobody_is_led_to_another_site(client):
    UserFactory(username="rina")

    response = client.post("/masuk/?next=https://jahat.example/", {"login": "rina", "password": PASSWORD})

    assert response["Location"] == "/beranda/"


@pytest.mark.parametrize("path", ["/masuk/daftar/", "/signup/", "/accounts/signup/", "/masuk/lupa/"])
def test_nobody_signs_up(client, path):
    assert client.get(path).status_code == 404


def test_signing_up_is_closed_for_allauth_too(rf):
    from allauth.account.adapter import get_adapter

    assert get_adapter().is_open_for_signup(rf.get("/")) is False
