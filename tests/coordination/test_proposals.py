"""Proposals of teams: worked out by the worker, shown with their proof, applied as a whole or not at all."""

import io

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows
from apps.coordination.actions import apply_proposal, ask_proposal
from apps.coordination.actions.proposals import PROPOSAL, work_out
from apps.coordination.actions.wishes import set_wishes
from apps.coordination.models import AssessorWish, ProposedInstitution, TeamProposal
from apps.coordination.queries.proposals import problem_of, teams_in
from apps.coordination.queries.wishes import Wishes
from apps.evaluations.actions.conflicts import TieRow, declare_tie
from apps.evaluations.grants import holds
from apps.evaluations.models import AssessorTeam, ConflictSource
from apps.institutions.models import Role, University
from apps.jobs.actions import run
from apps.jobs.models import Job, JobState
from apps.periods.models import PeriodState
from apps.rules.stages import Track
from apps.rules.teams.checks import HARD, SOFT, broken, check
from tests.factories import EvaluationFactory, PeriodFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return PeriodFactory(state=PeriodState.PREPARATION)


@pytest.fixture
def country(period):
    """Four assessors of four universities and six institutions, one of them left out of the year."""
    people = [member(Role.ASSESSOR) for _ in range(4)]
    EvaluationFactory.create_batch(5, period=period)
    EvaluationFactory(period=period, track=Track.NOT_ASSESSED)
    return people


@pytest.fixture
def proposal(period, country, ministry):
    found = ask_proposal(period, seed="1", is_anew=False, by=ministry)
    run(Job.objects.get(kind=PROPOSAL, object_id=found.pk).pk)
    found.refresh_from_db()
    return found


def page(desk, proposal):
    return desk.get(reverse("coordination:proposal", args=[proposal.period.slug, proposal.pk]))


def unassigned(period):
    return period.evaluations.filter(team=None).exclude(track=Track.NOT_ASSESSED).count()


def test_the_worker_keeps_the_proposal_with_its_proof_and_changes_nothing(period, proposal):
    problem = problem_of(period, seed="1", is_anew=False)

    assert proposal.inputs_hash == problem.sha256
    assert (proposal.objective, proposal.gap, proposal.solver[:5]) == (10 * (9 + 9 + 4 + 4), 0, "HiGHS")
    assert not broken(check(problem, teams_in(proposal)), HARD | SOFT)
    assert [(one.rule, one.checked, one.met) for one in proposal.checks.all()] == [
        ("placed", 5, 5),
        ("size", 5, 5),
        ("conflict", 10, 10),
        ("universities", 5, 5),
        ("capacity", 4, 4),
        ("balance", 4, 4),
        ("expertise", 0, 0),
        ("region", 0, 0),
        ("avoided", 0, 0),
    ]
    assert sorted(proposal.loads.values_list("load", flat=True)) == [2, 2, 3, 3]
    assert unassigned(period) == 5


def test_applying_it_makes_the_teams_and_gives_them_everything(period, proposal, ministry):
    given = apply_proposal(proposal, by=ministry)

    assert (given, unassigned(period), period.teams.count()) == (5, 0, 2)
    proposed = {frozenset(team.members): len(team.institutions) for team in teams_in(proposal)}
    made = {
        frozenset(one.members.values_list("user", flat=True)): one.evaluations.count() for one in period.teams.all()
    }
    assert made == proposed
    assert all(team.members.filter(is_lead=True).count() == 1 for team in period.teams.all())


def test_in_a_running_period_the_grants_come_with_it(country, ministry):
    evaluation = EvaluationFactory()
    found = ask_proposal(evaluation.period, seed="1", is_anew=False, by=ministry)
    work_out(found)

    apply_proposal(found, by=ministry)

    evaluation.refresh_from_db()
    assert all(holds(one.user, "judge", evaluation) for one in evaluation.team.members.all())


def test_a_second_run_of_the_worker_adds_nothing(proposal):
    counted = ProposedInstitution.objects.count()

    work_out(TeamProposal.objects.get(pk=proposal.pk))

    assert ProposedInstitution.objects.count() == counted


def test_two_workers_at_once_keep_one_answer(proposal):
    stale = TeamProposal.objects.get(pk=proposal.pk)
    stale.made_at = None

    work_out(stale)

    assert ProposedInstitution.objects.count() == 5


def test_the_same_seed_gives_the_same_teams(period, proposal, ministry):
    again = ask_proposal(period, seed="1", is_anew=False, by=ministry)
    work_out(again)

    assert teams_in(again) == teams_in(proposal)


def test_it_is_applied_once(proposal, ministry):
    apply_proposal(proposal, by=ministry)

    with pytest.raises(DomainError, match="sudah diterapkan"):
        apply_proposal(proposal, by=ministry)


def test_a_conflict_that_came_meanwhile_is_named_and_nothing_is_applied(period, proposal, ministry):
    team = teams_in(proposal)[0]
    line = ProposedInstitution.objects.get(institution=team.institutions[0])
    assessor = line.team.members.first().assessor
    declare_tie(line.institution, TieRow(ConflictSource.FAMILY, "Saudara", period.created_at.date()), by=assessor)

    with pytest.raises(DomainError) as refused:
        apply_proposal(proposal, by=ministry)

    assert f"{assessor} ({line.institution})" in str(refused.value)
    assert (unassigned(period), period.teams.count()) == (5, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda period: EvaluationFactory(period=period),
        lambda period: member(Role.ASSESSOR),
        lambda period: TeamFactory(period=period),
        lambda period: type(period).objects.filter(pk=period.pk).update(assessor_capacity=8),
        lambda period: period.evaluations.filter(pk=max(period.evaluations.values_list("pk", flat=True)) - 1).update(
            track=Track.NOT_ASSESSED
        ),
    ],
    ids=["an institution came", "an assessor came", "a team came", "another capacity", "an institution went"],
)
def test_whatever_changed_meanwhile_refuses_it_as_a_whole(period, proposal, ministry, change):
    change(period)
    before = unassigned(period), period.teams.count()

    with pytest.raises(DomainError, match="sudah berubah sejak usulan ini disusun"):
        apply_proposal(proposal, by=ministry)

    assert (unassigned(period), period.teams.count()) == before


def test_a_name_that_was_taken_meanwhile_refuses_it(period, proposal, ministry):
    AssessorTeam.objects.create(period=period, name=proposal.teams.first().name)

    with pytest.raises(DomainError, match="sudah dipakai tim lain"):
        apply_proposal(proposal, by=ministry)

    assert unassigned(period) == 5


def test_a_standing_team_is_kept_and_given_its_share(period, country, ministry):
    first, second, *_ = country
    standing = TeamFactory(period=period, members=[second, first])
    found = ask_proposal(period, seed="1", is_anew=False, by=ministry)
    work_out(found)

    apply_proposal(found, by=ministry)

    assert (standing.evaluations.count() in {2, 3}, period.teams.count()) == (True, 2)
    assert standing.members.get(is_lead=True).user == second


def test_anew_shares_what_nobody_has_begun_to_assess(period, country, ministry):
    crowded = TeamFactory(period=period, members=country[:2])
    period.evaluations.exclude(track=Track.NOT_ASSESSED).update(team=crowded)
    found = ask_proposal(period, seed="1", is_anew=True, by=ministry)
    work_out(found)

    apply_proposal(found, by=ministry)

    assert sorted(team.evaluations.count() for team in period.teams.all()) == [2, 3]


def test_what_is_impossible_is_said_with_its_cure(desk, period, country, ministry):
    period.assessor_capacity = 2
    period.save()
    found = ask_proposal(period, seed="1", is_anew=False, by=ministry)
    work_out(found)
    found.refresh_from_db()

    shown = page(desk, found).content.decode()

    assert "Kapasitas kurang 2 penugasan: 5 instansi memerlukan 10" in shown
    assert "Naikkan kapasitas menjadi 3 atau tambah 1 asesor." in shown
    with pytest.raises(DomainError, match="tidak memuat tim"):
        apply_proposal(found, by=ministry)


def test_without_institutions_there_is_nothing_to_propose(period, ministry):
    with pytest.raises(DomainError, match="Tidak ada instansi"):
        ask_proposal(period, seed="1", is_anew=False, by=ministry)


def test_invented_universities_serve_simulations_alone(period, country):
    invented = country[0]
    University.objects.filter(memberships__user=invented).update(is_fictitious=True)

    simulated = {one.key for one in problem_of(period, seed="1", is_anew=False).assessors}
    period.simulation_label = ""
    official = {one.key for one in problem_of(period, seed="1", is_anew=False).assessors}

    assert simulated - official == {invented.pk}


def test_the_desk_asks_looks_and_applies(desk, period, country):
    url = reverse("coordination:proposals", args=[period.slug])

    asked = desk.post(url, {"seed": "7"})
    found = TeamProposal.objects.get()
    waiting = page(desk, found).content.decode()
    run(Job.objects.get(object_id=found.pk, kind=PROPOSAL).pk)
    made = page(desk, found)
    desk.post(reverse("coordination:proposal_apply", args=[period.slug, found.pk]))

    assert asked.url == reverse("coordination:proposal", args=[period.slug, found.pk])
    assert "Menyusun usulan tim" in waiting
    assert made.context["spread"].people == ((2, 2), (3, 2))
    assert unassigned(period) == 0
    assert (found.seed, page(desk, found).context["may_apply"]) == ("7", False)


def test_a_proposal_is_not_asked_in_the_request(desk, period, country):
    desk.post(reverse("coordination:proposals", args=[period.slug]), {"seed": "7"})

    assert TeamProposal.objects.get().made_at is None
    assert Job.objects.get(kind=PROPOSAL).state == JobState.WAITING


def test_the_workbook_has_a_line_for_every_institution(desk, period, proposal):
    response = desk.get(reverse("coordination:proposal_export", args=[period.slug, proposal.pk]))

    about = f"Usulan tim {proposal.pk} bagi {period.name}, benih {proposal.seed}, {proposal.solver}"
    head, *rows = read_rows(io.BytesIO(response.content), [about])
    assert (head.cells[about], len(rows)) == ("Kode", 5)


def test_another_periods_proposal_is_404(desk, proposal):
    other = PeriodFactory(state=PeriodState.PREPARATION)

    assert desk.get(reverse("coordination:proposal", args=[other.slug, proposal.pk])).status_code == 404


def test_the_page_costs_the_same_for_one_and_many_teams(desk, period, proposal, ministry, django_assert_num_queries):
    url = reverse("coordination:proposal", args=[period.slug, proposal.pk])
    desk.get(url)
    with django_assert_num_queries(20):
        desk.get(url)
    [member(Role.ASSESSOR) for _ in range(4)]
    EvaluationFactory.create_batch(6, period=period)
    larger = ask_proposal(period, seed="1", is_anew=False, by=ministry)
    work_out(larger)

    with django_assert_num_queries(20):
        desk.get(reverse("coordination:proposal", args=[period.slug, larger.pk]))


def test_reading_the_inputs_costs_the_same_for_any_country(period, country, django_assert_max_num_queries):
    with django_assert_max_num_queries(9) as few:
        problem_of(period, seed="1", is_anew=False)
    [member(Role.ASSESSOR) for _ in range(3)]
    EvaluationFactory.create_batch(3, period=period)

    with django_assert_max_num_queries(9) as many:
        problem_of(period, seed="1", is_anew=False)

    assert len(few) == len(many)


@pytest.mark.parametrize(
    "change",
    [
        lambda proposal: TeamProposal.objects.filter(pk=proposal.pk).update(seed="lain"),
        lambda proposal: TeamProposal.objects.filter(pk=proposal.pk).delete(),
        lambda proposal: proposal.checks.update(met=0),
        lambda proposal: proposal.loads.all().delete(),
        lambda proposal: ProposedInstitution.objects.first().delete(),
        lambda proposal: proposal.teams.first().members.update(is_lead=True),
        lambda proposal: proposal.teams.update(name="Tim lain"),
    ],
)
def test_a_proposal_on_record_stays_as_it_is(proposal, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(proposal)


def test_what_was_applied_is_decided(proposal, ministry):
    apply_proposal(proposal, by=ministry)

    with pytest.raises(DatabaseError), transaction.atomic():
        TeamProposal.objects.filter(pk=proposal.pk).update(applied_at=None, applied_by=None)


def test_a_wish_that_changed_refuses_the_proposal_made_before(proposal, country, ministry):
    set_wishes({country[0]: Wishes(frozenset({"kota"}))}, by=ministry)

    with pytest.raises(DomainError, match="sudah berubah"):
        apply_proposal(proposal, by=ministry)

    assert AssessorWish.objects.count() == 1
