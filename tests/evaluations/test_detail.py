"""The way of one evaluation: who reads how much of it, and when."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.evaluations.grants import set_grants
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.institutions.models import Role
from apps.results.models import FinalisationRun, Result
from apps.rules.stages import Stage
from tests.desk_review.test_sheet import statements
from tests.factories import (
    EvaluationFactory,
    TeamFactory,
    answer_all,
    assessors_of,
    bring_to,
    lead_of,
    member,
    move_window,
    real_instrument,
    speak,
)


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return EvaluationFactory(with_team=True)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


def url(evaluation) -> str:
    return reverse("evaluations:detail", args=[evaluation.pk])


def coordinator_of(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


def closed(evaluation) -> Evaluation:
    """The same with its window over, so that no room is open."""
    if evaluation.open_until:
        move_window(evaluation, closes_in=timedelta(seconds=-1))
    return evaluation


def rooms(client, evaluation, user) -> list[str]:
    client.force_login(user)
    return [room.url for room in client.get(url(evaluation)).context["rooms"]]


def columns(client, evaluation, user) -> list[Stage]:
    client.force_login(user)
    return [stage for stage, _ in client.get(url(evaluation)).context["columns"]]


def test_offers_what_this_person_can_do_now(client, evaluation):
    lead, other = assessors_of(evaluation)
    coordinator = coordinator_of(evaluation)

    assert rooms(client, evaluation, coordinator) == [
        "self_assessment:sheet",
        "self_assessment:approval",
        "self_assessment:submission",
    ]
    assert rooms(client, evaluation, lead) == []

    bring_to(evaluation, Stage.DESK_REVIEW)

    assert rooms(client, evaluation, coordinator) == []
    assert rooms(client, evaluation, other) == ["desk_review:sheet"]
    assert rooms(client, evaluation, lead) == ["desk_review:sheet", "desk_review:differences"]


def test_offers_nothing_when_the_window_is_over(client, evaluation):
    assert rooms(client, closed(evaluation), coordinator_of(evaluation)) == []


def test_says_what_comes_while_no_stage_is_closed(client, evaluation):
    client.force_login(coordinator_of(evaluation))

    assert "Belum ada tahap yang ditutup" in client.get(url(evaluation)).content.decode()


def test_the_institution_reads_a_stage_as_soon_as_it_is_closed(client, evaluation):
    coordinator = coordinator_of(evaluation)
    bring_to(evaluation, Stage.DESK_REVIEW)

    before = columns(client, closed(evaluation), coordinator)
    bring_to(evaluation, Stage.INTERVIEW)
    after = columns(client, closed(evaluation), coordinator)

    assert (before, after) == ([Stage.SELF_ASSESSMENT], [Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW])


@pytest.fixture
def settled(evaluation) -> Evaluation:
    """Handed over to the review; consolidation has set indicator 1 to 5."""
    bring_to(evaluation, Stage.REVIEW)
    speak(evaluation, Stage.CONSOLIDATION, {1: 5}, by=lead_of(evaluation))
    return evaluation


def test_what_settles_the_index_stays_hidden_from_the_institution_until_publication(client, settled):
    readers = [coordinator_of(settled), lead_of(settled), member(Role.EVALUATION_TEAM)]

    read = [Stage.CONSOLIDATION in columns(client, settled, reader) for reader in readers]

    assert read == [False, True, True]


def test_the_provisional_index_is_for_team_and_ministry(client, settled):
    figures = []
    for reader in (coordinator_of(settled), lead_of(settled), member(Role.EVALUATION_TEAM)):
        client.force_login(reader)
        figures.append(str(client.get(url(settled)).context["figures"].index))

    assert figures == ["3.00", "3.50", "3.50"]


def test_names_are_for_team_and_ministry_and_roles_for_the_institution(client, settled):
    name = str(lead_of(settled))
    pages = []
    for reader in (coordinator_of(settled), assessors_of(settled)[1], member(Role.EVALUATION_TEAM)):
        client.force_login(reader)
        pages.append(client.get(url(settled)).content.decode())

    assert [name in page for page in pages] == [False, True, True]
    assert "tim asesor" in pages[0]


def publish(evaluation) -> Result:
    """A result, as the finalisation writes it."""
    period = evaluation.period
    run = FinalisationRun.objects.create(period=period, number=1)
    band = period.instrument.bands.get(slug="sedang")
    return Result.objects.create(
        run=run, evaluation=evaluation, numerator=7, denominator=2, stated="3.50", predikat=band
    )


def test_the_result_appears_only_once_it_is_published(client, settled):
    publish(settled)
    for reader in (coordinator_of(settled), member(Role.EVALUATION_TEAM)):
        client.force_login(reader)

        assert "result" not in client.get(url(settled)).context


def test_findings_are_read_after_publication(client, evaluation):
    bring_to(evaluation, Stage.CONSOLIDATION)
    part = evaluation.period.instrument.parts.filter(indicators__isnull=False).first()
    PartFinding.objects.create(evaluation=evaluation, part=part, kind=FindingKind.RECOMMENDATION, text="Susun pedoman.")
    client.force_login(coordinator_of(evaluation))
    before = client.get(url(evaluation)).content.decode()

    bring_to(evaluation, Stage.PUBLISHED)
    after = client.get(url(evaluation)).content.decode()

    assert ("Susun pedoman." in before, "Susun pedoman." in after) == (False, True)


def test_the_auditor_reads_names_from_publication_on(client, settled):
    auditor = member(Role.AUDITOR)
    client.force_login(auditor)
    before = client.get(url(settled)).status_code

    bring_to(settled, Stage.PUBLISHED)
    set_grants([settled])

    page = client.get(url(settled)).content.decode()
    assert (before, str(lead_of(settled)) in page) == (404, True)


def test_strangers_see_nothing(client, evaluation):
    strangers = [
        coordinator_of(EvaluationFactory(period=evaluation.period)),
        TeamFactory(period=evaluation.period).members.first().user,
        member(Role.AUDITOR),
    ]
    for user in strangers:
        client.force_login(user)

        assert client.get(url(evaluation)).status_code == 404


def test_a_visitor_is_asked_to_log_in(client, evaluation):
    assert client.get(url(evaluation)).status_code == 302


def test_statements_depend_on_nothing(client, db):
    counts = []
    for instrument in ({}, {"period__instrument": real_instrument("spbe-47")}):
        evaluation = EvaluationFactory(with_team=True, **instrument)
        answer_all(evaluation)
        bring_to(evaluation, Stage.PUBLISHED)
        for reader in (coordinator_of(evaluation), lead_of(evaluation), member(Role.EVALUATION_TEAM)):
            client.force_login(reader)
            counts.append(statements(client, url(evaluation)))

    assert counts[:3] == counts[3:]
    institution, assessor, ministry = counts[:3]
    assert max(institution, assessor) <= 16
    assert ministry <= 18  # it may correct, which its permissions say
