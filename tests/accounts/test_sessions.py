"""Whose session it is, as every request asks."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("siti", name="Siti")


@pytest.fixture
def browser(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def is_let_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200


def test_a_living_session_is_its_persons(browser: Client) -> None:
    assert is_let_in(browser)


def test_a_session_that_has_expired_is_nobodys(browser: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_let_in(browser)


def test_somebody_who_may_no_longer_come_in_is_out_at_once(browser: Client) -> None:
    User.objects.update(is_active=False)

    assert not is_let_in(browser)


def test_a_session_whose_person_is_gone_is_nobodys(browser: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).delete()

    assert not is_let_in(browser)
