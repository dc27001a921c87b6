"""Whether a paper is genuine: what proves it, and of unpublished work nothing else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.interview.models import InterviewSession
from apps.reports.models import Report
from apps.results.models import Result
from apps.rules.stages import Stage
from apps.self_assessment.models import DocumentKind, SheetDocument, StoredFile, Submission
from apps.self_assessment.queries import paper_code
from apps.visitation.models import Visit
from tests.factories import EvaluationFactory, PeriodFactory, answer_all, bring_to, member
from tests.factories.results import finished_period, published_decree
from tests.marks import appoint

SHEET, FILE = "ab" * 32, "cd" * 32
FIGURES = re.compile(r"\b[1-5],\d\d\b|Tinggi|Sedang|Rendah|setuju", re.IGNORECASE)


@pytest.fixture
def evaluation() -> Evaluation:
    """A filled sheet of a running year."""
    evaluation = EvaluationFactory.create(period=PeriodFactory.create(simulation_label=""), with_team=True)
    answer_all(evaluation, 4)
    return evaluation


def asked(client, code: str):
    return client.get(reverse("portal:verify", args=[code]))


def facts(response) -> str:
    """The words of the page's own part."""
    page = response.content.decode()
    return re.sub(r"<[^>]+>|\s+", " ", page[page.index('<main id="isi"') : page.index("</main>")])


def assert_proves_only_itself(response, kind: str, evaluation: Evaluation, sha256: str) -> None:
    text = facts(response)
    assert response.status_code == 200
    for word in ("Dokumen ini asli", kind, evaluation.institution.name, evaluation.period.name, sha256):
        assert word in text
    assert FIGURES.findall(text) == []
    assert reverse("portal:period", args=[evaluation.period.slug]) not in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DocumentKind.MINUTES, "Berita Acara Penilaian Mandiri"),
        (DocumentKind.CONSENT, "Pernyataan Persetujuan Publikasi"),
    ],
)
def test_papers_of_the_sheet(client, evaluation, kind, name):
    file = StoredFile.objects.create(
        institution=evaluation.institution, sha256=FILE, name="x.pdf", size=1, media_type="application/pdf"
    )
    SheetDocument.objects.create(evaluation=evaluation, kind=kind, sheet_sha256=SHEET, generated=file)

    response = asked(client, paper_code(kind, SHEET))

    text = facts(response)
    assert response.status_code == 200
    assert (name in text, FILE in text, SHEET in text) == (True, True, False)
    assert FIGURES.findall(text.replace(name, "")) == []


def test_the_receipt_of_a_submission(client, evaluation):
    Submission.objects.create(evaluation=evaluation, code="PM-AAAA-BBBB", sheet_sha256=SHEET)

    assert_proves_only_itself(asked(client, "PM-AAAA-BBBB"), "Tanda terima penilaian mandiri", evaluation, SHEET)


def test_the_minutes_of_an_interview(client, evaluation):
    session = appoint(bring_to(evaluation, Stage.INTERVIEW, level=4), held=True)
    assert asked(client, session.minutes_code).status_code == 404, "there is no paper yet"
    InterviewSession.objects.filter(pk=session.pk).update(minutes_sha256=FILE)

    assert_proves_only_itself(asked(client, session.minutes_code), "Berita Acara Interviu", evaluation, FILE)


def test_the_minutes_of_a_visit_without_its_reason(client, evaluation):
    visit = Visit.objects.create(evaluation=evaluation, reason="RAHASIA", chosen_by=member(Role.EVALUATION_TEAM))
    assert asked(client, visit.minutes_code).status_code == 404, "there is no paper yet"
    Visit.objects.filter(pk=visit.pk).update(minutes_sha256=FILE)

    response = asked(client, visit.minutes_code)

    assert_proves_only_itself(response, "Berita Acara Visitasi", evaluation, FILE)
    assert "RAHASIA" not in response.content.decode()


def test_a_decree_opens_its_period_and_its_file(client):
    decree = published_decree(finished_period([4], simulation_label=""))
    decree.refresh_from_db()

    response = asked(client, decree.code.lower())

    page = response.content.decode()
    assert (response.status_code, response.context["paper"].decree) == (200, decree)
    assert f"<code>{decree.issued_sha256}</code>" in page
    assert reverse("portal:decree_paper", args=[decree.code]) in page


def test_the_decree_of_a_simulation_is_marked(client):
    decree = published_decree(finished_period([4], simulation_label="SIMULASI"))

    page = asked(client, decree.code).content.decode()

    assert '<p class="sim" role="note"><b>SIMULASI</b>' in page
    assert "tidak berlaku sebagai dokumen resmi" in page


@pytest.mark.parametrize(("later", "status"), [(timedelta(minutes=1), 200), (-timedelta(minutes=1), 404)])
def test_a_report_is_genuine_only_if_made_after_publication(client, later, status):
    decree = published_decree(finished_period([4], simulation_label=""))
    made = decree.run.publication.at + later
    Report.objects.create(
        result=Result.objects.get(run=decree.run), code="LH-AAAA-BBBB", sha256=FILE, asked_at=made, rendered_at=made
    )

    response = asked(client, "LH-AAAA-BBBB")

    assert response.status_code == status
    assert (FILE in response.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    "code", ["KM-AAAA-BBBB", "BA-0000-0000-0000", "x", "\0", "' OR 1=1 --", "<script>", "A-" * 3000]
)
def test_an_unknown_code_gets_help(client, code):
    response = asked(client, code)

    assert response.status_code == 404
    assert "tidak dikenal" in response.content.decode()
    assert "Periksa lagi hurufnya." in response.content.decode()
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" km-aaaa-bbbb ", "/periksa/KM-AAAA-BBBB/"),
        ("KM AAAA/BBBB", "/periksa/KMAAAA-BBBB/"),
        ("..", None),
        ("", None),
    ],
)
def test_a_typed_code_leads_to_its_address(client, typed, address):
    response = client.get(reverse("portal:verify_form"), {"kode": typed})

    assert (response.status_code, response.get("Location")) == ((302, address) if address else (200, None))


def test_the_form_says_where_the_code_stands(client):
    page = client.get(reverse("portal:verify_form")).content.decode()

    assert "Kode ada di samping QR" in page
    assert "tidak dikenal" not in page
