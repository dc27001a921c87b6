"""What every request passes through."""

import pytest
from django.test import Client

from apps.institutions.models import Role
from tests.factories import member


@pytest.mark.django_db
def test_a_nul_in_an_address_is_searched_for_as_if_it_were_not_there(client: Client):
    person = member(Role.ADMINISTRATOR)
    client.force_login(person)

    response = client.get(f"/orang/?nama={person.username[:3]}%00{person.username[3:]}")

    assert response.status_code == 200
    assert person.username in response.content.decode()
