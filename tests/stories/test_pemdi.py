"""Pemdi 2026: two institutions from the opening to the decree, on decimals, without domains and without criteria."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import User
from apps.common.sheets import write_sheet
from apps.coordination.queries.external import COLUMNS
from apps.evaluations.models import Evaluation, FindingKind, LedgerLevel, PartFinding
from apps.institutions.models import Institution, Role
from apps.instruments.models import Instrument
from apps.interview.models import Clarification
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from tests.invariants import assert_invariants
from tests.stories import people
from tests.stories.conftest import people_of
from tests.stories.people import Person

NAMES = ["Kabupaten Banyuwangi", "Kota Denpasar"]
INDICES = {5: Decimal("3.40"), 6: Decimal("2.75"), 7: Decimal("3.10")}
UNCLEAR = 18
OWN = {number: Decimal("2.5") + Decimal(number) / 20 for number in range(1, 21)}
NO_CRITERIA = "Kriteria belum ditetapkan"


def imports_indices(ministry: Person, period: EvaluationPeriod, codes: list[str]) -> None:
    """A workbook with what three agencies publish, looked at, then applied."""
    rows = [
        (code, number, f"{level} (Baik)", level, f"Indeks ke-{number}, terbitan simulasi", "2026-03-31")
        for code in codes
        for number, level in INDICES.items()
    ]
    file = SimpleUploadedFile("indeks.xlsx", write_sheet("Indeks", COLUMNS, rows))
    preview = ministry.sends("coordination:external_upload", period.slug, file=file)
    assert len(ministry.browser.get(preview).context["preview"].rows) == len(rows)
    assert ministry.browser.post(preview).status_code == 302


def enters_by_hand(ministry: Person, evaluation: Evaluation) -> None:
    ministry.sends(
        "coordination:external_value",
        evaluation.period.slug,
        evaluation.pk,
        UNCLEAR,
        value="78,2",
        level="3,25",
        source="Surat simulasi tentang interoperabilitas data",
        dated="2026-04-30",
    )


def assesses_itself(own: dict[Role, Person], evaluation: Evaluation) -> None:
    entry = own[Role.DATA_ENTRY]
    entry.opens("self_assessment:sheet", evaluation.pk)
    for number, level in asked():
        page = entry.opens("self_assessment:indicator", evaluation.pk, number)
        assert NO_CRITERIA in page
        people.answers(entry, evaluation, number, level)
    people.hands_in_drafts(entry, evaluation)
    people.approves_all(own[Role.PERSON_IN_CHARGE], evaluation)
    people.signs_and_submits(own[Role.COORDINATOR], evaluation)


def asked() -> list[tuple[int, Decimal]]:
    return [(number, level) for number, level in OWN.items() if number not in (*INDICES, UNCLEAR)]


def writes_findings(lead: Person, evaluation: Evaluation) -> None:
    """The drafts are empty without criteria, so the lead writes every text."""
    lead.sends("consolidation:draft", evaluation.pk)
    assert not evaluation.part_findings.exclude(text="").exists()
    for part in evaluation.period.instrument.parts.all():
        lead.opens("consolidation:findings", evaluation.pk, part.pk)
        stored = dict(PartFinding.objects.filter(evaluation=evaluation, part=part).values_list("kind", "version"))
        fields: dict[str, object] = {}
        for kind in FindingKind:
            fields[kind.value] = f"{kind.label} {part.name}."
            fields[f"{kind.value}_version"] = stored.get(kind.value, 0)
        lead.sends("consolidation:findings", evaluation.pk, part.pk, **fields)


@pytest.fixture
def instrument(reference: None, db: None) -> Instrument:
    return Instrument.objects.get(code="pemdi-20")


def test_two_institutions_pass_every_stage_into_the_decree(
    ministry: Person, agencies: list[Person], assessors: list[User], instrument: Instrument, client
) -> None:
    institutions = [Institution.objects.get(name=name) for name in NAMES]
    own = [people_of(one) for one in institutions]
    period = people.prepares_period(ministry, instrument, name="Pemdi 2026", year=2026, label="SIMULASI")
    people.uploads_locus(ministry, period, [one.code for one in institutions])
    people.makes_team(ministry, period, "Tim 1", *assessors)
    people.opens_period(ministry, period)
    first, second = evaluations = [Evaluation.objects.get(period=period, institution=one) for one in institutions]
    for theirs, evaluation in zip(own, evaluations, strict=True):
        assesses_itself(theirs, evaluation)
    imports_indices(ministry, period, [one.code for one in institutions])
    pair = [Person(one) for one in assessors]
    lead = pair[0]
    for place, evaluation in enumerate(evaluations):
        for assessor in pair:
            people.judges(assessor, evaluation, dict(asked()), {1: "Tunjukkan penerapannya."})
        people.closes_desk_review(lead, evaluation)
        people.holds_interview(lead, evaluation, after=timedelta(hours=2 * place))
        people.clarifies(lead, evaluation, {1: Decimal("3.15")})
    for theirs, evaluation in zip(own, evaluations, strict=True):
        for word in Clarification.objects.filter(evaluation=evaluation).select_related("indicator"):
            people.agrees_to(theirs[Role.COORDINATOR], evaluation, word.indicator.number)
        people.closes_interview(lead, evaluation)
        lead.opens("consolidation:detail", evaluation.pk)
        writes_findings(lead, evaluation)
        lead.sends("consolidation:hand_over", evaluation.pk)
    ministry.opens("consolidation:review", first.pk)
    refused = ministry.browser.post(reverse("consolidation:review", args=[first.pk]), {"decision": "accepted"})
    assert f"indikator {UNCLEAR}" in refused.content.decode()
    for evaluation in evaluations:
        enters_by_hand(ministry, evaluation)
        people.accepts(ministry, evaluation)
    people.the_worker_works()
    run = people.finalises(ministry, period)
    for member in agencies:
        people.agrees(member, run)
    decree = people.issues_decree(ministry, period, number="0/SIMULASI")
    people.publishes(ministry, decree)

    assert set(run.results.values_list("stated", "predikat__name")) == {(Decimal("3.15"), "Baik")}
    brought = LedgerLevel.objects.filter(evaluation=second, indicator__number__in=[*INDICES, UNCLEAR])
    assert set(brought.values_list("indicator__number", "stage", "level")) == {
        (number, Stage.EXTERNAL_INDEX.value, level) for number, level in (INDICES | {UNCLEAR: Decimal("3.25")}).items()
    }
    for theirs, evaluation in zip(own, evaluations, strict=True):
        page = theirs[Role.COORDINATOR].opens("evaluations:detail", evaluation.pk)
        assert "Indeks ke-5, terbitan simulasi" in page
    assert "Domain" not in client.get(reverse("portal:institution", args=[institutions[0].slug])).content.decode()
    assert_invariants()
