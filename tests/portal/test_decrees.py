"""The decrees that are out, and their bytes."""

import hashlib

from django.urls import reverse

from apps.decrees.models import Decree
from tests.factories.results import finished_period, published_decree


def decree_of(**fields: object) -> Decree:
    return published_decree(finished_period([3], **fields))


def test_a_decree_stands_with_its_period_its_day_and_its_fingerprint(client):
    decree = decree_of()
    decree.refresh_from_db()

    response = client.get(reverse("portal:decrees"))

    page = response.content.decode()
    assert list(response.context["decrees"]) == [decree]
    assert f'<code class="xs">{decree.issued_sha256}</code>' in page
    assert "2 Januari 2002" in page
    assert "SIMULASI" in page


def test_the_download_is_the_issued_file_to_the_byte(client):
    decree = decree_of()

    response = client.get(reverse("portal:decree_paper", args=[decree.code]))

    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == Decree.objects.get(pk=decree.pk).issued_sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="keputusan-menteri-{decree.code}.pdf"'


def test_an_unknown_code_has_no_paper(client):
    assert client.get("/keputusan-menteri/KM-AAAA-BBBB/").status_code == 404
    assert client.get("/keputusan-menteri/%00/").status_code == 404


def test_without_a_decree_the_list_says_who_brings_one(client):
    assert "Belum ada keputusan yang terbit" in client.get(reverse("portal:decrees")).content.decode()


def test_as_many_questions_for_three_decrees_as_for_one(client, django_assert_max_num_queries):
    decree_of()
    with django_assert_max_num_queries(50) as few:
        client.get(reverse("portal:decrees"))

    decree_of()
    decree_of()

    with django_assert_max_num_queries(len(few)):
        assert len(client.get(reverse("portal:decrees")).context["decrees"]) == 3
