"""Who may keep a public page, and for whom."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

PAGES = ["home", "ranking", "ranking_csv", "improvements", "decrees", "awards", "verify_form"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_visitors_may_be_kept_for_a_moment(client, name):
    response = client.get(reverse(f"portal:{name}"))

    assert (response["Cache-Control"], response["Vary"]) == ("public, max-age=60", "Cookie")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_somebody_logged_in_is_theirs_alone(client, name):
    client.force_login(UserFactory.create())

    response = client.get(reverse(f"portal:{name}"))

    assert (response["Cache-Control"], response["Vary"]) == ("private", "Cookie")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_writes_here(client, name):
    assert client.post(reverse(f"portal:{name}")).status_code == 405
