"""A correction after publication: computed, voted on, decreed under the old decree's name, and published anew.

Until that last one nothing of the new figure is public; afterwards it is everywhere, and the old one stays on record.
"""

from collections.abc import Callable
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.coordination.invariants import violations
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.decrees.queries import correction_of, issued_decrees, with_corrections
from apps.evaluations.models import Correction, Evaluation, LedgerLevel
from apps.evaluations.past import figures_in
from apps.institutions.models import Institution, Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.notices.models import Notice
from apps.reports.actions import request_report
from apps.reports.models import Report
from apps.reports.queries import sheet_of
from apps.results.models import FinalisationRun, Publication, Result
from apps.results.queries import published_results
from apps.rules.stages import Stage
from tests.database import execute, past_the_triggers
from tests.factories import PeriodFactory, UserFactory, correct, corrector, member, proposed
from tests.factories.results import (
    computed_run,
    corrected_and_published,
    correcting_decree,
    finished_period,
    published_decree,
    without_paper,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    without_paper(monkeypatch)


@pytest.fixture(scope="module")
def kept_former(kept: None) -> Decree:
    with pytest.MonkeyPatch.context() as patch:
        without_paper(patch)
        return published_decree(finished_period([3, 4], simulation_label=""))


@pytest.fixture
def former(kept_former: Decree, db: None) -> Decree:
    """A published period of two institutions; the first one's figure is to be corrected."""
    return deepcopy(kept_former)


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


@pytest.fixture
def evaluation(former: Decree) -> Evaluation:
    """The one whose figure is to be corrected."""
    return Evaluation.objects.select_related("period", "institution").filter(period=former.run.period).order_by("pk")[0]


def test_the_whole_way_through_the_pages(client: Client, former: Decree, evaluation: Evaluation) -> None:
    period, old = former.run.period, former.run
    broken_before = violations()
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
    assert violations() == broken_before
    assert between == before
    assert (decree.corrects, stated(institution)) == (former, [f"{new.stated:.2f}"])
    assert list(Publication.objects.order_by("edition").values_list("run", "edition")) == [(old.pk, 1), (run.pk, 2)]
    assert list(Result.objects.filter(run=old).order_by("pk").values()) == kept
    assert 'Indeks semula <b class="num">3,00</b>' in after
    assert reverse("portal:verify", args=[decree.code]) in after


# --- who sees what until then


def test_the_worker_computes_nothing_anew_without_a_correction(former: Decree) -> None:
    with pytest.raises(DomainError, match="belum ada koreksi yang disetujui"):
        computed_run(former.run.period)


def test_an_open_correction_holds_up_the_publication(evaluation: Evaluation) -> None:
    decree = correcting_decree(evaluation, 1, 5)
    proposed(evaluation, 2, 5)

    with pytest.raises(DomainError, match="belum diputus"):
        decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))


def test_a_second_correction_voids_the_correcting_computation_and_not_the_published_one(
    former: Decree, evaluation: Evaluation
) -> None:
    never_public = correcting_decree(evaluation, 1, 5)

    final = corrected_and_published(evaluation, 2, 5)

    states = dict(FinalisationRun.objects.filter(period=evaluation.period).values_list("number", "state"))
    assert states == {1: "computed", 2: "replaced", 3: "computed"}
    assert [final.corrects, never_public.corrects] == [never_public, former]
    assert correction_of(former) == final
    assert list(with_corrections(issued_decrees()).values_list("pk", "is_corrected")) == [
        (final.pk, False), (former.pk, True),
    ]  # fmt: skip


def test_who_audits_reads_what_is_published_and_not_what_will_be(
    client: Client, former: Decree, evaluation: Evaluation
) -> None:
    decree = correcting_decree(evaluation, 1, 5)
    client.force_login(member(Role.AUDITOR))
    slug, here = evaluation.period.slug, [former.pk, decree.pk]

    desk = client.get(reverse("results:run", args=[slug]))
    papers = [client.get(reverse("decrees:detail", args=[pk])).status_code for pk in here]
    decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))
    desk_then = client.get(reverse("results:run", args=[slug]))
    papers_then = [client.get(reverse("decrees:detail", args=[pk])).status_code for pk in here]

    assert [desk.context["run"], desk_then.context["run"]] == [former.run, decree.run]
    assert (papers, papers_then) == ([200, 404], [200, 200])


def test_the_institution_reads_the_new_result_from_its_publication_on(client: Client, evaluation: Evaluation) -> None:
    decree = correcting_decree(evaluation, 1, 5)
    old, new = (Result.objects.get(evaluation=evaluation, run__edition=edition) for edition in (1, 2))
    client.force_login(member(Role.COORDINATOR, evaluation.institution))

    way = client.get(reverse("evaluations:detail", args=[evaluation.pk]))
    report = client.get(reverse("reports:report", args=[new.pk]))
    decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))
    way_then = client.get(reverse("evaluations:detail", args=[evaluation.pk]))
    old_report, report_then = (client.get(reverse("reports:report", args=[one.pk])) for one in (old, new))

    assert (way.context["result"], report.status_code) == (old, 404)
    assert "masuk pada penerbitan berikutnya" in way.content.decode()
    assert (way_then.context["result"], report_then.status_code) == (new, 200)
    assert "masuk pada penerbitan berikutnya" not in way_then.content.decode()
    assert "Hasil ini sudah dikoreksi" in old_report.content.decode()


def test_a_report_rests_on_the_levels_of_its_own_result(evaluation: Evaluation) -> None:
    correct(evaluation, 1, 5)
    old = Result.objects.select_related("run").get(evaluation=evaluation)
    report = Report.objects.create(result=old, code="LH-UJI")

    sheet = sheet_of(report)

    levels = [line.level for node in sheet.nodes for line in node.indicators]
    assert set(levels) == {3}
    assert list(sheet.corrections) == []


def test_a_former_report_is_kept_and_not_made_again(evaluation: Evaluation) -> None:
    old = Result.objects.get(evaluation=evaluation)
    corrected_and_published(evaluation, 1, 5)

    with pytest.raises(DomainError, match="sudah dikoreksi"):
        request_report(old, by=None)


def test_agencies_are_asked_for_their_word_on_the_correcting_computation(
    client: Client, evaluation: Evaluation
) -> None:
    client.force_login(User.objects.filter(memberships__role=Role.AGENCY_MEMBER)[0])
    page = client.get(reverse("dashboard:home")).content.decode()
    correct(evaluation, 1, 5)

    computed_run(evaluation.period)

    assert "hitungan 1" not in page
    assert "hitungan 2" in client.get(reverse("dashboard:home")).content.decode()


def test_only_the_institutions_whose_levels_were_corrected_are_told(former: Decree, evaluation: Evaluation) -> None:
    other = Evaluation.objects.filter(period=evaluation.period).exclude(pk=evaluation.pk).get()
    theirs, others = (member(Role.COORDINATOR, one.institution) for one in (evaluation, other))

    corrected_and_published(evaluation, 1, 5)

    again = Notice.objects.filter(text__endswith="dikoreksi dan terbit kembali.")
    assert set(again.values_list("user", flat=True)) == {theirs.pk}
    assert not Notice.objects.filter(user=others).exists()


def test_next_year_stands_beside_the_corrected_figure(evaluation: Evaluation) -> None:
    corrected_and_published(evaluation, 1, 5)
    later = PeriodFactory.create(year=evaluation.period.year + 1, simulation_label="")

    figures = figures_in(later, {evaluation.institution_id}, evaluation.period.year)

    new = Result.objects.get(evaluation=evaluation, run__edition=2)
    assert figures[evaluation.institution_id].index == new.stated


# --- what the database refuses


def refused(match: str, write: Callable[[], object]) -> None:
    with pytest.raises((DomainError, IntegrityError), match=match), passing_the_gate():
        write()


def test_a_computation_is_for_the_publication_that_follows_and_one_lives_for_it(evaluation: Evaluation) -> None:
    period = evaluation.period
    correct(evaluation, 1, 5)
    run = computed_run(period)

    refused("penerbitan yang berikut", lambda: FinalisationRun.objects.create(period=period, number=9, edition=1))
    refused("penerbitan yang berikut", lambda: FinalisationRun.objects.create(period=period, number=9, edition=3))
    refused("one_living_run_per_edition", lambda: FinalisationRun.objects.create(period=period, number=9, edition=2))
    refused("tidak diubah", lambda: FinalisationRun.objects.filter(pk=run.pk).update(edition=3))


NOT_FOLLOWING = [
    ("", 1, "tidak mengikuti penerbitan terakhir"),
    ("UPDATE results_finalisationrun SET edition = 3 WHERE edition = 2", 2, "tidak mengikuti penerbitan terakhir"),
    ("UPDATE decrees_decree SET corrects_id = NULL", 2, "menyebut keputusan lama"),
    ("UPDATE decrees_decree SET state = 'draft' WHERE corrects_id IS NOT NULL", 2, "keputusan yang sudah ditetapkan"),
    ("DELETE FROM results_vote", 2, "belum disetujui kuorum"),
]


def test_what_does_not_follow_is_not_published(evaluation: Evaluation) -> None:
    run, by = correcting_decree(evaluation, 1, 5).run, UserFactory.create()

    for spoil, edition, refusal in NOT_FOLLOWING:
        with transaction.atomic():
            with past_the_triggers():
                execute(spoil or "SELECT 1")
            refused(
                refusal,
                lambda edition=edition: Publication.objects.create(
                    period=evaluation.period, run=run, edition=edition, by=by
                ),
            )
            transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match="one_publication_per_edition"), past_the_triggers():
        Publication.objects.create(period=evaluation.period, run=run, edition=1, by=by)


def test_what_was_published_stays_published(evaluation: Evaluation) -> None:
    corrected_and_published(evaluation, 1, 5)

    for change in (
        "UPDATE results_publication SET edition = 3 WHERE edition = 1",
        "DELETE FROM results_publication WHERE edition = 1",
        "UPDATE results_finalisationrun SET state = 'replaced' WHERE edition = 1",
        "UPDATE results_result SET stated = 5",
    ):
        with pytest.raises(DomainError), passing_the_gate():
            execute(change)


def test_a_published_computation_stands_against_every_later_word_but_a_correction(evaluation: Evaluation) -> None:
    word = evaluation.ledger.filter(stage=Stage.DESK_REVIEW)[0]
    word.pk, word.revision = None, 2
    first_wall = next(one for one in LedgerLevel._meta.triggers if one.name == "words_in_their_time")
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(f"ALTER TABLE evaluations_ledgerlevel DISABLE TRIGGER {first_wall.get_pgid(LedgerLevel)}")

    refused("sudah terbit", word.save)

    assert correct(evaluation, 1, 5).is_approved
