from decimal import Decimal

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.evaluations.actions.marked import Word
from apps.interview.actions import render_interview_minutes, request_minutes, save_clarification
from apps.jobs.models import Job
from tests.factories import assessors_of
from tests.marks import appoint, indicator_of
from tests.paper.reading import pages


def url(evaluation):
    return reverse("interview:minutes", args=[evaluation.pk])


def words_of(sha256):
    return " ".join(pages(read(sha256)))


def test_they_say_what_was_said_and_that_it_is_a_simulation(client, evaluation, assessor, coordinator):
    session = appoint(evaluation, held=True)
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Terbukti"), by=assessor)

    render_interview_minutes(evaluation)

    session.refresh_from_db()
    words = words_of(session.minutes_sha256)
    present = [*map(str, assessors_of(evaluation)), "Orang Instansi, Sekretaris"]
    said = ["SIMULASI", "BERITA ACARA INTERVIU", "Pertanyaan 2", "Terbukti", *present, session.minutes_code]
    assert [one for one in said if one not in words] == []


def test_everybody_in_the_room_downloads_them(client, evaluation, coordinator):
    appoint(evaluation, held=True)
    render_interview_minutes(evaluation)
    client.force_login(coordinator)

    response = client.get(url(evaluation))

    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response).startswith(b"%PDF")


def test_there_are_none_before_they_are_made(client, evaluation, coordinator):
    appoint(evaluation, held=True)
    client.force_login(coordinator)

    assert client.get(url(evaluation)).status_code == 404


def test_an_assessor_asks_a_worker_for_them(client, evaluation, assessor):
    appoint(evaluation, held=True)
    client.force_login(assessor)

    response = client.post(url(evaluation))

    assert response.status_code == 302
    assert Job.objects.filter(kind="interview.minutes", object_id=evaluation.pk).count() == 1


def test_the_institution_does_not_ask(client, evaluation, coordinator):
    appoint(evaluation, held=True)
    client.force_login(coordinator)

    assert client.post(url(evaluation)).status_code == 403


def test_an_interview_that_was_not_held_has_none(evaluation, assessor):
    appoint(evaluation)

    with pytest.raises(DomainError, match="daftar hadir"):
        request_minutes(evaluation, by=assessor)
