from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.accounts.actions import issue_link, issue_links, link_address, use_link
from apps.accounts.exceptions import LinkSpentError
from apps.accounts.models import OneTimeLink
from tests.factories import UserFactory

NEW = "sandi baru yang panjang 9"
FORM = {"password1": NEW, "password2": NEW}


def address(secret):
    return reverse("accounts:first_login", args=[secret])


@pytest.fixture
def person(db):
    return UserFactory(username="rina")


def test_a_link_sets_the_password_once(client, person):
    secret = issue_link(person, by=None)

    first, second = client.post(address(secret), FORM), client.post(address(secret), FORM)

    assert (first.status_code, first["Location"]) == (302, "/masuk/")
    assert second.status_code == 404
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_looking_uses_nothing_up(client, person):
    secret = issue_link(person, by=None)

    for _ in range(3):
        assert client.get(address(secret)).status_code == 200

    assert not OneTimeLink.objects.filter(used_at__isnull=False).exists()


def test_used_expired_replaced_and_unknown_links_read_alike(client, person):
    used = issue_link(UserFactory(), by=None)
    use_link(used, password=NEW)
    expired = issue_link(UserFactory(), by=None, days=0)
    replaced = issue_link(person, by=None)
    issue_link(person, by=None)

    pages = [client.get(address(secret)) for secret in (used, expired, replaced, "tidak-ada")]

    assert [page.status_code for page in pages] == [404] * 4
    assert len({page.content for page in pages}) == 1


def test_an_expired_link_sets_nothing(client, person):
    secret = issue_link(person, by=None)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = client.post(address(secret), FORM)

    person.refresh_from_db()
    assert response.status_code == 404
    assert not person.check_password(NEW)


def test_a_weak_password_is_refused_and_the_link_lives(client, person):
    secret = issue_link(person, by=None)

    response = client.post(address(secret), {"password1": "123456789012", "password2": "123456789012"})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"password1"}
    assert client.get(address(secret)).status_code == 200


def test_two_different_entries_are_refused(client, person):
    secret = issue_link(person, by=None)

    response = client.post(address(secret), FORM | {"password2": "lain"})

    assert response.context["form"].errors == {"password2": ["Kedua isian tidak sama."]}


def test_only_the_hash_is_kept_and_the_address_is_whole(person, settings):
    settings.SITE_URL = "https://spbe.example"

    secret = issue_link(person, by=None)

    assert secret not in OneTimeLink.objects.get().secret_sha256
    assert link_address(secret) == f"https://spbe.example/masuk/tautan/{secret}/"


def test_many_links_cost_as_much_as_one(db, django_assert_num_queries):
    people = [UserFactory() for _ in range(3)]

    for number in (1, 3):
        with django_assert_num_queries(4):  # two of them the savepoint of the test's transaction
            assert len(issue_links(people[:number], by=None)) == number


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_succeeds():
    secret = issue_link(UserFactory(password="!"), by=None)
    together = Barrier(2)

    def attempt(password):
        together.wait(10)
        try:
            use_link(secret, password=password)
        except LinkSpentError:
            return "refused"
        finally:
            connection.close()
        return "set"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, ["satu sandi panjang", "dua sandi panjang"]))

    assert outcomes == ["refused", "set"]
