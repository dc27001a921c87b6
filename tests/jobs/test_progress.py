import pytest

from apps.jobs.models import Job, JobState
from tests.factories import UserFactory, user_with

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def job_of(user, **fields):
    return Job.objects.create(kind="uji", object_id=1, created_by=user, **fields)


def test_whoever_asked_for_it_watches(client):
    user = UserFactory()
    job = job_of(user, state=JobState.RUNNING, done=3, total=10, message="Menghitung")
    client.force_login(user)

    page = client.get(f"/pekerjaan/{job.pk}/").content.decode()

    assert "3 dari 10" in page
    assert "Menghitung" in page
    assert f'hx-get="/pekerjaan/{job.pk}/"' in page


@pytest.mark.parametrize(
    ("codename", "status"),
    [("run_period", 200), ("finalise_period", 200), ("vote_on_results", 404), ("audit_period", 404)],
)
def test_those_who_run_periods_watch_others_do_not_see_it(client, codename, status):
    job = job_of(UserFactory())
    client.force_login(user_with(codename))

    assert client.get(f"/pekerjaan/{job.pk}/").status_code == status


def test_a_visitor_logs_in_first(client):
    job = job_of(UserFactory())

    assert client.get(f"/pekerjaan/{job.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("state", "status"),
    [(JobState.WAITING, 200), (JobState.RUNNING, 200), (JobState.DONE, 286), (JobState.FAILED, 286)],
)
def test_the_piece_stops_asking_once_the_job_is_over(client, state, status):
    user = UserFactory()
    job = job_of(user, state=state)
    client.force_login(user)

    response = client.get(f"/pekerjaan/{job.pk}/", **HTMX)

    assert response.status_code == status
    assert ("hx-get" in response.content.decode()) == (status == 200)
    assert "<html" not in response.content.decode()
