import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_looking_at_the_address_does_nothing(client):
    client.force_login(UserFactory())

    response = client.get("/keluar/")

    assert response.status_code == 405
    assert client.get("/beranda/").status_code == 200


def test_the_button_ends_the_session(client):
    client.force_login(UserFactory())

    response = client.post("/keluar/")

    assert (response.status_code, response["Location"]) == (302, "/masuk/")
    assert client.get("/beranda/").status_code == 302


def test_logging_out_leaves_no_page_for_the_next_person(client):
    client.force_login(UserFactory())

    response = client.post("/keluar/")

    assert response["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/masuk/")
