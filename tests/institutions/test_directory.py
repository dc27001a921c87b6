import pytest

from apps.institutions.models import Role
from tests.factories import InstitutionFactory, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.EVALUATION_TEAM, 200), (Role.AUDITOR, 403), (Role.ASSESSOR, 403)],
)
def test_only_those_who_look_after_all_see_all(client, role, status):
    client.force_login(member(role))

    assert client.get("/orang/").status_code == status


def test_a_part_of_the_name_finds_living_institutions(client):
    found = InstitutionFactory(name="Kabupaten Banyuwangi")
    InstitutionFactory(name="Kabupaten Blitar")
    InstitutionFactory(name="Kabupaten Banyuwangi Lama", valid_to="2020-01-01")
    member(Role.COORDINATOR, found)
    client.force_login(member(Role.ADMINISTRATOR))

    page = client.get("/orang/?nama=kab wangi").context["page"]

    assert [(one, one.number) for one in page] == [(found, 1)]
