"""Assessor teams: made, filled, given institutions. What is done by hand keeps the rules, or says why it does not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.common.gate import passing_the_gate
from apps.coordination.models import TeamWaiver
from apps.coordination.queries.proposals import rules_kept
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.evaluations.actions.teams import decide_handover, hold_assignments
from apps.evaluations.grants import set_grants, set_team_members
from apps.evaluations.models import AssessorTeam, Evaluation, Handover, TeamChange, TeamMember
from apps.evaluations.queries.conflicts import ties_between
from apps.evaluations.reassignments import reassigned
from apps.evaluations.rooms import ROOMS
from apps.institutions.models import Membership, Role
from apps.notices.actions import settle
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import LABELS, Stage, Track
from apps.rules.teams.checks import HARD, SOFT, Rule, broken

NAMED = 3  # sentences about one change


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
def create_team(period: EvaluationPeriod, row: TeamRow, *, reason: str = "", by: User) -> AssessorTeam:
    """Make one team by hand; a rule that it breaks needs a reason."""
    waived = _judged(period, row.members, [], reason=reason, kept="Tim belum dibuat.")
    (team,) = make_teams(period, [row], by=by)
    _waive(team, waived, reason=reason, by=by)
    return team


@transaction.atomic
def set_members(
    team: AssessorTeam,
    members: Iterable[User],
    lead: User,
    *,
    name: str | None = None,
    reason: str = "",
    by: User,
) -> None:
    """Make these people the team, led by `lead`; a rule that they break needs a reason."""
    wanted = {one.pk for one in members} | {lead.pk}
    _refuse_strangers(wanted)
    refresh_conflicts(by=by)
    team = AssessorTeam.objects.select_for_update(of=("self",)).select_related("period").get(pk=team.pk)
    held = list(team.evaluations.select_related("institution"))
    waived = _judged(team.period, wanted, held, reason=reason, kept="Anggota belum diubah.")
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
    _waive(team, waived, reason=reason, by=by)
    reassigned(team.evaluations.all())
    if team.period.state != PeriodState.PREPARATION:
        _record(team, left, came, by=by)


@transaction.atomic
def assign_team(evaluations: Iterable[Evaluation], team: AssessorTeam, *, reason: str = "", by: User) -> int:
    """Give institutions to a team by hand; a rule that this breaks needs a reason. Returns how many."""
    refresh_conflicts(by=by)
    chosen = list(Evaluation.objects.filter(pk__in=[one.pk for one in evaluations]).select_related("institution"))
    new = [one for one in chosen if one.team_id != team.pk]
    members = list(team.members.values_list("user_id", flat=True))
    waived = _judged(team.period, members, new, reason=reason, kept="Penugasan belum diubah.")
    given = give_all({team: chosen})
    _waive(team, waived, reason=reason, by=by)
    return given


@transaction.atomic
def grant_handover(handover: Handover, *, remark: str, by: User) -> None:
    """Let an institution pass on to the receiver; a rule that their team then breaks needs a remark."""
    hold_assignments()
    evaluation = handover.evaluation
    staying = TeamMember.objects.filter(team=evaluation.team_id).exclude(user=handover.giver)
    members = {*staying.values_list("user_id", flat=True), handover.receiver_id}
    waived = broken(rules_kept(evaluation.period, members, [evaluation]), SOFT)
    if waived and not remark.strip():
        raise DomainError(f"{named_in(waived)} Tulis alasannya pada catatan putusan. Belum ada yang dialihkan.")
    decide_handover(handover, grant=True, remark=remark, by=by)
    _waive(AssessorTeam.objects.get(evaluations=evaluation), waived, reason=remark, by=by)


@transaction.atomic
def give_all(shares: Mapping[AssessorTeam, Iterable[Evaluation]]) -> int:
    """Give each team of a period its institutions, in a constant number of statements and one for each team.

    Asks no rule but those that hold for everybody: whom another team has begun to assess stays there. Returns how many.
    """
    wanted = {one.pk: team for team, evaluations in shares.items() for one in evaluations}
    rows = list(
        Evaluation.objects.select_for_update(of=("self",)).filter(pk__in=wanted).select_related("institution", "period")
    )
    for one in rows:
        _refuse_misplaced(one, wanted[one.pk])
    _settle_former_teams(rows, wanted)
    with passing_the_gate():
        for team in shares:
            Evaluation.objects.filter(pk__in=[pk for pk, other in wanted.items() if other == team]).update(team=team)
    reassigned(rows)
    running = [one.pk for one in rows if one.period.state != PeriodState.PREPARATION]
    if running:
        set_grants(Evaluation.objects.filter(pk__in=running))
    return len(rows)


def _refuse_misplaced(evaluation: Evaluation, team: AssessorTeam) -> None:
    if evaluation.period_id != team.period_id:
        raise DomainError(f"{team} bukan tim periode ini. Penugasan belum diubah.")
    if evaluation.track == Track.NOT_ASSESSED:
        raise DomainError(f"{evaluation.institution} tidak dinilai, jadi tidak memerlukan tim.")
    if evaluation.stage != Stage.SELF_ASSESSMENT and evaluation.team_id not in (None, team.pk):
        raise DomainError(
            f"Tim bagi {evaluation.institution} tidak dapat diganti setelah "
            f"{LABELS[Stage.DESK_REVIEW].lower()} dimulai. Ubahlah anggota tim. Penugasan belum diubah."
        )


def _judged(
    period: EvaluationPeriod,
    members: Collection[int],
    evaluations: Collection[Evaluation],
    *,
    reason: str,
    kept: str,
) -> dict[Rule, tuple[str, ...]]:
    """The rules that this breaks and `reason` covers; refused where it covers none or nothing could."""
    findings = rules_kept(period, members, evaluations)
    hard = broken(findings, HARD)
    if Rule.CONFLICT in hard:
        _refuse_tied(period, members, [one.institution_id for one in evaluations], kept)
    if hard:
        raise DomainError(f"{named_in(hard)} {kept}")
    soft = broken(findings, SOFT)
    if soft and not reason.strip():
        raise DomainError(f"{named_in(soft)} Tulis alasannya bila disengaja. {kept}")
    return soft


def named_in(rules: Mapping[Rule, Sequence[str]]) -> str:
    """What is broken, in a few sentences."""
    sentences = [sentence for words in rules.values() for sentence in words]
    more = f" Hal serupa terjadi {len(sentences) - NAMED} kali lagi." if len(sentences) > NAMED else ""
    return f"{' '.join(sentences[:NAMED])}{more}"


def _waive(team: AssessorTeam, rules: Mapping[Rule, Sequence[str]], *, reason: str, by: User) -> None:
    TeamWaiver.objects.bulk_create(
        TeamWaiver(team=team, rule=rule, words=named_in({rule: words}), reason=reason.strip(), by=by)
        for rule, words in rules.items()
    )


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


def _settle_former_teams(evaluations: Iterable[Evaluation], wanted: Mapping[int, AssessorTeam]) -> None:
    """Who assesses an institution no more hears nothing more of it by mail."""
    rooms = sorted({room.url for room in ROOMS} | {"evaluations:detail"})
    left: dict[tuple[int, int], list[Evaluation]] = {}
    for one in evaluations:
        if one.team_id not in (None, wanted[one.pk].pk):
            left.setdefault((one.team_id, wanted[one.pk].pk), []).append(one)
    for (former, team), gone_from in left.items():
        staying = TeamMember.objects.filter(team=team).values("user")
        gone = TeamMember.objects.filter(team=former).exclude(user__in=staying)
        settle(
            gone.values_list("user_id", flat=True),
            beneath=[reverse(room, args=[one.pk]) for one in gone_from for room in rooms],
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
