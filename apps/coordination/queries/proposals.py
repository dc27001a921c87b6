"""What a proposal of teams starts from, and what one that was made says."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.coordination.models import ProposedTeam, TeamProposal
from apps.coordination.queries.teams import assessors as known_assessors
from apps.coordination.queries.teams import assignable, loads, university_of, without_team
from apps.coordination.queries.wishes import Wishes, wishes_of
from apps.evaluations.models import AssessorTeam, Evaluation, TeamMember
from apps.evaluations.queries.conflicts import tied_pairs
from apps.institutions.models import Institution as Placed
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.teams.checks import Finding, check
from apps.rules.teams.problem import Assessor, Institution, Problem, Team


@dataclass(frozen=True, slots=True)
class ProposedView:
    """A proposed team as the ministry reads it, its lead first."""

    proposed: ProposedTeam
    lead: str
    others: tuple[str, ...]
    universities: tuple[str, ...]
    institutions: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Loads of assessors: the least, the median and the greatest, and how many people hold each number."""

    least: int
    middle: float
    most: int
    people: tuple[tuple[int, int], ...]


def to_place(period: EvaluationPeriod, *, is_anew: bool) -> QuerySet[Evaluation]:
    """The evaluations a proposal speaks of: those without a team, or all that nobody has begun to assess."""
    return assignable(period) if is_anew else without_team(period)


def problem_of(period: EvaluationPeriod, *, seed: str, is_anew: bool) -> Problem:
    """Everything that decides a proposal, as it stands now. The same number of statements for any country."""
    placed = list(to_place(period, is_anew=is_anew))
    assessors = _assessors(_available(period), loads(period, besides=placed))
    people, places = {one.key for one in assessors}, {one.institution_id for one in placed}
    return Problem(
        assessors=assessors,
        institutions=_institutions(one.institution for one in placed),
        size=period.assessors_per_team,
        capacity=period.assessor_capacity,
        tied=frozenset(pair for pair in tied_pairs(period) if pair[0] in people and pair[1] in places),
        kept=tuple(_standing(period).values()),
        seed=seed,
    )


def rules_kept(
    period: EvaluationPeriod, team: Collection[int], evaluations: Iterable[Evaluation]
) -> tuple[Finding, ...]:
    """How the rules stand if these people, the lead first, hold these institutions together, as a change by hand."""
    people, evaluations = User.objects.filter(pk__in=team), list(evaluations)
    problem = Problem(
        assessors=_assessors(people, loads(period, besides=evaluations)),
        institutions=_institutions(one.institution for one in evaluations),
        size=period.assessors_per_team,
        capacity=period.assessor_capacity,
        tied=frozenset(pair for pair in tied_pairs(period) if pair[0] in team),
    )
    return check(problem, [Team(tuple(team), tuple(one.key for one in problem.institutions))])


def teams_in(proposal: TeamProposal) -> tuple[Team, ...]:
    """The proposed teams as the rules know them. Three statements."""
    return tuple(
        Team(
            tuple(one.assessor_id for one in team.members.all()),
            tuple(one.institution_id for one in team.institutions.all()),
        )
        for team in proposal.teams.prefetch_related("members", "institutions")
    )


def proposed_views(proposal: TeamProposal) -> list[ProposedView]:
    """Four statements, whatever the number of teams."""
    teams = list(proposal.teams.prefetch_related("members__assessor", "institutions__institution__province"))
    universities = university_of({one.assessor_id for team in teams for one in team.members.all()})
    return [_view(team, universities) for team in teams]


def spread_of(proposal: TeamProposal) -> Spread | None:
    numbers = list(proposal.loads.values_list("load", flat=True))
    if not numbers:
        return None
    people = tuple(sorted(Counter(numbers).items()))
    return Spread(min(numbers), median(numbers), max(numbers), people)


def free_names(period: EvaluationPeriod, number: int) -> list[str]:
    """So many names for teams that the period does not have yet."""
    taken = set(period.teams.values_list("name", flat=True))
    count = len(taken) + number
    width = len(str(count))
    return [name for place in range(1, count + 1) if (name := f"Tim {place:0{width}d}") not in taken][:number]


def _available(period: EvaluationPeriod) -> QuerySet[User]:
    """Assessors; those of a made-up university only for simulations."""
    if period.is_simulation:
        return known_assessors()
    invented = Membership.objects.filter(role=Role.ASSESSOR, university__is_fictitious=True)
    return known_assessors().exclude(pk__in=invented.values("user"))


def _assessors(people: QuerySet[User], held: dict[int, int]) -> tuple[Assessor, ...]:
    rows = list(people)
    universities = university_of([one.pk for one in rows])
    wishes = wishes_of(rows)
    nothing = Wishes()
    found = []
    for one in rows:
        said = wishes[one.pk].wishes if one.pk in wishes else nothing
        found.append(
            Assessor(
                key=one.pk,
                name=str(one),
                university=universities.get(one.pk, ""),
                held=held.get(one.pk, 0),
                categories=said.categories,
                regions=frozenset(place.code for place in said.provinces),
                most=said.capacity,
                avoided=frozenset(place.pk for place in said.avoided),
            )
        )
    return tuple(found)


def _institutions(rows: Iterable[Placed]) -> tuple[Institution, ...]:
    return tuple(Institution(one.pk, one.name, one.category, one.province_id or "") for one in rows)


def _standing(period: EvaluationPeriod) -> dict[int, tuple[int, ...]]:
    """team -> its members, the lead first, of teams that have one. One statement."""
    members: dict[int, list[tuple[int, bool]]] = {}
    rows = TeamMember.objects.filter(team__period=period).order_by("team_id", "-is_lead", "pk")
    for team, user, is_lead in rows.values_list("team_id", "user_id", "is_lead"):
        members.setdefault(team, []).append((user, is_lead))
    return {team: tuple(user for user, _ in people) for team, people in members.items() if people[0][1]}


def standing_teams(period: EvaluationPeriod) -> dict[frozenset[int], AssessorTeam]:
    """members -> the team that they are, the oldest where two are alike. Two statements."""
    teams = AssessorTeam.objects.in_bulk(members := _standing(period))
    return {frozenset(people): teams[pk] for pk, people in sorted(members.items(), reverse=True)}


def _view(team: ProposedTeam, universities: dict[int, str]) -> ProposedView:
    members = list(team.members.all())
    return ProposedView(
        proposed=team,
        lead=next((str(one.assessor) for one in members if one.is_lead), ""),
        others=tuple(str(one.assessor) for one in members if not one.is_lead),
        universities=tuple(sorted({universities.get(one.assessor_id, "") for one in members})),
        institutions=tuple(one.institution for one in team.institutions.all()),
    )
