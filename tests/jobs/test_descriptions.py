"""Every job that a person asks for says in words what it was and where it is found."""

import pytest

from apps.jobs.models import Job
from apps.jobs.registry import DESCRIPTIONS, HANDLERS
from tests.factories import EvaluationFactory

# What nobody asks for by name: images follow an upload, a receipt comes by mail, a report of a batch and a share of a
# computation are one of many, a publication at its hour tells the whole ministry itself.
SILENT = {
    *("evidence_pages", "sheet_receipt", "visitation.photo"),
    *("reports.batch_report", "results.share", "decrees.publish"),
}
OF_AN_EVALUATION = {
    "sheet_documents": "/mandiri/{}/kirim/",
    "sheet_archive": "/mandiri/{}/arsip/",
    "interview.minutes": "/interviu/{}/",
    "visitation.minutes": "/visitasi/{}/",
}


def test_no_kind_is_forgotten() -> None:
    assert set(HANDLERS) - SILENT == set(DESCRIPTIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OF_AN_EVALUATION)
def test_a_job_about_an_evaluation_names_it_and_its_page(kind: str) -> None:
    evaluation = EvaluationFactory()

    asked = DESCRIPTIONS[kind](Job(kind=kind, object_id=evaluation.pk))

    assert asked.what.endswith(f" {evaluation.institution} ({evaluation.period})")
    assert (asked.url, asked.simulation) == (OF_AN_EVALUATION[kind].format(evaluation.pk), "SIMULASI")
