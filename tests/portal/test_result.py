"""The way back of a published figure, as deep as the public may look."""

from functools import partial

import pytest
from django.urls import reverse

from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment.models import SheetDocument
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, hand_over
from tests.factories.results import published_decree
from tests.portal.conftest import published


def page_of(client, evaluation: Evaluation):
    response = client.get(reverse("portal:result", args=[evaluation.period.slug, evaluation.institution.slug]))
    assert response.status_code == 200
    return response


def handed_over(*, agrees: bool | None, signed: bool = True) -> Evaluation:
    """A published evaluation whose institution said this about publication."""
    period = PeriodFactory.create(simulation_label="", levels_are_public=True)
    evaluation = EvaluationFactory.create(period=period)
    hand_over(evaluation, agrees=agrees, signed=signed)
    bring_to(evaluation, Stage.FINAL, level=4)
    published_decree(evaluation.period)
    return evaluation


def passed_unsigned() -> Evaluation:
    """A published evaluation whose sheet the ministry let pass without a submission or any paper."""
    period = PeriodFactory.create(simulation_label="", levels_are_public=True)
    evaluation = EvaluationFactory.create(period=period)
    bring_to(evaluation, Stage.FINAL, level=4)
    published_decree(evaluation.period)
    return evaluation


def consent_of_other_words() -> Evaluation:
    """Agreed to, but the sheet changed afterwards and was handed in as something else."""
    period = PeriodFactory.create(simulation_label="", levels_are_public=True)
    evaluation = EvaluationFactory.create(period=period)
    SheetDocument.objects.filter(pk=hand_over(evaluation).pk).update(sheet_sha256="b" * 64)
    bring_to(evaluation, Stage.FINAL, level=4)
    published_decree(evaluation.period)
    return evaluation


def test_the_index_leads_to_decree_stages_and_parts(client):
    (evaluation,) = published(4)

    response = page_of(client, evaluation)

    way = response.context["way"]
    assert way.spoken == ("Penilaian mandiri", "Penilaian dokumen")
    assert [(str(row.part.number), str(row.stated)) for row in way.parts] == [
        ("1", "4.00"),
        ("1", "4.00"),
        ("2", "4.00"),
        ("2", "4.00"),
        ("3", "4.00"),
    ]
    page = response.content.decode()
    assert "nilai tepat 4/1, dibulatkan satu kali" in page
    assert reverse("portal:verify", args=[response.context["line"].decree.code]) in page


def test_levels_stay_closed_where_the_period_does_not_open_them(client):
    (evaluation,) = published(4, levels_are_public=False)

    response = page_of(client, evaluation)

    assert {row.indicators for row in response.context["way"].parts} == {()}
    assert "Tingkat tiap indikator tidak dibuka untuk umum" in response.content.decode()
    assert "Indikator ke-1" not in response.content.decode()


def test_open_levels_show_the_assessors_word_and_never_the_institutions_own(client):
    (evaluation,) = published(4, levels_are_public=True)

    way = page_of(client, evaluation).context["way"]

    assert way.columns == ("Penilaian dokumen",)
    lines = [line for row in way.parts for line in row.indicators]
    assert [line.indicator.number for line in lines] == [1, 2, 3, 4, 5]
    assert {(line.levels, line.settled) for line in lines} == {((("Penilaian dokumen", 4),), 4)}


@pytest.mark.parametrize(
    "make",
    [
        partial(handed_over, agrees=False),
        partial(handed_over, agrees=None),
        partial(handed_over, agrees=True, signed=False),
        passed_unsigned,
        consent_of_other_words,
    ],
    ids=["refused", "silent", "not signed", "passed unsigned", "signed for other words"],
)
def test_without_a_signed_agreement_index_and_predikat_stand_alone(client, make):
    evaluation = make()

    response = page_of(client, evaluation)

    page = response.content.decode()
    assert response.context["way"].parts == []
    assert "4,00" in page
    assert "Tinggi" in page
    assert "Hanya indeks dan predikat yang dibuka" in page
    for closed in ("Domain", "Aspek", "Indikator ke-", "nilai tepat"):
        assert closed not in page


def test_an_agreed_publication_opens_the_parts(client):
    evaluation = handed_over(agrees=True)

    assert len(page_of(client, evaluation).context["way"].parts) == 5


@pytest.mark.parametrize(("label", "marked"), [("SIMULASI", True), ("", False)])
def test_a_simulation_says_so(client, label, marked):
    (evaluation,) = published(4, simulation_label=label)

    page = page_of(client, evaluation).content.decode()

    assert ('<p class="sim" role="note"><b>SIMULASI</b>' in page) is marked
    assert ("Angka ini simulasi. Angka resmi ada pada" in page) is marked


def test_an_institution_outside_the_period_is_not_found(client):
    evaluation, other = published(4)[0], published(3, simulation_label="SIMULASI")[0]

    response = client.get(reverse("portal:result", args=[evaluation.period.slug, other.institution.slug]))

    assert response.status_code == 404
