"""An uploaded file is genuine to the byte or not at all, and what is not public is not told of."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.common.files import keep, read
from apps.decrees import actions
from apps.decrees.models import Decree
from apps.institutions.models import Role
from apps.reports.models import Report
from apps.results.models import Result
from apps.self_assessment.models import DocumentKind, SheetDocument, StoredFile
from tests.factories import EvaluationFactory, PeriodFactory, answer_all, member
from tests.factories.results import agreed_run, finished_period, issued_decree, published_decree

URL = "/periksa/berkas/"


def decree() -> Decree:
    made = published_decree(finished_period([4], simulation_label=""))
    made.refresh_from_db()
    return made


def asked(client: Client, content: bytes):
    return client.post(URL, {"berkas": SimpleUploadedFile("naskah.pdf", content, "application/pdf")})


def test_the_issued_file_is_genuine(client):
    one = decree()

    response = asked(client, read(one.issued_sha256))

    page = response.content.decode()
    assert (response.status_code, response.context["paper"].decree) == (200, one)
    assert "Berkas ini asli" in page
    assert one.issued_sha256 in page


def test_a_certified_copy_is_genuine(client):
    one = decree()
    copy = actions.request_copy(one, title="x", name="y", by=member(Role.EVALUATION_TEAM))
    actions.make_copy(copy)
    copy.refresh_from_db()

    assert asked(client, read(copy.sha256)).context["paper"].decree == one


@pytest.mark.parametrize("place", [0, 0.5, 1])
@pytest.mark.parametrize("bit", [1, 128])
def test_one_changed_byte_is_refused(client, place, bit):
    content = read(decree().issued_sha256)
    at = round(place * (len(content) - 1))

    response = asked(client, content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])

    assert response.status_code == 404
    assert "Berkas ini tidak dikenal" in response.content.decode()
    assert response.context["paper"] is None


@pytest.mark.parametrize("changed", [b"", b"x"])
def test_a_byte_less_or_more_is_refused(client, changed):
    content = read(decree().issued_sha256)

    assert asked(client, content + changed if changed else content[:-1]).status_code == 404


@pytest.mark.parametrize("kind", ["draft", "issued, not published"])
def test_what_is_not_public_is_unknown(client, kind):
    one = issued_decree(agreed_run(finished_period([4])))
    sha256 = one.draft_sha256 if kind == "draft" else one.issued_sha256

    response = asked(client, read(sha256))

    assert response.status_code == 404
    assert one.code not in response.content.decode()


def test_a_published_decrees_draft_is_no_decree(client):
    one = decree()

    assert asked(client, read(one.draft_sha256)).status_code == 404


@pytest.mark.parametrize(("later", "status"), [(timedelta(minutes=1), 200), (-timedelta(minutes=1), 404)])
def test_a_report_is_genuine_only_if_made_after_publication(client, later, status):
    one = decree()
    content = b"%PDF laporan"
    sha256, _ = keep([content])
    made = one.run.publication.at + later
    Report.objects.create(
        result=Result.objects.get(run=one.run), code="LH-AAAA-BBBB", sha256=sha256, asked_at=made, rendered_at=made
    )

    assert asked(client, content).status_code == status


def test_a_signed_paper_of_the_sheet_is_genuine_and_shows_no_figure(client):
    evaluation = EvaluationFactory.create(period=PeriodFactory.create(simulation_label=""))
    answer_all(evaluation, 4)
    content = b"%PDF bertanda tangan"
    sha256, size = keep([content])
    file = StoredFile.objects.create(
        institution=evaluation.institution, sha256=sha256, name="x.pdf", size=size, media_type="application/pdf"
    )
    SheetDocument.objects.create(
        evaluation=evaluation, kind=DocumentKind.MINUTES, sheet_sha256="ab" * 32, generated=file
    )

    response = asked(client, content)

    assert response.status_code == 200
    assert response.context["paper"].kind == "Berita Acara Penilaian Mandiri"


def test_without_a_file_it_asks_for_one(client):
    response = client.post(URL)

    assert response.status_code == 422
    assert "Pilih berkas" in response.content.decode()


def test_a_file_larger_than_any_paper_is_not_read(client, monkeypatch):
    views = import_module("apps.portal.views")
    monkeypatch.setattr(views, "LARGEST_PAPER", 100)
    monkeypatch.setattr(views, "paper_with", lambda _: pytest.fail("was read"))

    response = asked(client, b"x" * 101)

    assert response.status_code == 413
    assert "lebih besar" in response.content.decode()


def test_the_answer_is_kept_nowhere_and_asks_for_no_token():
    response = asked(Client(enforce_csrf_checks=True), b"x")

    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in Client().get(reverse("portal:verify_form")).content.decode()


def test_a_hostile_name_is_only_a_name(client):
    response = client.post(URL, {"berkas": SimpleUploadedFile("<script>x.pdf", b"x")})

    assert "<script>" not in response.content.decode()
