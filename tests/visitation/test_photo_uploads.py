"""Photos from a place with a bad line: piece by piece, like evidence, and on after a cut."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common import files
from apps.rules.stages import Stage
from apps.self_assessment.actions import uploads
from apps.self_assessment.queries.uploads import folder_of, uploads_root
from apps.visitation.models import Photo, PhotoUpload
from apps.visitation.photos import MOST_PHOTOS, announce_photo, finish_photo
from tests.factories import bring_to, move_window
from tests.marks import indicator_of
from tests.self_assessment.papers import TEXT, paper
from tests.visitation.photographs import photograph

PIECE = 500
CONTENT = photograph()
PIECES = -(-len(CONTENT) // PIECE)


@pytest.fixture(autouse=True)
def _small_pieces(settings) -> None:
    settings.EVIDENCE_PIECE_SIZE = PIECE


@pytest.fixture
def phone(client, evaluation, assessor):
    client.force_login(assessor)
    return client


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def announce(phone, evaluation, content=CONTENT, number=2, **said):
    told = {"name": "foto.jpg", "size": len(content), "sha256": sha256(content), "caption": "Ruang server"} | said
    return phone.post(reverse("visitation:announce_photo", args=[evaluation.pk, number]), told)


def send(phone, told, *numbers, content=CONTENT):
    for number in numbers:
        piece = content[number * PIECE : (number + 1) * PIECE]
        headers = {"X-Piece-SHA256": sha256(piece)}
        kind = "application/octet-stream"
        assert phone.post(f"{told['pieces']}{number}/", piece, content_type=kind, headers=headers).status_code == 204


def begin(evaluation, by, content=CONTENT):
    said = {"name": "foto.jpg", "size": len(content), "sha256": sha256(content), "caption": ""}
    return announce_photo(evaluation, indicator_of(evaluation, 2), by=by, **said)


def test_pieces_become_a_photo_with_what_the_camera_noted(phone, evaluation, assessor):
    told = announce(phone, evaluation).json()
    send(phone, told, *told["missing"])

    brought = phone.post(told["finish"]).json()

    photo = Photo.objects.get()
    assert (files.read(photo.sha256), photo.caption, photo.added_by) == (CONTENT, "Ruang server", assessor)
    assert (photo.taken, photo.has_position) == ("2001-08-20T10:20:30", True)
    assert (brought["done"], "Ruang server" in brought["piece"]) == (True, True)
    assert not folder_of(PhotoUpload.objects.get()).exists()


def test_after_a_cut_only_the_missing_pieces_travel(phone, evaluation):
    told = announce(phone, evaluation).json()
    send(phone, told, 0)

    page = phone.get(reverse("visitation:indicator", args=[evaluation.pk, 2])).content.decode()
    again = announce(phone, evaluation).json()
    early = phone.post(again["finish"])
    send(phone, again, *again["missing"])

    assert "Unggahan terputus: foto.jpg" in page
    assert again["missing"] == early.json()["missing"] == list(range(1, PIECES))
    assert phone.post(again["finish"]).json()["done"]


def test_the_same_photo_is_brought_once_however_often_it_is_asked(phone, evaluation):
    told = announce(phone, evaluation).json()
    send(phone, told, *told["missing"])

    answers = [phone.post(told["finish"]).json()["done"] for _ in range(2)]

    assert (*answers, announce(phone, evaluation).json()["done"]) == (True, True, True)
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("content", [paper(TEXT), CONTENT[:-40]], ids=["pdf", "cut"])
def test_what_is_no_photo_is_refused_and_given_up(phone, evaluation, content):
    told = announce(phone, evaluation, content).json()
    send(phone, told, *told["missing"], content=content)

    refused = phone.post(told["finish"])

    assert (refused.status_code, "tidak disimpan" in refused.json()["message"]) == (400, True)
    assert (Photo.objects.count(), PhotoUpload.objects.count(), list(uploads_root().glob("foto/*/*"))) == (0, 0, [])


def test_a_piece_that_was_damaged_on_its_way_is_not_kept(phone, evaluation):
    told = announce(phone, evaluation).json()

    damaged = phone.post(
        f"{told['pieces']}0/", CONTENT[:PIECE], content_type="application/octet-stream", headers={"X-Piece-SHA256": "0"}
    )

    assert damaged.status_code == 400
    assert announce(phone, evaluation).json()["missing"] == told["missing"]


def test_a_cut_photo_can_be_given_up_on_its_page(phone, evaluation):
    told = announce(phone, evaluation).json()
    send(phone, told, 0)
    address = reverse("visitation:abandon_photo", args=[evaluation.pk, PhotoUpload.objects.get().pk])
    page = reverse("visitation:indicator", args=[evaluation.pk, 2])

    assert f'action="{address}"' in phone.get(page).content.decode()
    given_up = phone.post(address)

    assert (given_up.status_code, given_up.url) == (302, page)
    assert (PhotoUpload.objects.count(), list(uploads_root().glob("foto/*/*"))) == (0, [])
    assert "Unggahan terputus" not in phone.get(page).content.decode()


def test_another_of_the_team_does_not_go_on_with_it(client, evaluation, assessor, lead, coordinator):
    upload = begin(evaluation, assessor)
    statuses = []
    for user in (lead, coordinator):
        client.force_login(user)
        for name in ("visitation:finish_photo", "visitation:abandon_photo"):
            statuses.append(client.post(reverse(name, args=[evaluation.pk, upload.pk])).status_code)

    assert statuses == [404, 404, 403, 403]
    assert PhotoUpload.objects.exists()


def test_only_validated_indicators_take_photos(phone, evaluation):
    assert announce(phone, evaluation, number=1).status_code == 404


def test_the_limit_of_an_indicator_counts_before_and_after_the_journey(phone, evaluation, assessor):
    told = announce(phone, evaluation).json()
    send(phone, told, *told["missing"])
    indicator = indicator_of(evaluation, 2)
    Photo.objects.bulk_create(
        Photo(evaluation=evaluation, indicator=indicator, sha256=f"{n:064}", name="-", size=1, added_by=assessor)
        for n in range(MOST_PHOTOS)
    )

    statuses = [
        announce(phone, evaluation, photograph(colour="red")).status_code,
        phone.post(told["finish"]).status_code,
    ]

    assert statuses == [400, 400]
    assert Photo.objects.count() == MOST_PHOTOS


def test_after_the_visit_nothing_travels_any_more(phone, evaluation):
    told = announce(phone, evaluation).json()
    send(phone, told, *told["missing"])
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    piece = phone.post(f"{told['pieces']}0/", CONTENT[:PIECE], content_type="application/octet-stream")
    statuses = [announce(phone, evaluation).status_code, piece.status_code, phone.post(told["finish"]).status_code]

    assert statuses == [409, 409, 409]
    assert not Photo.objects.exists()


def test_what_waited_two_days_is_given_up_with_its_pieces(phone, evaluation, assessor):
    told = announce(phone, evaluation).json()
    send(phone, told, 0)
    PhotoUpload.objects.update(expires=timezone.now())

    assert uploads.tidy_uploads() == 1
    assert list(uploads_root().glob("foto/*/*")) == []


def test_whoever_was_faster_has_brought_it(evaluation, assessor):
    upload = begin(evaluation, assessor)
    for number in range(PIECES):
        piece = CONTENT[number * PIECE : (number + 1) * PIECE]
        uploads.receive(upload, number, piece, sha256=sha256(piece))
    stale = PhotoUpload.objects.select_related("evaluation", "indicator").get()

    first = finish_photo(upload, by=assessor)
    stale.refresh_from_db()

    assert finish_photo(stale, by=assessor) == first
    assert bring_to(evaluation, Stage.VISITATION).photos.count() == 1
