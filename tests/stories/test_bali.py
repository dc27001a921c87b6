"""Bali 2023: the province and its nine kabupaten and kota, each under its own log-ins, in one decree.

`make trial` plays all ten. `make test` plays three of them: the province, which is visited, a kabupaten of the lowest
predikat and a kota; its ten figures come out of the demonstration (tests/dashboard/test_demo.py).
"""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.dashboard.demo.people import Staff
from apps.dashboard.demo.reconstruction import published_figures, scripts_for
from apps.dashboard.demo.year import Stageplay
from apps.decrees.models import Decree
from apps.decrees.queries import lists_of
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Role
from apps.interview.models import Clarification
from apps.results.models import ImportedResult
from apps.rules.stages import Stage
from tests.invariants import assert_invariants
from tests.stories import people
from tests.stories.conftest import people_of
from tests.stories.people import Person

PUBLISHED = [
    ("Provinsi Bali", "4.07", "Sangat Baik"),
    ("Kabupaten Jembrana", "3.14", "Baik"),
    ("Kabupaten Tabanan", "3.77", "Sangat Baik"),
    ("Kabupaten Badung", "3.66", "Sangat Baik"),
    ("Kabupaten Gianyar", "3.14", "Baik"),
    ("Kabupaten Klungkung", "3.02", "Baik"),
    ("Kabupaten Bangli", "2.48", "Cukup"),
    ("Kabupaten Karangasem", "2.30", "Cukup"),
    ("Kabupaten Buleleng", "3.45", "Baik"),
    ("Kota Denpasar", "3.80", "Sangat Baik"),
]
SAMPLE = ("Provinsi Bali", "Kabupaten Bangli", "Kota Denpasar")
ALL = tuple(name for name, *_ in PUBLISHED)


@pytest.fixture
def published(reference: None, db: None) -> list[ImportedResult]:
    return list(published_figures().filter(institution__province__name="Bali"))


def submits_own_sheet(play: Stageplay, script, own: dict[Role, Person], neighbour: Evaluation) -> None:
    """Filled and signed in bulk; handed in, approved and sent by the institution's own people, who see no other."""
    evaluation, coordinator = script.evaluation, own[Role.COORDINATOR]
    play.fill(script)
    own[Role.DATA_ENTRY].opens("self_assessment:sheet", evaluation.pk)
    people.hands_in_drafts(own[Role.DATA_ENTRY], evaluation)
    people.approves_all(own[Role.PERSON_IN_CHARGE], evaluation)
    play.sign([evaluation], by=coordinator.user)
    foreign = coordinator.browser.post(reverse("self_assessment:submission", args=[neighbour.pk]), {"kirim": "1"})
    assert foreign.status_code == 404
    coordinator.sends("self_assessment:submission", evaluation.pk, kirim="1")


def agrees_to_everything(coordinator: Person, evaluation: Evaluation) -> None:
    """The institution's reply to every level that came of the interview."""
    for word in Clarification.objects.filter(evaluation=evaluation).select_related("indicator"):
        people.agrees_to(coordinator, evaluation, word.indicator.number)


@pytest.mark.parametrize("names", [SAMPLE, pytest.param(ALL, marks=pytest.mark.trial)], ids=["three", "all ten"])
def test_institutions_pass_every_stage_into_one_decree(
    names: tuple[str, ...],
    ministry: Person,
    agencies: list[Person],
    assessors: list[User],
    published: list[ImportedResult],
    client,
):
    published = [one for one in published if one.institution and one.institution.name in names]
    institutions = [one.institution for one in published if one.institution]
    assert sorted(one.name for one in institutions) == sorted(names)
    own = {one.pk: people_of(one) for one in institutions}
    staff: Staff = {(pk, role): person.user for pk, theirs in own.items() for role, person in theirs.items()}
    period = people.prepares_period(
        ministry, published[0].instrument, name="Rekonstruksi Bali 2023", year=2023, label="SIMULASI - REKONSTRUKSI"
    )
    people.uploads_locus(ministry, period, [one.code for one in institutions])
    people.makes_team(ministry, period, "Tim 1", *assessors)
    people.opens_period(ministry, period)
    play = Stageplay(period.instrument, staff, ministry.user)
    scripts = scripts_for(period, published)
    lead, _ = pair = [Person(one) for one in assessors]

    for place, script in enumerate(scripts):
        submits_own_sheet(play, script, own[script.evaluation.institution_id], scripts[place - 1].evaluation)
        for assessor in pair:
            people.declares_no_tie(assessor, script.evaluation)
        play.judge(script)
    play.close_desk(scripts)
    play.invite([one.evaluation for one in scripts])
    play.interview(scripts)
    play.choose_for_visit([scripts[0].evaluation])
    for script in scripts:
        agrees_to_everything(own[script.evaluation.institution_id][Role.COORDINATOR], script.evaluation)
        lead.sends("interview:close", script.evaluation.pk)
    assert set(stages_of(scripts[:1])) == {Stage.VISITATION}
    play.visit(scripts[:1])
    for script in scripts:
        people.hands_over(lead, script.evaluation)
        people.accepts(ministry, script.evaluation)
    people.the_worker_works()
    run = people.finalises(ministry, period)
    for member in agencies:
        people.agrees(member, run)
    decree = people.issues_decree(ministry, period, number="0/REKONSTRUKSI")
    people.publishes(ministry, decree)

    figures = run.results.order_by("evaluation__institution__code")
    assert list(figures.values_list("evaluation__institution__name", "stated", "predikat__name")) == [
        (name, Decimal(stated), predikat) for name, stated, predikat in in_order_of_code(names)
    ]
    assert annex_of(decree) == [
        ("Pemerintah Provinsi", "", ["Provinsi Bali"]),
        ("Pemerintah Kabupaten dan Kota", "Provinsi Bali", [name for name, *_ in in_order_of_code(names)[1:]]),
    ]
    assert set(stages_of(scripts)) == {Stage.PUBLISHED}
    for script in scripts:
        own[script.evaluation.institution_id][Role.COORDINATOR].opens("evaluations:detail", script.evaluation.pk)
    assert_invariants()


def test_the_province_shows_its_published_figures(client, published):
    page = client.get(reverse("portal:institution", args=[Institution.objects.get(name="Provinsi Bali").slug]))

    years = [(line.year, line.figure.stated) for line in page.context["lines"] if line.figure]
    assert years == [(2023, Decimal("4.07")), (2021, Decimal("3.68"))]


def stages_of(scripts) -> list[str]:
    return list(
        Evaluation.objects.filter(pk__in=[one.evaluation.pk for one in scripts]).values_list("stage", flat=True)
    )


def in_order_of_code(names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    codes = dict(Institution.objects.values_list("name", "code"))
    return sorted((one for one in PUBLISHED if one[0] in names), key=lambda one: codes[one[0]])


def annex_of(decree: Decree) -> list[tuple[str, str, list[str]]]:
    """List, heading and names, as the annex prints them."""
    return [
        (part.title, group.heading, [row.name for row in group.rows])
        for part in lists_of(decree)
        for group in part.groups
    ]
