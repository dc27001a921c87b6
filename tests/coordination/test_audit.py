"""/kendali/<slug>/pemeriksaan/: a closed period with its ledger, for whoever audits; nothing before it is closed."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.evaluations.actions.seals import seal
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, bring_to, correct, member
from tests.factories.results import published_decree

pytestmark = pytest.mark.django_db


def url(name, evaluation, *args):
    return reverse(f"coordination:{name}", args=[evaluation.period.slug, *args])


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    found = bring_to(EvaluationFactory.create(with_team=True), Stage.FINAL)
    correct(found, 1, 5)
    seal(found)
    return found


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


def test_every_revision_correction_and_seal_is_read(client, evaluation):
    published_decree(evaluation.period)
    client.force_login(member(Role.AUDITOR))

    listed = client.get(url("audit", evaluation)).content.decode()
    content = client.get(url("audit_one", evaluation, evaluation.pk)).content.decode()

    assert url("audit_one", evaluation, evaluation.pk) in listed
    assert evaluation.institution.seals.latest("number").digest in content
    assert "Koreksi indikator 1" in content
    assert content.count("Alasan koreksi 1") == 2  # in the ledger, and in the list of corrections


@pytest.mark.parametrize("name", ["audit", "audit_one"])
def test_nothing_is_read_before_the_period_is_closed(client, evaluation, name):
    client.force_login(member(Role.AUDITOR))

    args = [evaluation.pk] if name == "audit_one" else []
    assert client.get(url(name, evaluation, *args)).status_code == 404


def test_it_is_only_read(client, evaluation):
    published_decree(evaluation.period)
    client.force_login(member(Role.AUDITOR))

    statuses = [client.post(url("audit", evaluation)).status_code]
    statuses.append(client.post(url("audit_one", evaluation, evaluation.pk)).status_code)
    assert statuses == [405, 405]


def test_the_list_asks_as_much_for_many_as_for_one(client, evaluation):
    client.force_login(member(Role.EVALUATION_TEAM))
    counts = []
    for more in (0, 3):
        for _ in range(more):
            EvaluationFactory.create(period=evaluation.period)
        with CaptureQueriesContext(connection) as seen:
            client.get(url("audit", evaluation))
        counts.append(len(seen))

    assert counts[0] == counts[1]
