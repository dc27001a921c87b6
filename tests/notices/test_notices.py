import pytest

from apps.notices.actions import notify
from apps.notices.models import Notice
from apps.notices.queries import unread_count
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_visitor_logs_in_first(client):
    assert client.get("/pemberitahuan/")["Location"] == "/masuk/?next=/pemberitahuan/"


def test_newest_first_and_nobody_elses(client, user):
    notify([user], "Pertama")
    notify([user], "Kedua")
    notify([UserFactory()], "Milik orang lain")

    page = client.get("/pemberitahuan/").context["page"]

    assert [notice.text for notice in page] == ["Kedua", "Pertama"]


def test_looking_marks_nothing(client, user):
    notify([user], "Pertama")

    client.get("/pemberitahuan/")

    assert unread_count(user) == 1


def test_all_are_marked_by_the_button_and_nobody_elses(client, user):
    other = UserFactory()
    notify([user, other], "Pertama")

    assert client.post("/pemberitahuan/dibaca/")["Location"] == "/pemberitahuan/"
    assert (unread_count(user), unread_count(other)) == (0, 1)


def test_following_one_reads_it_and_leads_there(client, user):
    notify([user, user], "Lihat", "/akun/")
    first, second = Notice.objects.all()

    response = client.post(f"/pemberitahuan/{first.pk}/buka/")

    assert response["Location"] == "/akun/"
    assert list(Notice.objects.filter(read_at=None)) == [second]


def test_somebody_elses_is_not_there(client, user):
    notify([UserFactory()], "Rahasia", "/akun/")
    notice = Notice.objects.get()

    assert client.post(f"/pemberitahuan/{notice.pk}/buka/").status_code == 404
    assert Notice.objects.filter(read_at=None).exists()


def test_the_time_of_reading_stays(client, user):
    notify([user], "Pertama")
    client.post("/pemberitahuan/dibaca/")
    first = Notice.objects.get().read_at

    client.post("/pemberitahuan/dibaca/")

    assert Notice.objects.get().read_at == first


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(client, user, number, django_assert_num_queries):
    notify([user] * number, "Lihat", "/akun/")

    with django_assert_num_queries(6):  # session, user, count, rows, roles, unread
        client.get("/pemberitahuan/")
