"""/kendali/<slug>/koreksi/: proposed with a paper, approved by two, read by who audits."""

from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.evaluations.models import Correction
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, correct, corrector, member, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return bring_to(EvaluationFactory.create(), Stage.FINAL)


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


def url(name, evaluation, *args):
    return reverse(f"coordination:{name}", args=[evaluation.period.slug, *args])


def typed(evaluation, **changes):
    indicator = evaluation.period.instrument.indicators.get(number=1)
    paper = SimpleUploadedFile("nota.pdf", b"%PDF-1.7 nota %%EOF", "application/pdf")
    return {
        "indicator": indicator.pk,
        "level": "5",
        "reason": "Salah ketik pada berita acara.",
        "document": paper,
    } | changes


def test_one_of_the_ministry_proposes(client, evaluation):
    user = member(Role.EVALUATION_TEAM)
    client.force_login(user)

    response = client.post(url("correction_propose", evaluation, evaluation.pk), typed(evaluation))

    correction = Correction.objects.get()
    assert response.status_code == 302
    assert (correction.level_before, correction.level, correction.proposed_by) == (3, 5, user)
    assert client.get(url("correction_document", evaluation, correction.pk)).content == b"%PDF-1.7 nota %%EOF"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Alasan"),
        ({"document": SimpleUploadedFile("nota.pdf", b"bukan")}, "bukan PDF"),
        ({"level": "3"}, "sama dengan tingkat yang berlaku"),
        ({"level": "6"}, "5"),
    ],
)
def test_what_is_incomplete_comes_back_with_the_reason(client, evaluation, changes, words):
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(url("correction_propose", evaluation, evaluation.pk), typed(evaluation, **changes))

    assert response.status_code >= 400
    assert words in response.content.decode()
    assert not Correction.objects.exists()


def test_two_approve_and_it_counts(client, evaluation):
    correction = proposed(evaluation, 1, 5)
    for name in ("Unit satu", "Unit dua"):
        user, unit = corrector(name)
        client.force_login(user)
        client.post(url("correction_decide", evaluation, correction.pk), {"putusan": "setuju", "unit": unit.pk})

    assert evaluation.ledger.get(stage=Stage.CORRECTION).level == 5
    page = client.get(url("corrections", evaluation)).content.decode()
    assert "Unit satu" in page
    assert "Unit dua" in page
    assert "Disetujui" in page


def test_nobody_approves_for_a_unit_that_is_not_theirs(client, evaluation):
    correction = proposed(evaluation, 1, 5)
    user, _ = corrector("Unit satu")
    _, foreign = corrector("Unit dua")
    client.force_login(user)

    response = client.post(
        url("correction_decide", evaluation, correction.pk), {"putusan": "setuju", "unit": foreign.pk}
    )

    assert response.status_code == 403
    assert not correction.approvals.exists()


def test_a_refusal_says_why(client, evaluation):
    correction = proposed(evaluation, 1, 5)
    client.force_login(member(Role.EVALUATION_TEAM))

    silent = client.post(url("correction_decide", evaluation, correction.pk), {"putusan": "tolak", "remark": " "})
    client.post(url("correction_decide", evaluation, correction.pk), {"putusan": "tolak", "remark": "Tak berdasar."})

    correction.refresh_from_db()
    assert silent.status_code >= 400
    assert (correction.outcome, correction.remark) == ("Ditolak", "Tak berdasar.")


def test_the_institution_finds_it_on_its_way_and_reads_the_levels_when_the_period_opens_them(client, evaluation):
    proposed(evaluation, 1, 5)
    client.force_login(member(Role.COORDINATOR, evaluation.institution))
    address = reverse("evaluations:detail", args=[evaluation.pk])

    closed = client.get(address).content.decode()
    type(evaluation.period).objects.update(consolidation_shown="closed")
    opened = client.get(address).content.decode()

    for page in (closed, opened):
        assert "Alasan koreksi 1" in page
        assert "Menunggu persetujuan" in page
    assert "Tingkat 3 menjadi 5" not in closed
    assert "Tingkat 3 menjadi 5" in opened


def test_an_institution_is_found_by_its_name(client, evaluation):
    client.force_login(member(Role.EVALUATION_TEAM))

    page = client.get(url("corrections", evaluation), {"cari": str(evaluation.institution)}).content.decode()

    assert url("correction_propose", evaluation, evaluation.pk) in page


@pytest.mark.parametrize("corrected", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, corrected, evaluation, django_assert_num_queries):
    for number in range(1, corrected + 1):
        correct(evaluation, number, 5)
    client.force_login(member(Role.EVALUATION_TEAM))

    with django_assert_num_queries(14):
        client.get(url("corrections", evaluation))
