import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.interview.actions import request_evidence
from apps.notices.models import Notice
from apps.self_assessment.models import Evidence, StoredFile
from tests.factories import member, move_window
from tests.marks import ask_for_evidence, indicator_of

ASKED = "SK tahun ini"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def post(client, evaluation, number=2):
    said = {"bukti": SimpleUploadedFile("bukti.pdf", PDF), "proves": "Aturannya", "place": "hlm. 3"}
    return client.post(reverse("interview:evidence", args=[evaluation.pk, number]), said)


@pytest.mark.parametrize("role", ["respondent", "data_entry", "coordinator"])
def test_the_institution_brings_what_was_asked_for(client, evaluation, role):
    ask_for_evidence(evaluation, 2)
    client.force_login(member(role, evaluation.institution))

    response = post(client, evaluation)

    assert response.status_code == 302
    rows = Evidence.objects.values_list("indicator__number", "file__name", "proves", "place")
    assert list(rows) == [(2, "bukti.pdf", "Aturannya", "hlm. 3")]


def test_where_nothing_was_asked_for_nothing_is_added(client, evaluation, coordinator):
    client.force_login(coordinator)

    response = post(client, evaluation)

    assert (response.status_code, "hanya ditambahkan bila diminta" in response.content.decode()) == (409, True)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("limit", [None, timedelta(hours=1), timedelta(seconds=-1)])
def test_the_page_offers_a_form_only_where_evidence_is_asked_for_in_time(client, evaluation, coordinator, limit):
    if limit is not None:
        ask_for_evidence(evaluation, 2, until=timezone.now() + limit)
    client.force_login(coordinator)
    action = f'action="{reverse("interview:evidence", args=[evaluation.pk, 2])}"'

    page = client.get(reverse("interview:indicator", args=[evaluation.pk, 2])).content.decode()

    assert (action in page) == (limit == timedelta(hours=1))


@pytest.mark.parametrize("is_asked", [False, True])
def test_the_sheet_offers_no_other_way(client, evaluation, coordinator, is_asked):
    if is_asked:
        ask_for_evidence(evaluation, 2)
    client.force_login(coordinator)
    key = {"name": "a.pdf", "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}

    page = client.get(reverse("self_assessment:indicator", args=[evaluation.pk, 2])).content.decode()
    announced = client.post(reverse("self_assessment:announce", args=[evaluation.pk, 2]), key)
    brought = client.post(reverse("self_assessment:indicator", args=[evaluation.pk, 2]), {"url": "https://x.invalid"})

    assert ("Tambahkan bukti" in page) is is_asked
    assert announced.status_code == (200 if is_asked else 409)
    assert brought.status_code == (302 if is_asked else 409)
    assert Evidence.objects.exists() is is_asked


def test_other_indicators_take_no_evidence(client, evaluation, coordinator):
    client.force_login(coordinator)

    assert post(client, evaluation, 3).status_code == 404
    assert not Evidence.objects.exists()


def test_assessors_bring_none(client, evaluation, assessor):
    client.force_login(assessor)

    assert post(client, evaluation).status_code == 403
    assert not Evidence.objects.exists()


def test_after_the_cut_off_it_is_refused_with_the_typed_words(client, evaluation, coordinator):
    ask_for_evidence(evaluation, 2)
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    client.force_login(coordinator)

    response = post(client, evaluation)

    assert response.status_code == 409
    assert not Evidence.objects.exists()


def request_by(evaluation, lead, number=2, *, until):
    request_evidence(evaluation, indicator_of(evaluation, number), text=ASKED, until=until, by=lead)


def ended(evaluation):
    """A request whose limit has passed."""
    ask_for_evidence(evaluation, 2, until=timezone.now() - timedelta(seconds=1))


def test_what_is_asked_for_is_shown_with_its_limit_and_told(client, evaluation, lead, coordinator):
    client.force_login(lead)
    limit = timezone.localtime(evaluation.open_until - timedelta(days=1))
    typed = {"text": "SK tahun ini", "until": limit.strftime("%Y-%m-%dT%H:%M")}

    response = client.post(reverse("interview:evidence_request", args=[evaluation.pk, 2]), typed)

    assert response.status_code == 302
    assert Notice.objects.filter(user=coordinator, text__contains="indikator 2 diminta").exists()
    client.force_login(coordinator)
    assert "SK tahun ini" in client.get(reverse("interview:indicator", args=[evaluation.pk, 2])).content.decode()


def test_after_the_announced_limit_of_an_indicator_nothing_is_added_to_it(client, evaluation, coordinator):
    ended(evaluation)
    client.force_login(coordinator)

    response = post(client, evaluation)

    assert response.status_code == 409
    assert "Batas melengkapi bukti indikator ini sudah lewat" in response.content.decode()
    assert not Evidence.objects.exists()


def test_the_latest_request_counts(client, evaluation, lead, coordinator):
    ended(evaluation)
    request_by(evaluation, lead, until=timezone.now() + timedelta(hours=1))
    client.force_login(coordinator)

    assert post(client, evaluation).status_code == 302


def test_no_limit_lies_beyond_the_stage(evaluation, lead):
    with pytest.raises(DomainError, match="Pilih batas sebelum itu"):
        request_by(evaluation, lead, until=evaluation.open_until + timedelta(days=1))


def test_evidence_is_asked_for_on_marked_indicators_only(evaluation, lead):
    with pytest.raises(DomainError, match="tidak ditandai"):
        request_by(evaluation, lead, 3, until=timezone.now() + timedelta(hours=1))


def test_the_institution_asks_itself_for_nothing(client, evaluation, coordinator):
    client.force_login(coordinator)

    assert client.get(reverse("interview:evidence_request", args=[evaluation.pk, 2])).status_code == 403
