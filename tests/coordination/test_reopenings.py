"""/kendali/<slug>/pembukaan-kembali/: proposed, approved by two, read by who audits."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.evaluations.actions.reopenings import propose_reopening
from apps.evaluations.models import Reopening
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, member

pytestmark = pytest.mark.django_db


def url(name, evaluation, *args):
    return reverse(f"coordination:{name}", args=[evaluation.period.slug, *args])


def asked(evaluation):
    until = timezone.now() + timedelta(days=2)
    by = member(Role.EVALUATION_TEAM)
    return propose_reopening(evaluation, Stage.SELF_ASSESSMENT, until=until, reason="Bukti tertinggal.", by=by)


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return bring_to(EvaluationFactory.create(with_team=True), Stage.DESK_REVIEW)


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


def test_one_of_the_ministry_proposes(client, evaluation):
    client.force_login(member(Role.EVALUATION_TEAM))
    until = timezone.localtime() + timedelta(days=2)

    page = client.get(url("reopening_propose", evaluation, evaluation.pk))
    response = client.post(
        url("reopening_propose", evaluation, evaluation.pk),
        {"what": Stage.SELF_ASSESSMENT, "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "Bukti tertinggal."},
    )

    assert "Tahap penilaian mandiri" in page.content.decode()
    assert response.status_code == 302
    assert Reopening.objects.get().stage == Stage.SELF_ASSESSMENT


@pytest.mark.parametrize("changes", [{"reason": ""}, {"what": Stage.FINAL}, {"until": "2001-01-01T10:00"}])
def test_what_cannot_be_comes_back_with_the_reason(client, evaluation, changes):
    client.force_login(member(Role.EVALUATION_TEAM))
    until = timezone.localtime() + timedelta(days=2)
    typed = {"what": Stage.SELF_ASSESSMENT, "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "-"} | changes

    response = client.post(url("reopening_propose", evaluation, evaluation.pk), typed)

    assert response.status_code == 400
    assert not Reopening.objects.exists()


def test_two_others_approve_and_it_is_open(client, evaluation):
    reopening = asked(evaluation)
    for _ in range(2):
        client.force_login(member(Role.EVALUATION_TEAM))
        client.post(url("reopening_decide", evaluation, reopening.pk), {"putusan": "setuju"})

    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.SELF_ASSESSMENT
    assert "Dibuka kembali" in client.get(url("reopenings", evaluation)).content.decode()


def test_who_proposed_sees_no_button_and_is_refused(client, evaluation):
    reopening = asked(evaluation)
    client.force_login(reopening.proposed_by)

    page = client.get(url("reopenings", evaluation)).content.decode()
    response = client.post(url("reopening_decide", evaluation, reopening.pk), {"putusan": "setuju"})

    assert "Setujui pembukaan kembali" not in page
    assert response.status_code == 409


def test_the_list_asks_as_much_for_many_as_for_one(client, evaluation):
    client.force_login(member(Role.EVALUATION_TEAM))
    asked(evaluation)
    counts = []
    for more in (0, 3):
        for _ in range(more):
            asked(bring_to(EvaluationFactory.create(period=evaluation.period, with_team=True), Stage.DESK_REVIEW))
        with CaptureQueriesContext(connection) as seen:
            client.get(url("reopenings", evaluation))
        counts.append(len(seen))

    assert counts[0] == counts[1]
