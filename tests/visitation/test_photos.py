"""Photos of a visit: what the camera noted is kept, strangers' bytes are not trusted, and nothing is lost."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from PIL import Image

from apps.common import files
from apps.evaluations.grants import set_grants
from apps.institutions.models import Role
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.visitation.models import Photo
from apps.visitation.notes import noted_of
from apps.visitation.photos import MOST_PHOTOS, SMALL_PICTURE, draw_small
from apps.visitation.queries import small_path
from tests.factories import EvaluationFactory, member, move_window
from tests.marks import indicator_of
from tests.self_assessment.papers import TEXT, paper
from tests.visitation.photographs import photograph


def url(name, evaluation, *args):
    return reverse(f"visitation:{name}", args=[evaluation.pk, *args])


def bring(client, evaluation, *contents: bytes, number=2, caption="Ruang server", name="foto.jpg"):
    sent = [SimpleUploadedFile(name, one, content_type="image/jpeg") for one in contents]
    return client.post(url("add_photos", evaluation, number), {"foto": sent, "caption": caption})


@pytest.fixture
def photo(client, evaluation, assessor) -> Photo:
    client.force_login(assessor)
    bring(client, evaluation, photograph())
    return Photo.objects.get()


def test_a_photo_is_kept_with_its_hash_and_what_the_camera_noted(client, evaluation, assessor):
    client.force_login(assessor)
    content = photograph()

    response = bring(client, evaluation, content)

    assert response.status_code == 302
    photo = Photo.objects.get()
    assert (photo.sha256, files.read(photo.sha256)) == (hashlib.sha256(content).hexdigest(), content)
    assert (photo.latitude, photo.longitude) == (Decimal("-8.219233"), Decimal("114.369227"))
    assert (photo.taken, photo.added_by, photo.caption) == ("2001-08-20T10:20:30", assessor, "Ruang server")


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ({}, "Diambil 20 Agustus 2001 pukul 10.20 (jam kamera) di −8,219233°; 114,369227°"),
        ({"place": None}, "Diambil 20 Agustus 2001 pukul 10.20 (jam kamera)"),
        ({"taken": ""}, "Diambil di −8,219233°; 114,369227°"),
        ({"offset": "+08:00", "place": None}, "Diambil 20 Agustus 2001 pukul 10.20 (UTC+0800)"),
        ({"place": None, "taken": ""}, ""),
        ({"place": None, "taken": "kemarin"}, ""),
        ({"place": ((95, 0, 0), "N", (10, 0, 0), "E"), "taken": ""}, ""),
    ],
)
def test_time_and_position_are_said_as_far_as_the_photo_has_them(client, evaluation, assessor, notes, words):
    client.force_login(assessor)

    bring(client, evaluation, photograph(**notes))

    assert noted_of(Photo.objects.get()) == words


def test_time_and_position_stand_with_the_photo_on_the_page(client, photo, evaluation):
    page = client.get(url("indicator", evaluation, 2)).content.decode()

    assert "Diambil 20 Agustus 2001 pukul 10.20 (jam kamera) di −8,219233°; 114,369227°" in page


def test_several_come_together_all_or_none(client, evaluation, assessor):
    client.force_login(assessor)

    refused = bring(client, evaluation, photograph(), b"<html>tidak</html>")
    taken = bring(client, evaluation, photograph(), photograph(colour="red"))

    assert (refused.status_code, taken.status_code) == (400, 302)
    assert Photo.objects.count() == 2


@pytest.mark.parametrize(
    "content",
    [paper(TEXT), b"\xff\xd8\xff" + b"x" * 40, b"<svg xmlns='http://www.w3.org/2000/svg'/>", photograph()[:-40]],
    ids=["pdf", "begins like a photo", "svg", "cut"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(client, evaluation, assessor, content):
    client.force_login(assessor)

    response = bring(client, evaluation, content)

    assert (response.status_code, Photo.objects.count()) == (400, 0)


def test_the_same_photo_is_not_kept_twice(client, photo, evaluation):
    assert bring(client, evaluation, photograph()).status_code == 400
    assert Photo.objects.count() == 1


def test_there_is_a_limit_for_each_indicator(client, photo, evaluation, assessor):
    rows = [
        Photo(evaluation=evaluation, indicator=photo.indicator, sha256=f"{n:064}", name="-", size=1, added_by=assessor)
        for n in range(MOST_PHOTOS - 1)
    ]
    Photo.objects.bulk_create(rows)

    response = bring(client, evaluation, photograph(colour="red"))

    assert (response.status_code, Photo.objects.count()) == (400, MOST_PHOTOS)


def test_an_unmarked_indicator_takes_no_photo(client, evaluation, assessor):
    client.force_login(assessor)

    assert bring(client, evaluation, photograph(), number=3).status_code == 404
    with pytest.raises(DatabaseError, match="tidak ditandai"), transaction.atomic():
        Photo.objects.create(
            evaluation=evaluation,
            indicator=indicator_of(evaluation, 3),
            sha256="a",
            name="-",
            size=1,
            added_by=assessor,
        )


def test_a_late_photo_is_refused(client, evaluation, assessor):
    client.force_login(assessor)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = bring(client, evaluation, photograph())

    assert (response.status_code, Photo.objects.count()) == (409, 0)


@pytest.mark.parametrize("column", ["sha256", "caption", "taken", "latitude"])
def test_what_a_photo_says_is_written_once(photo, column):
    value = {"latitude": Decimal(1)}.get(column, "lain")

    with pytest.raises(DatabaseError, match="tidak ditimpa"), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(**{column: value})


def test_a_withdrawn_photo_is_gone_and_on_record(client, photo, evaluation, assessor):
    response = client.post(url("withdraw_photo", evaluation, photo.pk))

    photo.refresh_from_db()
    assert (response.status_code, photo.withdrawn_by) == (302, assessor)
    assert client.get(url("photo", evaluation, photo.pk)).status_code == 404
    assert "Ruang server" not in client.get(url("indicator", evaluation, 2)).content.decode()
    assert bring(client, evaluation, photograph()).status_code == 302


@pytest.mark.parametrize("person", ["coordinator", "ministry"])
def test_institution_and_ministry_look_and_do_not_touch(client, photo, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url("photo", evaluation, photo.pk)).status_code == 200
    assert bring(client, evaluation, photograph(colour="red")).status_code == 403
    assert client.post(url("withdraw_photo", evaluation, photo.pk)).status_code == 403


def test_a_photo_is_found_in_its_own_evaluation_only(client, photo, evaluation, assessor):
    other = EvaluationFactory(team=evaluation.team, period=evaluation.period)
    set_grants([other])

    assert client.get(url("photo", other, photo.pk)).status_code == 404


def test_foreign_people_see_no_photo(client, photo, evaluation):
    client.force_login(member(Role.COORDINATOR, EvaluationFactory().institution))

    for name, args in [("photo", [photo.pk]), ("photo_image", [photo.pk]), ("add_photos", [2])]:
        method = client.post if name == "add_photos" else client.get
        assert method(url(name, evaluation, *args)).status_code == 404


def test_the_photo_leaves_as_an_attachment_that_nothing_runs(client, photo, evaluation):
    response = client.get(url("photo", evaluation, photo.pk))

    assert response.content == photograph()
    assert response["Content-Disposition"] == 'attachment; filename="foto.jpg"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


def test_a_worker_draws_it_small_without_the_cameras_notes(client, photo, evaluation):
    waiting = client.get(url("photo_image", evaluation, photo.pk)).status_code
    asked = Job.objects.filter(kind=SMALL_PICTURE, object_id=photo.pk).count()

    draw_small(photo)

    shown = client.get(url("photo_image", evaluation, photo.pk))
    with Image.open(small_path(photo)) as drawn:
        assert (drawn.format, dict(drawn.getexif())) == ("JPEG", {})
    assert (waiting, asked, shown.status_code, shown["Content-Type"]) == (404, 1, 200, "image/jpeg")


def test_a_position_that_is_not_on_earth_is_refused_by_the_database(photo):
    with pytest.raises(DatabaseError), transaction.atomic():
        Photo.objects.create(
            evaluation=photo.evaluation,
            indicator=photo.indicator,
            sha256="b",
            name="-",
            size=1,
            added_by=photo.added_by,
            latitude=91,
            longitude=0,
        )


@pytest.mark.parametrize("more", [0, 4])
def test_statements_do_not_grow_with_the_photos(client, photo, evaluation, more, django_assert_max_num_queries):
    bring(client, evaluation, *[photograph(colour=f"#{n}00000") for n in range(more)] or [photograph(colour="red")])
    assert evaluation.stage == Stage.VISITATION

    # One more than before photos and questions stood here.
    with django_assert_max_num_queries(16):
        client.get(url("indicator", evaluation, 2))
