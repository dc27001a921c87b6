"""Whom awards go to, who is left out, and what a decision freezes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from apps.awards.actions import (
    DecisionHead,
    announce,
    decide,
    exclude,
    lift,
    make_certificates,
    prepare_awards,
)
from apps.awards.models import Award, AwardAnnouncement, AwardCategory, AwardCertificate, AwardExclusion, AwardList
from apps.awards.queries import final_run, judged_of
from apps.common.exceptions import DomainError
from apps.decrees import actions as decrees
from apps.institutions.models import Category, Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.results.models import ImportedKind, ImportedResult, Result
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import EvaluationFactory, InstitutionFactory, bring_to, member, small_instrument
from tests.factories.results import agreed_run, computed_run, finished_period, issued_decree, published_decree

pytestmark = pytest.mark.django_db
HEAD = DecisionHead("1/UJI", date(2002, 3, 4), "Jakarta", "Nama Uji", "Jabatan Uji")
REFUSED = "tidak dapat diubah lagi|tidak diubah lagi|hanya dapat ditambah|sebelum daftarnya ditetapkan"
SHIPPED = [
    "Kementerian terbaik",
    "LPNK, LNS, dan lembaga lain terbaik",
    "Provinsi terbaik",
    "Kota terbaik",
    "Kabupaten terbaik",
    "Peningkatan signifikan",
]


@pytest.fixture
def ministry():
    return member(Role.EVALUATION_TEAM)


def year_of(levels: dict, **fields):
    """A published period in which these institutions have these levels throughout."""
    period = finished_period([], **fields)
    for institution, level in levels.items():
        evaluation = EvaluationFactory.create(period=period, institution=institution)
        bring_to(evaluation, Stage.FINAL, level=level)
    published_decree(period)
    period.refresh_from_db()
    return period


def of(category, number=1):
    return InstitutionFactory.create_batch(number, category=category)


def won(awards):
    """category -> (institution, place, whether shared, the figure before)."""
    run = final_run(awards.period)
    return {
        judged.category.name: [
            (one.result.evaluation.institution, one.place, one.is_shared, one.before) for one in judged.winners
        ]
        for judged in judged_of(awards, run)
        if judged.winners
    }


def test_six_categories_are_shipped_as_data_and_prepared_once(ministry):
    period = finished_period([])

    prepared = [prepare_awards(period, by=ministry) for _ in range(2)]

    assert prepared[0] == prepared[1]
    assert list(AwardCategory.objects.values_list("name", flat=True)) == SHIPPED
    assert prepared[0].year_before == period.year - 1


def test_the_best_of_each_category_wins_and_equal_figures_share_the_place(ministry):
    [city], regencies, [agency] = of(Category.CITY), of(Category.REGENCY, 3), of(Category.OTHER_BODY)
    period = year_of({city: 2, agency: 1} | dict(zip(regencies, (4, 4, 3), strict=True)))

    awards = prepare_awards(period, by=ministry)

    assert won(awards) == {
        "LPNK, LNS, dan lembaga lain terbaik": [(agency, 1, False, None)],
        "Kota terbaik": [(city, 1, False, None)],
        "Kabupaten terbaik": [(regencies[0], 1, True, None), (regencies[1], 1, True, None)],
    }


def test_a_category_may_go_down_to_further_places(ministry):
    regencies = of(Category.REGENCY, 3)
    awards = prepare_awards(year_of(dict(zip(regencies, (4, 3, 2), strict=True))), by=ministry)
    awards.categories.filter(name="Kabupaten terbaik").update(places=2)

    assert won(awards)["Kabupaten terbaik"] == [(regencies[0], 1, False, None), (regencies[1], 2, False, None)]


def test_only_pairs_of_one_instrument_that_both_are_published_are_improvements(ministry):
    instrument = small_instrument()
    risen, less, fallen, other = of(Category.REGENCY, 4)
    year_of({risen: 2, less: 3, fallen: 4}, instrument=instrument, year=2000)
    year_of({other: 1}, instrument=small_instrument(code="uji-lain"), year=2000)
    period = year_of({risen: 4, less: 4, fallen: 3, other: 5}, instrument=instrument, year=2001)

    awards = prepare_awards(period, by=ministry)

    assert won(awards)["Peningkatan signifikan"] == [(risen, 1, False, Decimal(2))]
    [judged] = [one for one in judged_of(awards, final_run(period)) if one.category.measure == "improvement"]
    assert judged.compared == 3


def test_what_is_not_published_is_no_earlier_figure(ministry):
    instrument = small_instrument()
    [regency] = of(Category.REGENCY)
    before = finished_period([], instrument=instrument, year=2000)
    bring_to(EvaluationFactory.create(period=before, institution=regency), Stage.FINAL, level=1)
    computed_run(before)
    period = year_of({regency: 4}, instrument=instrument, year=2001)

    assert "Peningkatan signifikan" not in won(prepare_awards(period, by=ministry))


def test_a_simulation_is_not_compared_with_an_official_figure(ministry):
    [regency] = of(Category.REGENCY)
    period = year_of({regency: 4}, year=2001)
    ImportedResult.objects.create(
        institution=regency,
        label=str(regency),
        year=2000,
        instrument=period.instrument,
        kind=ImportedKind.OFFICIAL,
        index=1,
        printed="1,00",
        source="Uji",
    )

    assert "Peningkatan signifikan" not in won(prepare_awards(period, by=ministry))


def test_who_is_excluded_gives_the_place_to_the_next_until_it_is_lifted(ministry):
    first, second = of(Category.CITY, 2)
    awards = prepare_awards(year_of({first: 4, second: 3}), by=ministry)

    exclusion = exclude(awards, first, "Datanya sedang diperiksa.", by=ministry)
    without = won(awards)["Kota terbaik"]
    lift(exclusion, by=ministry)

    assert without == [(second, 1, False, None)]
    assert won(awards)["Kota terbaik"] == [(first, 1, False, None)]
    exclusion.refresh_from_db()
    assert (exclusion.by, exclusion.lifted_by, exclusion.reason) == (ministry, ministry, "Datanya sedang diperiksa.")


def test_nobody_is_excluded_twice(ministry):
    [city] = of(Category.CITY)
    awards = prepare_awards(finished_period([]), by=ministry)
    exclude(awards, city, "Alasan", by=ministry)

    with pytest.raises(DomainError, match="sudah dikecualikan"):
        exclude(awards, city, "Alasan lain", by=ministry)


def test_a_computation_without_a_decree_is_not_awarded_from(ministry):
    period = finished_period([3])
    agreed_run(period)
    awards = prepare_awards(period, by=ministry)

    assert final_run(period) is None
    with pytest.raises(DomainError, match="menjadi keputusan"):
        decide(awards, HEAD, by=ministry)


def test_an_issued_decree_is_enough_to_decide_and_not_to_announce(ministry):
    period = finished_period([3])
    decree = issued_decree(agreed_run(period))
    awards = prepare_awards(period, by=ministry)
    decide(awards, HEAD, by=ministry)
    make_certificates(awards, Job.objects.get(kind="awards.certificates"))

    with pytest.raises(DomainError, match="sesudah hasilnya terbit"):
        announce(awards, url="/penghargaan/", by=ministry)

    decrees.publish_decree(decree, by=ministry)
    assert announce(awards, url="/penghargaan/", by=ministry).list == awards


def decided(ministry):
    [city] = of(Category.CITY)
    period = year_of({city: 4})
    awards = prepare_awards(period, by=ministry)
    awards.categories.filter(name="Kota terbaik").update(places=3)
    exclude(awards, *of(Category.CITY), "Alasan", by=ministry)
    decide(awards, HEAD, by=ministry)
    awards.refresh_from_db()
    return awards


def test_a_decision_says_who_when_and_what(ministry):
    awards = decided(ministry)

    award = Award.objects.get()
    assert (awards.decided_by, awards.number, awards.run) == (ministry, "1/UJI", final_run(awards.period))
    assert (award.category.name, award.place, award.stated) == ("Kota terbaik", 1, Decimal(4))


def test_a_second_decision_is_refused(ministry):
    with pytest.raises(DomainError, match="sudah ditetapkan"):
        decide(decided(ministry), HEAD, by=ministry)


@pytest.mark.parametrize(
    "change",
    [
        lambda awards: AwardList.objects.update(number="2/UJI"),
        lambda awards: awards.categories.update(places=1),
        lambda awards: execute("DELETE FROM awards_awardcategory"),
        lambda awards: AwardExclusion.objects.update(reason="Lain"),
        lambda awards: AwardExclusion.objects.create(
            list=awards, institution=of(Category.CITY)[0], reason="Alasan", by=awards.decided_by
        ),
        lambda awards: Award.objects.update(place=2),
        lambda awards: Award.objects.all().delete(),
        lambda awards: Award.objects.create(
            category=awards.categories.all()[0], result=Result.objects.get(), place=1, is_shared=False, stated=4
        ),
    ],
)
def test_nothing_of_a_decided_list_moves(ministry, change):
    awards = decided(ministry)

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        change(awards)


def test_no_award_says_another_figure_than_its_result(ministry):
    [city] = of(Category.CITY)
    awards = prepare_awards(year_of({city: 4}), by=ministry)

    with pytest.raises(DatabaseError, match="menurut hasil periode ini"), transaction.atomic():
        Award.objects.create(
            category=awards.categories.get(name="Kota terbaik"),
            result=Result.objects.get(),
            place=1,
            is_shared=False,
            stated=Decimal("4.01"),
        )


def test_no_award_goes_to_who_is_excluded(ministry):
    [city] = of(Category.CITY)
    awards = prepare_awards(year_of({city: 4}), by=ministry)
    exclude(awards, city, "Alasan", by=ministry)

    with pytest.raises(DatabaseError, match="menurut hasil periode ini"), transaction.atomic():
        Award.objects.create(
            category=awards.categories.get(name="Kota terbaik"),
            result=Result.objects.get(),
            place=1,
            is_shared=False,
            stated=4,
        )


def test_a_list_without_winners_is_not_decided(ministry):
    [city] = of(Category.CITY)
    awards = prepare_awards(year_of({city: 4}), by=ministry)
    exclude(awards, city, "Alasan", by=ministry)

    with pytest.raises(DomainError, match="Tidak ada instansi"):
        decide(awards, HEAD, by=ministry)


def test_certificates_are_made_once_however_often_the_worker_runs(ministry):
    awards = decided(ministry)
    job = Job.objects.get(kind="awards.certificates")
    assert jobs.run(job.pk)
    first = AwardCertificate.objects.get().sha256

    make_certificates(awards, job)

    assert AwardCertificate.objects.get().sha256 == first


def test_awards_are_not_announced_before_their_certificates_are_made(ministry):
    with pytest.raises(DomainError, match="Piagam masih dibuat"):
        announce(decided(ministry), url="/penghargaan/", by=ministry)


def test_an_undecided_list_cannot_be_announced(ministry):
    [city] = of(Category.CITY)
    awards = prepare_awards(year_of({city: 4}), by=ministry)

    with pytest.raises(DatabaseError, match="sesudah ditetapkan"), transaction.atomic():
        AwardAnnouncement.objects.create(list=awards, by=ministry)


def test_the_institution_is_told_when_its_award_is_announced(ministry):
    awards = decided(ministry)
    person = member(Role.COORDINATOR, Award.objects.get().result.evaluation.institution)
    make_certificates(awards, Job.objects.get(kind="awards.certificates"))

    announce(awards, url="/penghargaan/uji/", by=ministry)

    notice = Notice.objects.get(user=person)
    assert (notice.text, notice.url, notice.simulation_label) == (
        f"{Award.objects.get().result.evaluation.institution} memperoleh penghargaan: Kota terbaik.",
        "/penghargaan/uji/",
        "SIMULASI",
    )
