"""Assessor teams: made, filled, given institutions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.common.gate import passing_the_gate
from apps.coordination.queries.teams import even_shares
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.evaluations.actions.teams import hold_assignments
from apps.evaluations.grants import set_grants, set_team_members
from apps.evaluations.models import AssessorTeam, Evaluation, TeamChange, TeamMember
from apps.evaluations.queries.conflicts import ties_between
from apps.evaluations.reassignments import reassigned
from apps.evaluations.rooms import ROOMS
from apps.institutions.models import Membership, Role
from apps.notices.actions import settle
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import LABELS, Stage, Track


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team that is wanted: its members by id, the first of whom leads it."""

    name: str
    members: tuple[int, ...]


@transaction.atomic
def make_teams(period: EvaluationPeriod, rows: Sequence[TeamRow], *, by: User | None) -> list[AssessorTeam]:
    """Make many teams with their members, in a constant number of statements besides their groups."""
    _refuse_strangers({user for row in rows for user in row.members})
    hold_assignments()
    teams = AssessorTeam.objects.bulk_create([AssessorTeam(period=period, name=row.name) for row in rows])
    TeamMember.objects.bulk_create(
        [
            TeamMember(team=team, user_id=user, is_lead=place == 0)
            for team, row in zip(teams, rows, strict=True)
            for place, user in enumerate(row.members)
        ]
    )
    for team in teams:
        set_team_members(team)
    refresh_conflicts(by=by)
    return teams


@transaction.atomic
def set_members(
    team: AssessorTeam,
    members: Iterable[User],
    lead: User,
    *,
    name: str | None = None,
    by: User,
) -> None:
    """Make these people the team, led by `lead`. A running period's team never falls below its size."""
    wanted = {one.pk for one in members} | {lead.pk}
    _refuse_strangers(wanted)
    refresh_conflicts(by=by)
    team = AssessorTeam.objects.select_for_update(of=("self",)).select_related("period").get(pk=team.pk)
    least = team.period.assessors_per_team
    if team.period.state != PeriodState.PREPARATION and len(wanted) < least:
        raise DomainError(f"{team} memerlukan sekurang-kurangnya {least} asesor. Anggota belum diubah.")
    held = team.evaluations.values_list("institution_id", flat=True)
    _refuse_tied(team.period, wanted, held, "Anggota belum diubah.")
    gone = team.members.exclude(user__in=wanted)
    left = sorted(gone.values_list("user_id", flat=True))
    settle(left)
    gone.delete()
    team.members.update(is_lead=False)
    present = set(team.members.values_list("user_id", flat=True))
    came = sorted(wanted - present)
    with passing_the_gate():
        TeamMember.objects.bulk_create([TeamMember(team=team, user_id=user) for user in came])
    team.members.filter(user=lead).update(is_lead=True)
    if name:
        AssessorTeam.objects.filter(pk=team.pk).update(name=name)
    set_team_members(team)
    reassigned(team.evaluations.all())
    if team.period.state != PeriodState.PREPARATION:
        _record(team, left, came, by=by)


@transaction.atomic
def assign_team(evaluations: Iterable[Evaluation], team: AssessorTeam, *, by: User | None) -> int:
    """Give institutions to a team; those whom another team has begun to assess are refused. Returns how many."""
    refresh_conflicts(by=by)
    return _assign(evaluations, team)


@transaction.atomic
def share_evenly(period: EvaluationPeriod, *, by: User) -> int:
    """Give every institution without a team to the one that has least to do; returns how many."""
    refresh_conflicts(by=by)
    shares = even_shares(period)
    if not shares:
        raise DomainError("Tidak ada yang dapat dibagikan: siapkan tim yang lengkap, atau semua sudah bertim.")
    teams = AssessorTeam.objects.select_related("period").in_bulk(shares)
    return sum(_assign(evaluations, teams[pk]) for pk, evaluations in shares.items())


def _assign(evaluations: Iterable[Evaluation], team: AssessorTeam) -> int:
    rows = list(
        Evaluation.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in evaluations])
        .select_related("institution")
    )
    for one in rows:
        if one.period_id != team.period_id:
            raise DomainError(f"{team} bukan tim periode ini. Penugasan belum diubah.")
        if one.track == Track.NOT_ASSESSED:
            raise DomainError(f"{one.institution} tidak dinilai, jadi tidak memerlukan tim.")
        if one.stage != Stage.SELF_ASSESSMENT and one.team_id not in (None, team.pk):
            raise DomainError(
                f"Tim bagi {one.institution} tidak dapat diganti setelah "
                f"{LABELS[Stage.DESK_REVIEW].lower()} dimulai. Ubahlah anggota tim. Penugasan belum diubah."
            )
    members = team.members.values_list("user_id", flat=True)
    _refuse_tied(team.period, members, [one.institution_id for one in rows], "Penugasan belum diubah.")
    _settle_former_teams(rows, team)
    with passing_the_gate():
        Evaluation.objects.filter(pk__in=[one.pk for one in rows]).update(team=team)
    reassigned(rows)
    if team.period.state != PeriodState.PREPARATION:
        set_grants(Evaluation.objects.filter(pk__in=[one.pk for one in rows]))
    return len(rows)


def _record(team: AssessorTeam, left: Sequence[int], came: Sequence[int], *, by: User) -> None:
    """Who left and who came, for every institution that the team holds."""
    TeamChange.objects.bulk_create(
        TeamChange(
            evaluation=evaluation,
            from_team=team,
            to_team=team,
            leaving_id=leaving,
            joining_id=joining,
            reason="Anggota tim diubah.",
            by=by,
        )
        for evaluation in team.evaluations.all()
        for leaving, joining in zip_longest(left, came)
    )


def _settle_former_teams(evaluations: Iterable[Evaluation], team: AssessorTeam) -> None:
    """Who assesses an institution no more hears nothing more of it by mail."""
    left = [one for one in evaluations if one.team_id not in (None, team.pk)]
    if not left:
        return
    staying = team.members.values("user")
    gone = TeamMember.objects.filter(team__in={one.team_id for one in left}).exclude(user__in=staying)
    rooms = {room.url for room in ROOMS} | {"evaluations:detail"}
    settle(
        gone.values_list("user_id", flat=True),
        beneath=[reverse(room, args=[one.pk]) for one in left for room in sorted(rooms)],
    )


def _refuse_strangers(user_ids: set[int]) -> None:
    known = set(Membership.objects.filter(user__in=user_ids, role=Role.ASSESSOR).values_list("user_id", flat=True))
    if strangers := User.objects.filter(pk__in=user_ids - known):
        raise DomainError(f"Bukan asesor: {', '.join(map(str, strangers))}. Tim belum diubah.")


def _refuse_tied(period: EvaluationPeriod, people: Iterable[int], institutions: Iterable[int], kept: str) -> None:
    """The database refuses, too; here all of them are named at once."""
    if tied := ties_between(period, people, institutions):
        names = ", ".join(f"{one.assessor} ({one.institution}: {one.get_source_display().lower()})" for one in tied)
        raise ConflictOfInterestError(f"Benturan kepentingan: {names}. {kept}")
