"""The way from one page of the help desk to the others, for those who may go there."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.institutions.models import Role
from tests.factories import member

PAGES = ("queue", "resets", "looks")
CURRENT = 'aria-current="page" href="{}"'


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_the_team_finds_every_page_from_each_and_sees_which_is_open(client: Client, name: str):
    client.force_login(member(Role.EVALUATION_TEAM))

    content = client.get(reverse(f"helpdesk:{name}")).content.decode()

    assert all(f'href="{reverse(f"helpdesk:{other}")}"' in content for other in PAGES)
    assert [one for one in PAGES if CURRENT.format(reverse(f"helpdesk:{one}")) in content] == [name]


@pytest.mark.django_db
def test_an_administrator_is_led_to_no_page_that_is_closed_to_them(client: Client):
    client.force_login(member(Role.ADMINISTRATOR))

    content = client.get(reverse("helpdesk:resets")).content.decode()

    assert reverse("helpdesk:looks") not in content
