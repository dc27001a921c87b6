"""Banyuwangi 2023: 4,70 4,20 3,91 4,82 make 4,50, Memuaskan. One institution through every page of a year."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.dashboard.demo.reconstruction import levels_of, spec_of
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Institution, Role, University
from apps.results.models import ImportedResult, Result
from apps.rules.stages import Stage
from tests.invariants import assert_invariants
from tests.stories import people
from tests.stories.people import Person

LABEL = "SIMULASI - REKONSTRUKSI"
# In the indicator with this number the assessors differ; in that one the interview brings the level back.
DIFFERENT, UNCLEAR, RETURNED = 4, 12, 7


@pytest.fixture
def institution(reference: None, db: None) -> Institution:
    return Institution.objects.get(name="Kabupaten Banyuwangi")


@pytest.fixture
def published(institution: Institution) -> ImportedResult:
    return ImportedResult.objects.select_related("instrument").get(institution=institution, year=2023)


@pytest.fixture
def levels(published: ImportedResult) -> dict[int, Decimal]:
    """The reconstructed levels; only these group sums fit the published domains."""
    return levels_of(published, spec_of(published.instrument))


def test_the_levels_are_the_only_ones_that_fit(levels):
    sums = [
        sum(level for number, level in levels.items() if first <= number <= last)
        for first, last in [(1, 10), (11, 20), (21, 31), (32, 41), (42, 47)]
    ]

    assert sums == [47, 42, 43, 47, 30]


def test_a_year_from_the_new_period_to_the_public_page(
    ministry: Person,
    agencies: list[Person],
    institution: Institution,
    published: ImportedResult,
    levels: dict[int, Decimal],
):
    # Orang: the ministry lists the Koordinator and the assessors, the Koordinator invites its own people
    first, second = University.objects.order_by("name").values_list("name", flat=True)[:2]
    coordinator, lead, other = people.imports_people(
        ministry,
        (Role.COORDINATOR.label, institution.code, "Rina Simulasi", "koordinator.banyuwangi"),
        (Role.ASSESSOR.label, first, "Nadia Simulasi", "asesor.satu"),
        (Role.ASSESSOR.label, second, "Bayu Simulasi", "asesor.dua"),
    )
    entry = people.invites(coordinator, institution, Role.DATA_ENTRY, name="Adi Simulasi", username="entri")
    in_charge = people.invites(coordinator, institution, Role.PERSON_IN_CHARGE, name="Ayu Simulasi", username="pj")

    # Persiapan
    period = people.prepares_period(ministry, published.instrument, name="Rekonstruksi 2023", year=2023, label=LABEL)
    people.uploads_locus(ministry, period, [institution.code])
    people.makes_team(ministry, period, "Tim 1", lead.user, other.user)
    people.opens_period(ministry, period)
    evaluation = Evaluation.objects.get(period=period)

    # Penilaian mandiri
    assert LABEL in entry.opens("self_assessment:sheet", evaluation.pk)
    for number, level in levels.items():
        people.answers(entry, evaluation, number, level)
    people.hands_in_drafts(entry, evaluation)
    people.returns(in_charge, evaluation, RETURNED, "Sebutkan pasalnya.")
    assert "Sebutkan pasalnya." in entry.opens("self_assessment:indicator", evaluation.pk, RETURNED)
    people.answers(entry, evaluation, RETURNED, levels[RETURNED] - 1)
    people.answers(entry, evaluation, RETURNED, levels[RETURNED], hand_in=True)
    people.approves_all(in_charge, evaluation)
    people.signs_and_submits(coordinator, evaluation)
    assert evaluation.stage == Stage.DESK_REVIEW

    # Penilaian dokumen
    asked = {UNCLEAR: "Mohon ditunjukkan keputusannya."}
    people.judges(lead, evaluation, levels | {UNCLEAR: levels[UNCLEAR] - 1}, asked)
    people.judges(other, evaluation, levels | {UNCLEAR: levels[UNCLEAR] - 1, DIFFERENT: levels[DIFFERENT] - 1})
    people.settles_difference(lead, evaluation, DIFFERENT, levels[DIFFERENT])
    people.closes_desk_review(lead, evaluation)
    assert evaluation.stage == Stage.INTERVIEW

    # Interviu, konsolidasi, reviu
    people.holds_interview(lead, evaluation)
    people.clarifies(lead, evaluation, levels)
    people.agrees_to(coordinator, evaluation, UNCLEAR)
    people.closes_interview(lead, evaluation)
    people.hands_over(lead, evaluation)
    people.accepts(ministry, evaluation)

    # Finalisasi, penetapan, publikasi
    run = people.finalises(ministry, period)
    for member in agencies:
        people.agrees(member, run)
    decree = people.issues_decree(ministry, period, number="0/REKONSTRUKSI")
    own_page = reverse("portal:institution", args=[institution.slug])
    before = Client().get(own_page).content
    people.publishes(ministry, decree)

    result = Result.objects.get(evaluation=evaluation)
    assert (result.numerator, result.denominator, result.stated) == (8997, 2000, Decimal("4.50"))
    assert result.predikat.name == "Memuaskan"
    assert [(part.part.number, part.stated) for part in result.parts.filter(part__kind="domain")] == [
        (1, Decimal("4.70")),
        (2, Decimal("4.20")),
        (3, Decimal("3.91")),
        (4, Decimal("4.82")),
    ]
    spoken = LedgerLevel.objects.filter(evaluation=evaluation, indicator__number=UNCLEAR)
    assert {one.stage: one.level - levels[UNCLEAR] for one in spoken} == {
        Stage.SELF_ASSESSMENT: 0,
        Stage.DESK_REVIEW: -1,
        Stage.INTERVIEW: 0,
    }
    public = Client().get(reverse("portal:result", args=[period.slug, institution.slug])).content.decode()
    assert LABEL in public
    assert "4,50" in public
    assert Client().get(own_page).content == before, "the reconstruction is no official figure"
    assert_invariants()


def test_the_public_page_shows_the_official_figure_with_its_source(client, institution):
    page = client.get(reverse("portal:institution", args=[institution.slug])).content.decode()

    assert "4,50" in page
    assert "tertinggi di antara kabupaten" in page
    assert "kilasdaerah.kompas.com" in page
    assert "SIMULASI" not in page
