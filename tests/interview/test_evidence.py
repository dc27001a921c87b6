from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.self_assessment.models import Evidence
from tests.factories import member, move_window

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def post(client, evaluation, number=2):
    said = {"bukti": SimpleUploadedFile("bukti.pdf", PDF), "proves": "Aturannya", "place": "hlm. 3"}
    return client.post(reverse("interview:evidence", args=[evaluation.pk, number]), said)


@pytest.mark.parametrize("role", ["respondent", "data_entry", "coordinator"])
def test_the_institution_completes_evidence_of_a_marked_indicator(client, evaluation, role):
    client.force_login(member(role, evaluation.institution))

    response = post(client, evaluation)

    assert response.status_code == 302
    rows = Evidence.objects.values_list("indicator__number", "file__name", "proves", "place")
    assert list(rows) == [(2, "bukti.pdf", "Aturannya", "hlm. 3")]


def test_other_indicators_take_no_evidence(client, evaluation, coordinator):
    client.force_login(coordinator)

    assert post(client, evaluation, 3).status_code == 404
    assert not Evidence.objects.exists()


def test_assessors_bring_none(client, evaluation, assessor):
    client.force_login(assessor)

    assert post(client, evaluation).status_code == 403
    assert not Evidence.objects.exists()


def test_after_the_cut_off_it_is_refused_with_the_typed_words(client, evaluation, coordinator):
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    client.force_login(coordinator)

    response = post(client, evaluation)

    assert response.status_code == 409
    assert not Evidence.objects.exists()
