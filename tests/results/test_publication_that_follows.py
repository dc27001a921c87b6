"""A correction after publication: computed, voted on, decreed under the old decree's name, and published anew.

Until that last one nothing of the new figure is public; afterwards it is everywhere, and the old one stays on record.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.evaluations.models import Correction, Evaluation
from apps.institutions.models import Institution, Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.results.models import FinalisationRun, Publication, Result
from apps.results.queries import published_results
from tests.factories import corrector, member
from tests.factories.results import finished_period, published_decree

pytestmark = pytest.mark.django_db


@pytest.fixture
def former() -> Decree:
    """A published period of two institutions; the first one's figure is to be corrected."""
    return published_decree(finished_period([3, 4], simulation_label=""))


def work() -> None:
    """What the worker does."""
    for job in Job.objects.filter(state=JobState.WAITING).order_by("pk"):
        jobs.run(job.pk)


def post(client: Client, user: User, name: str, *args: object, **body: object) -> None:
    client.force_login(user)
    response = client.post(reverse(name, args=args), body)
    assert response.status_code == 302, response.content.decode()


def stated(institution: Institution) -> list[str]:
    return [f"{one.stated:.2f}" for one in published_results().filter(evaluation__institution=institution)]


@pytest.mark.usefixtures("invariants_hold")
def test_the_whole_way_through_the_pages(client: Client, former: Decree) -> None:
    period, old = former.run.period, former.run
    evaluation = Evaluation.objects.filter(period=period).order_by("pk")[0]
    institution, ministry = evaluation.institution, member(Role.EVALUATION_TEAM)
    page = reverse("portal:institution", args=[institution.slug])
    kept = list(Result.objects.filter(run=old).order_by("pk").values())
    before = Client().get(page).content

    post(
        client, ministry, "coordination:correction_propose", period.slug, evaluation.pk,
        indicator=evaluation.period.instrument.indicators.get(number=1).pk, level="5", reason="Salah catat.",
        document=SimpleUploadedFile("nota.pdf", b"%PDF-1.7 nota %%EOF", "application/pdf"),
    )  # fmt: skip
    correction = Correction.objects.get()
    for name in ("Unit satu", "Unit dua"):
        user, unit = corrector(name)
        post(client, user, "coordination:correction_decide", period.slug, correction.pk, putusan="setuju", unit=unit.pk)
    client.force_login(ministry)
    assert "1 koreksi menunggu penerbitan" in client.get(reverse("dashboard:home")).content.decode()
    assert "1 koreksi menunggu penerbitan" in client.get(reverse("results:run", args=[period.slug])).content.decode()
    post(client, ministry, "results:start", period.slug)
    work()
    run = FinalisationRun.objects.get(period=period, edition=2)
    for user in User.objects.filter(memberships__role=Role.AGENCY_MEMBER):
        post(client, user, "results:vote", period.slug, choice="agree", content_sha256=run.content_sha256, note="")
    post(client, ministry, "decrees:draft", period.slug)
    decree = Decree.objects.get(run=run)
    head = {field: getattr(former, field) for field in ("year", "title", "place", "dated", "signatory")}
    decrees.edit_head(decree, head_version=decree.head_version, number="7", **head)
    post(client, ministry, "decrees:render", decree.pk)
    work()
    post(client, ministry, "decrees:issue", decree.pk)
    work()
    between = Client().get(page).content
    post(client, ministry, "decrees:publish", decree.pk)

    decree.refresh_from_db()
    new = run.results.get(evaluation=evaluation)
    after = Client().get(page).content.decode()
    assert between == before
    assert (decree.corrects, stated(institution)) == (former, [f"{new.stated:.2f}"])
    assert list(Publication.objects.order_by("edition").values_list("run", "edition")) == [(old.pk, 1), (run.pk, 2)]
    assert list(Result.objects.filter(run=old).order_by("pk").values()) == kept
    assert 'Indeks semula <b class="num">3,00</b>' in after
    assert reverse("portal:verify", args=[decree.code]) in after
