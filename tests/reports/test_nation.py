"""The report on the nation: its figures, its paper, who reads it."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common.files import read
from apps.evaluations.actions.conflicts import TieRow, decide_exception, declare_tie, propose_exception
from apps.evaluations.models import ConflictException, ConflictSource
from apps.institutions.models import Category, Role
from apps.instruments.models import Indicator
from apps.jobs import actions as jobs
from apps.reports.actions import render_nation, request_national
from apps.reports.models import NationalReport
from apps.reports.nation import nation_of
from apps.results.models import ImportedResult
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, UserFactory, bring_to, hand_over, member
from tests.factories.evaluations import PeriodFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.results import computed_run, finished_period, published_decree
from tests.paper.reading import kinds_of_tags, pages

pytestmark = pytest.mark.django_db


def url(period, name="period"):
    return reverse(f"reports:{name}", args=[period.slug])


def run_of(*institutions, **fields):
    """A computation over these institutions with a level each."""
    period = PeriodFactory.create(**fields)
    for institution, level in institutions:
        evaluation = EvaluationFactory.create(period=period, institution=institution)
        bring_to(evaluation, Stage.FINAL, level=level)
    return computed_run(period)


def test_means_are_exact_until_they_are_stated_and_every_predikat_is_counted():
    nation = nation_of(computed_run(finished_period([2, 3, 3])))

    assert (nation.whole.number, nation.whole.mean) == (3, Decimal("2.67"))
    assert (nation.whole.lowest, nation.whole.highest) == (Decimal(2), Decimal(3))
    assert sum(nation.whole.by_predikat) == 3
    assert [group.name for group in nation.tracks] == ["Evaluasi"]


def test_categories_and_provinces_stand_apart():
    regency = InstitutionFactory.create(category=Category.REGENCY)
    province = InstitutionFactory.create(category=Category.PROVINCE, province=regency.province)
    ministry = InstitutionFactory.create(category=Category.MINISTRY, province=None)
    nation = nation_of(run_of((regency, 2), (province, 4), (ministry, 3)))

    assert [(group.name, group.mean) for group in nation.categories] == [
        ("Kementerian", Decimal(3)),
        ("Provinsi", Decimal(4)),
        ("Kabupaten", Decimal(2)),
    ]
    assert [(one.name, one.own, one.number, one.mean) for one in nation.regions] == [
        (regency.province.name, Decimal(4), 2, Decimal(3))
    ]
    assert [one.by_category for one in nation.parts] == [[Decimal(3), Decimal(4), Decimal(2)]] * len(nation.parts)


def test_who_was_not_assessed_is_no_zero():
    period = finished_period([3])
    EvaluationFactory.create(period=period, track=Track.NOT_ASSESSED)

    nation = nation_of(computed_run(period))

    assert (nation.whole.number, nation.whole.mean, nation.not_assessed) == (1, Decimal(3), 1)


def test_the_hardest_indicators_come_first():
    period = finished_period([])
    evaluation = EvaluationFactory.create(period=period)
    hand_over(evaluation)
    hardest = Indicator.objects.filter(instrument=period.instrument).order_by("-number").first()
    bring_to(evaluation, Stage.FINAL, level=4)
    run = computed_run(period)

    first = nation_of(run).hardest

    assert [one.mean for one in first] == [Decimal(4)] * len(first)
    assert first[-1].indicator.number <= hardest.number
    assert [one.indicator.number for one in first] == sorted(one.indicator.number for one in first)


def imported(period, institution, year, slug, **fields):
    band = period.instrument.bands.get(slug=slug) if slug else None
    return ImportedResult.objects.create(
        institution=institution,
        label=institution.name,
        year=year,
        instrument=fields.pop("instrument", period.instrument),
        kind="resmi",
        index=2,
        printed="2,00",
        predikat=band,
        source="uji",
        **fields,
    )


def test_predikat_move_between_two_years_of_one_instrument():
    up, same, new = (InstitutionFactory.create() for _ in range(3))
    run = run_of((up, 4), (same, 2), (new, 3), simulation_label="", year=2024)
    bands = list(run.period.instrument.bands.all())
    held = {one.evaluation.institution: one.predikat.slug for one in run.results.all()}
    imported(run.period, up, 2023, bands[-1].slug)
    imported(run.period, same, 2023, held[same])
    imported(run.period, new, 2022, bands[0].slug)  # not the year before

    moved = nation_of(run).movement

    assert (moved.year, moved.risen, moved.kept, moved.fallen) == (2023, 1, 1, 0)
    assert sum(sum(numbers) for _, numbers in moved.rows) == 2


def test_a_simulation_is_never_compared_with_what_is_official():
    institution = InstitutionFactory.create()
    run = run_of((institution, 4), year=2024)
    imported(run.period, institution, 2023, run.period.instrument.bands.last().slug)

    assert nation_of(run).movement is None


def test_the_former_period_of_a_simulation_is_a_simulation():
    institution = InstitutionFactory.create()
    former = run_of((institution, 2), year=2023)
    published_decree(former.period)
    run = run_of((institution, 4), year=2024, instrument=former.period.instrument)

    moved = nation_of(run).movement

    assert (moved.former, moved.year, moved.risen) == (former.period.name, 2023, 1)


def paper(run):
    report = request_national(run, by=None)
    render_nation(NationalReport.objects.select_related("run__period__instrument").get(pk=report.pk))
    report.refresh_from_db()
    return read(report.sha256)


@pytest.mark.printed
def test_the_paper_says_all_of_it_and_repeats_to_the_byte():
    run = computed_run(finished_period([2, 3, 3]))

    made = paper(run)

    found = pages(made)
    text = " ".join(found)
    for words in ("2,67", "Pergeseran predikat", "Indikator dengan rata-rata tingkat terendah", "Menurut provinsi"):
        assert words in text
    assert [("DRAF" in page, "SIMULASI" in page) for page in found] == [(True, True)] * len(found)
    assert {"/H1", "/H2", "/Table", "/Figure"} <= kinds_of_tags(made)
    assert paper(run) == made


def test_the_ministry_asks_for_it_and_nobody_else_sees_it(client):
    period = finished_period([3])
    run = computed_run(period)
    client.force_login(member(Role.COORDINATOR, run.results.get().evaluation.institution))
    others = [
        client.post(url(period, "national_ask")).status_code,
        client.get(url(period, "national_paper")).status_code,
    ]
    client.force_login(member(Role.EVALUATION_TEAM))

    early = client.get(url(period, "national_paper")).status_code
    client.post(url(period, "national_ask"))
    jobs.run(NationalReport.objects.get().job_id)
    taken = client.get(url(period, "national_paper"))

    assert (others, early) == ([404, 404], 404)
    assert taken.content == read(NationalReport.objects.get().sha256)
    assert NationalReport.objects.get().code in client.get(url(period)).content.decode()


def test_a_draft_from_before_the_publication_proves_nothing(client):
    period = finished_period([3])
    published_decree(period)
    run = period.runs.get()
    paper(run)
    report = NationalReport.objects.get()
    address = reverse("portal:verify", args=[report.code])
    known = client.get(address)
    NationalReport.objects.update(asked_at=period.created_at)

    unknown = client.get(address)

    assert report.sha256 in known.content.decode()
    assert report.sha256 not in unknown.content.decode()


def excepted(period, institution, *, approve):
    """One who is tied to an institution of the period is to assess it all the same."""
    first, second = member(Role.EVALUATION_TEAM), member(Role.EVALUATION_TEAM)
    tie = TieRow(source=ConflictSource.FAMILY, detail="Rahasia keluarga", from_date=timezone.localdate())
    conflict = declare_tie(institution, tie, by=UserFactory())
    exception = propose_exception(conflict, period, reason=f"Alasan {institution.code}", by=first)
    decide_exception(exception, approve=approve, remark="", by=second)
    return exception


def test_exceptions_of_conflicts_stand_in_it_with_reason_and_two_people_and_no_private_detail():
    period = finished_period([2, 3])
    one, other = (row.institution for row in period.evaluations.select_related("institution").order_by("pk"))
    run = computed_run(period)
    none = " ".join(" ".join(pages(paper(run))).split())
    allowed, refused = excepted(period, one, approve=True), excepted(period, other, approve=False)

    text = " ".join(" ".join(pages(paper(run))).split())

    assert "tidak ada asesor yang menilai dengan pengecualian" in none
    people = (
        allowed.conflict.assessor.name,
        allowed.proposed_by.name,
        ConflictException.objects.get(pk=allowed.pk).decided_by.name,
    )
    assert all(name in text for name in (*people, one.name, allowed.reason))
    assert (refused.reason in text, "Rahasia keluarga" in text) == (False, False)
