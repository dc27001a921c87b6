import pytest

from apps.institutions.models import Role
from tests.factories import PASSWORD, InstitutionFactory, UserFactory, member

pytestmark = pytest.mark.django_db

NEW = "sandi baru yang panjang 9"


def test_the_page_names_every_role(client):
    institution = InstitutionFactory(name="Kabupaten Sagara")
    client.force_login(member(Role.COORDINATOR, institution))

    page = client.get("/akun/").content.decode()

    assert "Koordinator SPBE" in page
    assert "Kabupaten Sagara" in page


def test_a_visitor_logs_in_first(client):
    assert client.get("/akun/")["Location"] == "/masuk/?next=/akun/"


def test_the_password_is_changed_with_the_old_one_and_the_session_goes_on(client):
    user = UserFactory()
    client.force_login(user)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    response = client.post("/akun/kata-sandi/", form)

    user.refresh_from_db()
    assert response.status_code == 302
    assert user.check_password(NEW)
    assert client.get("/akun/").status_code == 200


def test_without_the_old_password_nothing_changes(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post("/akun/kata-sandi/", {"oldpassword": "keliru", "password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert response.context["form"].errors == {"oldpassword": ["Kata sandi sekarang keliru."]}
    assert user.check_password(PASSWORD)
