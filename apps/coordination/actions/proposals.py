"""Proposals of teams: asked for, worked out by a worker, applied by one act."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.coordination.actions.teams import TeamRow, give_all, make_teams, named_in
from apps.coordination.models import (
    ProposalCheck,
    ProposalLoad,
    ProposalObstacle,
    ProposedInstitution,
    ProposedMember,
    ProposedTeam,
    TeamProposal,
)
from apps.coordination.queries.proposals import free_names, problem_of, standing_teams, teams_in, to_place
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.evaluations.models import AssessorTeam
from apps.evaluations.queries.conflicts import ties_between
from apps.jobs.actions import ask, report
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.rules.teams.checks import HARD, SOFT, broken, check
from apps.rules.teams.flow import SOLVER
from apps.rules.teams.problem import Problem
from apps.rules.teams.proposal import STEPS, Proposal, propose

PROPOSAL = "coordination.teams"
KEPT = "Tidak ada yang diubah."


@transaction.atomic
def ask_proposal(period: EvaluationPeriod, *, seed: str, is_anew: bool, by: User | None) -> TeamProposal:
    """Ask for teams; the worker works them out from what stands then."""
    if not to_place(period, is_anew=is_anew).exists():
        raise DomainError("Tidak ada instansi yang memerlukan tim. Usulan tidak disusun.")
    proposal = TeamProposal.objects.create(period=period, seed=seed, is_anew=is_anew, asked_by=by)
    ask(PROPOSAL, proposal.pk, by=by, total=len(STEPS))
    return proposal


def work_out(proposal: TeamProposal, job: Job | None = None) -> None:
    """Find the teams and keep them with their proof, or what stands in the way. May run twice."""
    if proposal.made_at:
        return
    refresh_conflicts(by=None)
    problem = problem_of(proposal.period, seed=proposal.seed, is_anew=proposal.is_anew)
    found = propose(problem, _teller(job))
    with transaction.atomic():
        possible = found if isinstance(found, Proposal) else None
        made = TeamProposal.objects.filter(pk=proposal.pk, made_at=None).update(
            made_at=timezone.now(),
            inputs_hash=problem.sha256,
            solver=SOLVER,
            objective=possible.objective if possible else None,
            bound=possible.bound if possible else None,
        )
        if made and isinstance(found, Proposal):
            _keep(proposal, found)
        elif made and isinstance(found, tuple):
            ProposalObstacle.objects.bulk_create(
                ProposalObstacle(proposal=proposal, sentence=one.sentence, cure=one.cure) for one in found
            )


@transaction.atomic
def apply_proposal(proposal: TeamProposal, *, by: User | None) -> int:
    """Make its teams and give them their institutions: all of it, or nothing where something has come between."""
    refresh_conflicts(by=by)
    proposal = TeamProposal.objects.select_for_update(of=("self",)).select_related("period").get(pk=proposal.pk)
    if proposal.applied_at:
        raise DomainError(f"Usulan ini sudah diterapkan. {KEPT}")
    if not proposal.is_possible:
        raise DomainError(f"Usulan ini tidak memuat tim. {KEPT}")
    problem = problem_of(proposal.period, seed=proposal.seed, is_anew=proposal.is_anew)
    _refuse_what_came_between(proposal, problem)
    given = give_all(_shares(proposal, by=by))
    TeamProposal.objects.filter(pk=proposal.pk).update(applied_by=by, applied_at=timezone.now())
    return given


def _refuse_what_came_between(proposal: TeamProposal, problem: Problem) -> None:
    teams = teams_in(proposal)
    people = {key for team in teams for key in team.members}
    places = {key for team in teams for key in team.institutions}
    meeting = {(key, place) for team in teams for key in team.members for place in team.institutions}
    tied = [
        one for one in ties_between(proposal.period, people, places) if (one.assessor_id, one.institution_id) in meeting
    ]
    if tied:
        names = ", ".join(f"{one.assessor} ({one.institution})" for one in tied)
        raise ConflictOfInterestError(
            f"Sejak usulan ini disusun muncul benturan kepentingan: {names}. Susun usulan baru. {KEPT}"
        )
    if problem.sha256 != proposal.inputs_hash:
        raise DomainError(
            "Asesor, instansi, tim, kapasitas, atau benturan kepentingan sudah berubah sejak usulan ini disusun. "
            f"Susun usulan baru. {KEPT}"
        )
    if wrong := broken(check(problem, teams), HARD | SOFT):
        raise DomainError(f"Usulan ini melanggar aturan: {named_in(wrong)} {KEPT}")


def _shares(proposal: TeamProposal, *, by: User | None) -> dict[AssessorTeam, list]:
    """Each team, made where it is new, with the evaluations that it is to hold."""
    evaluations = {one.institution_id: one for one in to_place(proposal.period, is_anew=proposal.is_anew)}
    proposed = list(proposal.teams.select_related("team").prefetch_related("members", "institutions"))
    new = [one for one in proposed if one.team is None]
    if taken := proposal.period.teams.filter(name__in=[one.name for one in new]).first():
        raise DomainError(f"Nama {taken} sudah dipakai tim lain. Susun usulan baru. {KEPT}")
    rows = [TeamRow(one.name, tuple(person.assessor_id for person in one.members.all())) for one in new]
    made = dict(zip(new, make_teams(proposal.period, rows, by=by), strict=True))
    return {
        one.team or made[one]: [evaluations[line.institution_id] for line in one.institutions.all()] for one in proposed
    }


def _keep(proposal: TeamProposal, found: Proposal) -> None:
    standing = standing_teams(proposal.period)
    known = [standing.get(frozenset(team.members)) for team in found.teams]
    names = iter(free_names(proposal.period, known.count(None)))
    teams = ProposedTeam.objects.bulk_create(
        ProposedTeam(proposal=proposal, team=team, name=team.name if team else next(names)) for team in known
    )
    pairs = list(zip(teams, found.teams, strict=True))
    ProposedMember.objects.bulk_create(
        ProposedMember(team=kept, assessor_id=key, is_lead=place == 0)
        for kept, team in pairs
        for place, key in enumerate(team.members)
    )
    ProposedInstitution.objects.bulk_create(
        ProposedInstitution(team=kept, institution_id=key) for kept, team in pairs for key in team.institutions
    )
    ProposalCheck.objects.bulk_create(
        ProposalCheck(proposal=proposal, rule=one.rule, checked=one.checked, met=one.met) for one in found.findings
    )
    ProposalLoad.objects.bulk_create(
        ProposalLoad(proposal=proposal, assessor_id=key, load=load) for key, load in found.loads.items()
    )


def _teller(job: Job | None) -> Callable[[int], None]:
    """Says on the job's row which step has begun."""

    def tell(step: int) -> None:
        if job:
            report(job, step, len(STEPS), STEPS[step])

    return tell
