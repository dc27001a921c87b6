"""Rekap penuh: institution by indicator by stage, made by the worker, kept, and every taking of it on record."""

import io
import tracemalloc

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.common.files import read
from apps.common.sheets import Table, write_book
from apps.coordination.actions.recaps import FULL_RECAP, make_full_recap
from apps.coordination.models import FullRecap
from apps.evaluations.models import LedgerLevel
from apps.exports.models import Export
from apps.jobs.actions import run
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, answer_all, bring_to

LEVELS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


@pytest.fixture
def period(db):
    return PeriodFactory()


@pytest.fixture
def reviewed(period):
    evaluation = EvaluationFactory(period=period, institution=InstitutionFactory(code="11.01"), with_team=True)
    answer_all(evaluation, LEVELS)
    return bring_to(evaluation, Stage.INTERVIEW, level=2)


@pytest.fixture
def sent(period):
    evaluation = EvaluationFactory(period=period, institution=InstitutionFactory(code="11.02"), track=Track.MONITORING)
    return bring_to(evaluation, Stage.DESK_REVIEW, level=4)


@pytest.fixture
def recap(period, ministry):
    return FullRecap.objects.create(period=period, asked_by=ministry)


def ask(client, period):
    return client.post(reverse("coordination:full_recaps", args=[period.slug]))


def book(recap):
    recap.refresh_from_db()
    found = CalamineWorkbook.from_filelike(io.BytesIO(read(recap.sha256)))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def test_every_stage_has_a_sheet_of_institutions_by_indicators(period, reviewed, sent, recap):
    EvaluationFactory(period=period, institution=InstitutionFactory(code="11.03"))

    make_full_recap(recap)

    sheets = book(recap)
    assert list(sheets) == ["Keterangan", "Instansi", "Penilaian mandiri", "Penilaian dokumen"]
    assert sheets["Penilaian mandiri"][2] == ["Kode", "Instansi", "Kategori", "Provinsi", "Jalur", *"12345"]
    assert [(row[0], row[4], *row[5:]) for row in sheets["Penilaian mandiri"][3:]] == [
        ("11.01", "Evaluasi", 1, 2, 3, 4, 5),
        ("11.02", "Pemantauan", 4, 4, 4, 4, 4),
    ]
    assert [(row[0], *row[5:]) for row in sheets["Penilaian dokumen"][3:]] == [("11.01", 2, 2, 2, 2, 2)]
    assert [(row[0], row[6]) for row in sheets["Instansi"][3:]] == [
        ("11.01", "Interviu"),
        ("11.02", "Penilaian dokumen"),
        ("11.03", "Penilaian mandiri"),
    ]
    assert recap.levels == 15


def test_the_latest_revision_counts(period, sent, recap):
    first = LedgerLevel.objects.filter(evaluation=sent, indicator__number=1).get()
    LedgerLevel.objects.create(
        evaluation=sent, indicator=first.indicator, stage=first.stage, revision=2, level=1, at=first.at
    )

    make_full_recap(recap)

    assert book(recap)["Penilaian mandiri"][3][5:] == [1, 4, 4, 4, 4]


def test_it_says_simulation_and_what_it_is(period, sent, recap):
    make_full_recap(recap)

    for rows in book(recap).values():
        assert rows[0][0] == "SIMULASI"
        assert rows[1][0].startswith(f"{period.name}, rekap penuh {recap.code}, keadaan ")


def test_another_period_does_not_enter(period, sent, recap):
    bring_to(EvaluationFactory(period=PeriodFactory()), Stage.DESK_REVIEW)

    make_full_recap(recap)

    assert recap.levels == 0  # not yet read again
    assert len(book(recap)["Penilaian mandiri"]) == 4


def test_made_twice_it_stays_the_first(period, sent, recap):
    make_full_recap(recap)
    recap.refresh_from_db()
    before = (recap.sha256, recap.made_at)

    make_full_recap(recap)

    recap.refresh_from_db()
    assert (recap.sha256, recap.made_at) == before


def test_who_asks_gets_it_from_the_worker(desk, ministry, period, sent):
    ask(desk, period)
    job = Job.objects.get(kind=FULL_RECAP)

    run(job.pk)

    recap = period.full_recaps.get()
    job.refresh_from_db()
    assert (job.state, job.created_by, recap.asked_by) == ("done", ministry, ministry)
    assert recap.made_at is not None


def test_asking_again_while_one_is_waited_for_asks_once(desk, period):
    ask(desk, period)
    ask(desk, period)

    assert (FullRecap.objects.count(), Job.objects.filter(kind=FULL_RECAP).count()) == (1, 1)


def test_a_published_period_is_recapped_too(desk, period):
    EvaluationPeriod.objects.filter(pk=period.pk).update(state=PeriodState.PUBLISHED)

    assert ask(desk, period).status_code == 302


def test_every_taking_is_on_record(desk, ministry, period, sent, recap):
    make_full_recap(recap)

    response = desk.get(reverse("coordination:full_recap", args=[period.slug, recap.pk]))

    taken = Export.objects.get()
    recap.refresh_from_db()
    assert b"".join(response.streaming_content) == read(recap.sha256)
    assert (taken.by, taken.title, taken.period_slug, taken.rows) == (
        ministry,
        f"Rekap penuh {recap.code}",
        period.slug,
        5,
    )


def test_what_is_not_made_yet_is_not_there(desk, period, recap):
    assert desk.get(reverse("coordination:full_recap", args=[period.slug, recap.pk])).status_code == 404
    assert not Export.objects.exists()


def test_a_recap_of_another_period_is_not_there(desk, period, sent, recap):
    make_full_recap(recap)

    assert desk.get(reverse("coordination:full_recap", args=[PeriodFactory().slug, recap.pk])).status_code == 404


def test_made_means_kept_with_a_hash(recap):
    with pytest.raises(IntegrityError), transaction.atomic():
        FullRecap.objects.filter(pk=recap.pk).update(sha256="a" * 64)


def test_the_page_names_the_hash_and_costs_the_same_for_more(
    desk, period, sent, ministry, django_assert_max_num_queries
):
    for _ in range(2):
        make_full_recap(FullRecap.objects.create(period=period, asked_by=ministry))
    url = reverse("coordination:full_recaps", args=[period.slug])
    desk.get(url)
    with django_assert_max_num_queries(12) as two:
        content = desk.get(url).content.decode()
    for _ in range(3):
        make_full_recap(FullRecap.objects.create(period=period, asked_by=ministry))

    with django_assert_max_num_queries(12) as five:
        desk.get(url)

    assert len(five) == len(two)
    assert f"SHA-256 {period.full_recaps.last().sha256}" in content


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(rows):
        tracemalloc.start()
        write_book(tmp_path / "buku.xlsx", [Table("Isi", ["A", "B"], ((f"baris {n}", n) for n in range(rows)))])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)

    assert peak(20_000) < 2 * peak(2_000)
