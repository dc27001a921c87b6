"""/laporan/periode/<slug>/: all reports of a period as one batch, and its ZIP."""

import hashlib
import io
import json
import zipfile
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.common.pdf import pages_of
from apps.decrees.actions import publish_decree
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.reports.actions import ask_batch, batches, make, try_again
from apps.reports.models import BatchReport, BatchState, Report, ReportBatch
from apps.reports.queries import standing_of
from apps.results import actions as results
from apps.results.models import RunState
from tests.factories import EvaluationFactory, member
from tests.factories.results import agreed_run, computed_run, finished_period, issued_decree, published_decree
from tests.paper.reading import pages

pytestmark = pytest.mark.django_db

PAGE_STATEMENTS = 17
FAKE = b"%PDF-1.7 uji"


@pytest.fixture
def quick(monkeypatch):
    """Reports that cost nothing; their bytes tell whose they are."""
    monkeypatch.setattr(batches, "render_report", lambda sheet: FAKE + sheet.institution.encode())
    monkeypatch.setattr(batches, "pages_of", lambda _: 12)


@pytest.fixture
def ministry():
    return member(Role.EVALUATION_TEAM)


def do_all() -> int:
    """What any number of workers do, one after another; returns how many jobs that took."""
    count = 0
    while waiting := list(Job.objects.filter(state=JobState.WAITING).order_by("pk").values_list("pk", flat=True)):
        for pk in waiting:
            count += jobs.run(pk)
    return count


def url(period, name="period"):
    return reverse(f"reports:{name}", args=[period.slug])


def opened(batch: ReportBatch) -> zipfile.ZipFile:
    batch.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(read(batch.sha256)))


@pytest.mark.printed
def test_every_report_is_in_the_zip_and_the_manifest_says_what_it_is(ministry):
    run = computed_run(finished_period([2, 3]))

    batch = ask_batch(run, by=ministry)
    do_all()

    archive = opened(batch)
    manifest = json.loads(archive.read("manifest.json"))["laporan"]
    assert archive.testzip() is None
    assert [one["berkas"] for one in manifest] == archive.namelist()[2:]
    for one, result in zip(manifest, run.results.order_by("evaluation__institution__code"), strict=True):
        content = archive.read(one["berkas"])
        assert one["instansi"] == result.evaluation.institution.name
        assert one["kode_verifikasi"] == Report.objects.get(result=result).code
        assert (one["sha256"], one["ukuran"]) == (hashlib.sha256(content).hexdigest(), len(content))
        assert one["halaman"] == pages_of(content) == len(pages(content))
    lines = archive.read("manifest.csv").decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [one["kode_instansi"] for one in manifest]
    assert [line.split(",")[-1] for line in lines[1:]] == ["SIMULASI"] * len(manifest)


def test_the_same_reports_make_the_same_zip(quick, ministry):
    run = computed_run(finished_period([2, 3]))
    first = ask_batch(run, by=ministry)
    do_all()

    second = ask_batch(run, by=ministry)
    do_all()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.pk != second.pk
    assert first.sha256 == second.sha256 != ""


def test_asking_twice_makes_one_batch(quick, ministry):
    run = computed_run(finished_period([2, 3]))

    assert ask_batch(run, by=ministry) == ask_batch(run, by=ministry)
    assert BatchReport.objects.count() == 2


def test_only_a_few_jobs_stand_in_the_queue_at_a_time(quick, ministry, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    run = computed_run(finished_period([2, 3, 3, 4, 2]))

    batch = ask_batch(run, by=ministry)
    seen = Job.objects.filter(kind=batches.REPORT, state=JobState.WAITING).count()
    jobs.run(Job.objects.filter(state=JobState.WAITING).earliest("pk").pk)

    assert (seen, Job.objects.filter(kind=batches.REPORT, state=JobState.WAITING).count()) == (2, 2)
    do_all()
    assert standing_of(ReportBatch.objects.get(pk=batch.pk)).made == 5


def test_one_that_cannot_be_made_stops_no_other_and_may_be_tried_again(quick, ministry, monkeypatch, client):
    period = finished_period([2, 3, 4])
    run = computed_run(period)
    broken = run.results.first().evaluation.institution.name
    sound = batches.render_report

    def render(sheet):
        if sheet.institution == broken:
            raise ValueError("angka tidak cocok")
        return sound(sheet)

    monkeypatch.setattr(batches, "render_report", render)
    client.force_login(ministry)

    client.post(url(period, "batch_ask"))
    do_all()
    page = client.get(url(period)).content.decode()

    batch = ReportBatch.objects.get()
    assert [(one.report.result.evaluation.institution.name) for one in standing_of(batch).failed] == [broken]
    assert "angka tidak cocok" in page
    assert "Coba lagi 1 laporan" in page
    assert len(opened(batch).namelist()) == 2 + 2

    monkeypatch.setattr(batches, "render_report", sound)
    kept = set(batch.items.filter(state=BatchState.MADE).values_list("sha256", "job"))
    assert client.post(url(period, "batch_again")).status_code == 302
    assert do_all() == 2  # the one report, and the ZIP
    assert len(opened(batch).namelist()) == 2 + 3
    assert kept < set(batch.items.values_list("sha256", "job"))


def test_a_database_that_is_gone_for_a_moment_fails_no_report(quick, ministry, monkeypatch):
    batch = ask_batch(computed_run(finished_period()), by=ministry)

    def render(_):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(batches, "render_report", render)
        jobs.run(Job.objects.get(kind=batches.REPORT).pk)
    seen = batch.items.get().state
    do_all()

    assert (seen, batch.items.get().state) == (BatchState.WAITING, BatchState.MADE)


def test_a_report_that_ends_its_workers_is_given_up_and_the_rest_goes_on(quick, ministry, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    batch = ask_batch(computed_run(finished_period([2, 3])), by=ministry)
    Job.objects.filter(kind=batches.REPORT).update(attempts=batches.TRIES)

    do_all()

    assert [one.state for one in batch.items.all()] == [BatchState.FAILED, BatchState.MADE]
    assert batch.items.first().message == "Pembuatan laporan ini terhenti beberapa kali."


def test_a_report_made_twice_counts_once(quick, ministry):
    batch = ask_batch(computed_run(finished_period([2, 3])), by=ministry)
    item = batch.items.first()

    for _ in range(2):
        make(BatchReport.objects.get(pk=item.pk), item.job)
        make(item, item.job)  # as another worker that had read the row before

    assert Job.objects.filter(kind=batches.REPORT).count() == 2
    assert not Job.objects.filter(kind=batches.PACK).exists()


def test_the_end_of_a_report_and_the_job_of_the_next_are_one(quick, ministry, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    batch = ask_batch(computed_run(finished_period([2, 3])), by=ministry)
    item = batch.items.first()

    def die(*_):
        raise SystemExit

    monkeypatch.setattr(batches, "_go_on", die)
    with pytest.raises(SystemExit):
        make(item, item.job)

    assert batch.items.filter(state=BatchState.WAITING).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_that_end_together_the_last_one_asks_for_the_zip(quick, ministry):
    batch = ask_batch(computed_run(finished_period([2, 3])), by=ministry)
    first, second = batch.items.select_related("job")

    def end() -> None:
        make(second, second.job)
        connection.close()

    other = Thread(target=end)
    with transaction.atomic():
        make(first, first.job)
        other.start()
        other.join(0.5)  # it waits for us; would it not, neither would see the other's end
    other.join(30)

    assert Job.objects.filter(kind=batches.PACK).count() == 1


def test_a_draft_is_nobodys_report(quick, ministry):
    ask_batch(computed_run(finished_period()), by=ministry)

    do_all()

    assert ReportBatch.objects.get().is_draft
    assert Report.objects.get().sha256 == ""


def test_after_the_publication_each_institution_has_its_report(quick, ministry, client):
    period = finished_period([2, 3])
    published_decree(period)
    result = period.runs.get().results.first()

    ask_batch(period.runs.get(), by=ministry)
    do_all()

    client.force_login(member(Role.COORDINATOR, result.evaluation.institution))
    taken = client.get(reverse("reports:paper", args=[result.pk]))
    assert b"".join(taken.streaming_content) == FAKE + result.evaluation.institution.name.encode()


@pytest.mark.printed
def test_a_batch_of_drafts_stays_one_when_results_are_published_meanwhile(ministry):
    period = finished_period()
    run = agreed_run(period)
    batch = ask_batch(run, by=ministry)
    publish_decree(issued_decree(run), by=ministry)
    make(BatchReport.objects.get(batch=batch), Job.objects.get(kind=batches.REPORT))

    found = pages(read(batch.items.get().sha256))
    assert ["DRAF" in page for page in found] == [True] * len(found)


def test_nothing_is_made_of_a_computation_that_was_replaced(quick, ministry, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    period = finished_period([2, 3, 4])
    run = computed_run(period)
    batch = ask_batch(run, by=ministry)
    results.start_run(period, by=ministry)

    do_all()

    assert batch.items.exclude(state=BatchState.WAITING).count() == 1  # the one that was under way
    with pytest.raises(DomainError):
        ask_batch(type(run).objects.get(pk=run.pk, state=RunState.REPLACED), by=ministry)


def test_a_batch_under_way_is_not_tried_again(quick, ministry):
    batch = ask_batch(computed_run(finished_period()), by=ministry)

    with pytest.raises(DomainError):
        try_again(batch, by=ministry)


def test_the_page_follows_the_making(quick, ministry, client, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    period = finished_period([2, 3])
    computed_run(period)
    client.force_login(ministry)
    client.post(url(period, "batch_ask"))
    jobs.run(Job.objects.filter(state=JobState.WAITING).earliest("pk").pk)

    under_way = client.get(url(period, "batch_progress"), headers={"HX-Request": "true"})
    page = client.get(url(period)).content.decode()
    early = client.get(url(period, "batch_archive")).status_code
    do_all()
    over = client.get(url(period, "batch_progress"), headers={"HX-Request": "true"})

    assert (under_way.status_code, over.status_code, early) == (200, 286, 404)
    assert "1 dari 2" in under_way.content.decode()
    assert 'max="2" value="1"' in page
    taken = client.get(url(period, "batch_archive"))
    assert hashlib.sha256(b"".join(taken.streaming_content)).hexdigest() == ReportBatch.objects.get().sha256
    assert client.get(url(period, "batch_progress")).status_code == 302


def test_whoever_asked_is_told_of_the_end_of_a_long_batch(quick, ministry):
    batch = ask_batch(computed_run(finished_period()), by=ministry)
    ReportBatch.objects.filter(pk=batch.pk).update(asked_at=batch.asked_at - 2 * jobs.PATIENCE)

    do_all()

    assert "Laporan semua instansi" in ministry.notices.get().text


def test_nobody_but_the_ministry_sees_the_reports_of_a_period(client):
    period = finished_period()
    run = computed_run(period)
    client.force_login(member(Role.COORDINATOR, run.results.get().evaluation.institution))

    assert [client.get(url(period, name)).status_code for name in ("period", "batch_progress", "batch_archive")] == [
        404
    ] * 3
    assert client.post(url(period, "batch_ask")).status_code == 404
    assert not ReportBatch.objects.exists()


def test_a_period_without_a_computation_has_nothing_to_report(client, ministry):
    period = EvaluationFactory.create().period
    client.force_login(ministry)

    page = client.get(url(period))

    assert "Belum ada hasil" in page.content.decode()
    assert [client.post(url(period, name)).status_code for name in ("batch_ask", "batch_again", "national_ask")] == [
        404
    ] * 3


def test_the_page_costs_the_same_for_many(quick, ministry, client):
    client.force_login(ministry)
    counted = []
    for size in (1, 3):
        period = finished_period([3] * size)
        batch = ask_batch(computed_run(period), by=ministry)
        batch.items.update(state=BatchState.FAILED, message="-")
        client.get(url(period))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(period))
        counted.append(len(queries))

    assert counted[0] == counted[1] <= PAGE_STATEMENTS
