"""Data dukung in figures: each file of a sheet once, what was withdrawn not at all."""

import io

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.common.sheets import read_rows
from apps.institutions.models import Category
from apps.rules.stages import Track
from apps.self_assessment.models import Evidence, StoredFile
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory


@pytest.fixture
def period(db):
    return PeriodFactory()


def bring(evaluation, name, size, *numbers):
    """A file of that size, used for the indicators of these numbers."""
    file = StoredFile.objects.create(
        institution=evaluation.institution, sha256="a" * 64, name=name, size=size, media_type="application/pdf"
    )
    return [
        Evidence.objects.create(evaluation=evaluation, indicator=indicator, file=file)
        for indicator in evaluation.period.instrument.indicators.filter(number__in=numbers)
    ]


@pytest.fixture
def town(period):
    institution = InstitutionFactory(name="Kota Contoh Muara", category=Category.CITY)
    town = EvaluationFactory(period=period, institution=institution)
    bring(town, "peraturan.pdf", 3_000_000, 1, 2)
    bring(town, "notulen.pdf", 500_000, 2)
    Evidence.objects.create(
        evaluation=town, indicator=period.instrument.indicators.get(number=1), url="https://contoh.id/"
    )
    (withdrawn,) = bring(town, "salah.pdf", 9_000_000, 3)
    Evidence.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    return town


@pytest.fixture
def ministry_of_example(period):
    institution = InstitutionFactory(name="Kementerian Contoh", category=Category.MINISTRY, province=None)
    evaluation = EvaluationFactory(period=period, institution=institution)
    bring(evaluation, "renstra.pdf", 1_000_000, 1)
    EvaluationFactory(period=period, track=Track.NOT_ASSESSED)
    return evaluation


def page(client, period, **query):
    return client.get(reverse("coordination:volume", args=[period.slug]), query)


def test_a_file_counts_once_and_what_was_withdrawn_not_at_all(desk, period, town):
    whole = page(desk, period).context["whole"]

    assert (whole.institutions, whole.uses, whole.links, whole.files, whole.octets) == (1, 4, 1, 2, 3_500_000)


def test_every_part_leads_to_the_list_that_it_sums(desk, period, town, ministry_of_example):
    context = page(desk, period).context
    parts = [*context["categories"], *context["provinces"]]

    shown = [page(desk, period, **QueryDict(one.query).dict()).context["shown"] for one in parts]

    assert [(one.institutions, one.files, one.octets) for one in shown] == [
        (one.institutions, one.files, one.octets) for one in parts
    ]
    assert [one.label for one in context["categories"]] == ["Kementerian", "Kota"]
    assert context["provinces"][-1].label == "Instansi pusat"


def test_the_biggest_files_come_first_with_their_institution(desk, period, town, ministry_of_example):
    biggest = page(desk, period).context["biggest"]

    assert [(one.name, one.institution) for one in biggest] == [
        ("peraturan.pdf", "Kota Contoh Muara"),
        ("renstra.pdf", "Kementerian Contoh"),
        ("notulen.pdf", "Kota Contoh Muara"),
    ]


def test_more_institutions_cost_the_same_statements(desk, period, town):
    page(desk, period)
    with CaptureQueriesContext(connection) as one:
        page(desk, period)
    for _ in range(3):
        EvaluationFactory(period=period)

    with CaptureQueriesContext(connection) as many:
        page(desk, period)

    assert len(many) == len(one) <= 12


def test_the_workbook_holds_what_is_shown(desk, period, town, ministry_of_example):
    response = page(desk, period, kategori="kota", bentuk="xlsx")

    rows = read_rows(io.BytesIO(response.content), ["Instansi", "Berkas", "Ukuran (bita)"])
    assert [one.cells for one in rows] == [{"Instansi": "Kota Contoh Muara", "Berkas": "2", "Ukuran (bita)": "3500000"}]
