"""One evaluation goes to other people. The team it leaves stays as it is: it holds other institutions, too."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.grants import set_grants, set_team_members
from apps.evaluations.models import AssessorTeam, Evaluation, Handover, TeamChange, TeamMember
from apps.evaluations.queries.conflicts import ties_between
from apps.evaluations.reassignments import reassigned
from apps.evaluations.triggers import ASSIGNMENT_LOCK
from apps.institutions.groups import central_group
from apps.institutions.models import Membership, Role
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import Stage


def hold_assignments() -> None:
    """Wait until nobody else assigns or declares, until this transaction ends. Take it before any row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASSIGNMENT_LOCK])


@transaction.atomic
def move_away(
    evaluation: Evaluation, leaving: User, *, joining: User | None = None, reason: str, by: User | None
) -> bool:
    """Give the evaluation to the same people without one of them, or with another in that place; False if absent.

    The other team is one that has exactly these people, else a new one. Grants follow at once; what the one who
    leaves has written stays theirs. Without a successor the ministry is told to complete the team.
    """
    hold_assignments()
    gate.hold([evaluation.pk])
    evaluation = Evaluation.objects.select_related("period", "institution", "team").get(pk=evaluation.pk)
    former = evaluation.team
    people = dict(TeamMember.objects.filter(team=former).values_list("user_id", "is_lead")) if former else {}
    if former is None or leaving.pk not in people:
        return False
    is_lead = people.pop(leaving.pk)
    if joining:
        people[joining.pk] = is_lead
    team = _team_of(evaluation.period, former, people)
    with passing_the_gate():
        Evaluation.objects.filter(pk=evaluation.pk).update(team=team)
    TeamChange.objects.create(
        evaluation=evaluation,
        from_team=former,
        to_team=team,
        leaving=leaving,
        joining=joining,
        reason=reason,
        by=by,
    )
    evaluation.team = team
    if evaluation.period.state != PeriodState.PREPARATION:
        set_grants([evaluation])
    reassigned([evaluation])
    if joining is None:
        _ask_for_completion(evaluation, leaving)
    return True


def refuse_incomplete_teams(evaluations: Iterable[Evaluation]) -> None:
    """A stage of the assessors is closed by a whole team: its lead, and as many as the period asks. One statement."""
    short = (
        Evaluation.objects.filter(pk__in=[one.pk for one in evaluations])
        .annotate(
            seats=Count("team__members", distinct=True),
            leads=Count("team__members", filter=Q(team__members__is_lead=True), distinct=True),
        )
        .filter(Q(seats__lt=F("period__assessors_per_team")) | Q(leads=0))
        .values_list("institution__name", flat=True)
    )
    if names := list(short[:10]):
        raise DomainError(
            f"Tim belum lengkap: {', '.join(names)}. Tahap ditutup setelah tim evaluasi melengkapi tim itu."
        )


@transaction.atomic
def ask_handover(evaluation: Evaluation, giver: User, receiver: User, *, reason: str, by: User) -> Handover:
    """Ask that an institution pass from one assessor to another; the ministry decides and is told."""
    hold_assignments()
    _refuse_handover(evaluation, giver, receiver)
    if not reason.strip():
        raise DomainError("Pengalihan memerlukan alasan. Belum ada yang diusulkan.")
    if Handover.objects.filter(evaluation=evaluation, giver=giver, decided_at=None).exists():
        raise DomainError(f"Pengalihan {evaluation.institution} dari {giver} sudah diusulkan dan menunggu putusan.")
    handover = Handover.objects.create(
        evaluation=evaluation, giver=giver, receiver=receiver, reason=reason.strip(), asked_by=by
    )
    notify(
        _ministry(),
        f"{by} mengusulkan pengalihan {evaluation.institution} dari {giver} kepada {receiver}.",
        reverse("coordination:handovers", args=[evaluation.period.slug]),
        simulation=evaluation.period.simulation_label,
    )
    return handover


@transaction.atomic
def decide_handover(handover: Handover, *, grant: bool, remark: str, by: User) -> None:
    """Let the institution pass on, or stay where it is; both sides are told."""
    hold_assignments()
    open_still = Handover.objects.filter(pk=handover.pk, decided_at=None)
    evaluation, giver, receiver = handover.evaluation, handover.giver, handover.receiver
    if grant:
        _refuse_handover(evaluation, giver, receiver)
    if not open_still.update(is_granted=grant, remark=remark.strip(), decided_by=by, decided_at=timezone.now()):
        raise DomainError("Pengalihan ini sudah diputus orang lain. Muat ulang halaman ini.")
    if grant:
        move_away(evaluation, giver, joining=receiver, reason=handover.reason, by=by)
    answer = "disetujui" if grant else "tidak disetujui"
    notify(
        {giver, receiver, handover.asked_by} if grant else {giver, handover.asked_by},
        f"Pengalihan {evaluation.institution} dari {giver} kepada {receiver} {answer}.",
        reverse("dashboard:home"),
        kind=NoticeKind.INVITED,
        simulation=evaluation.period.simulation_label,
    )


def _refuse_handover(evaluation: Evaluation, giver: User, receiver: User) -> None:
    members = set(TeamMember.objects.filter(team__evaluations=evaluation).values_list("user_id", flat=True))
    if giver.pk not in members:
        raise DomainError(f"{giver} tidak (lagi) menilai {evaluation.institution}. Belum ada yang dialihkan.")
    if receiver.pk in members:
        raise DomainError(f"{receiver} sudah menilai {evaluation.institution}. Belum ada yang dialihkan.")
    if evaluation.stage in (Stage.FINAL, Stage.PUBLISHED):
        raise DomainError(f"Penilaian {evaluation.institution} sudah selesai. Belum ada yang dialihkan.")
    is_assessor = Membership.objects.filter(user=receiver, role=Role.ASSESSOR).exists()
    if not (is_assessor and receiver.is_active):
        raise DomainError(f"{receiver} bukan asesor. Belum ada yang dialihkan.")
    if tied := ties_between(evaluation.period, [receiver.pk], [evaluation.institution_id]):
        raise ConflictOfInterestError(
            f"{receiver} memiliki benturan kepentingan dengan {evaluation.institution} "
            f"({tied[0].get_source_display()}). Belum ada yang dialihkan."
        )


def _team_of(period: EvaluationPeriod, former: AssessorTeam, people: dict[int, bool]) -> AssessorTeam | None:
    """A team of exactly these people (by id, with who leads), made where there is none; nobody is no team."""
    if not people:
        return None
    candidates = AssessorTeam.objects.filter(period=period, members__user=min(people)).prefetch_related("members")
    for team in candidates:
        if {one.user_id: one.is_lead for one in team.members.all()} == people:
            return team
    names = set(AssessorTeam.objects.filter(period=period).values_list("name", flat=True))
    base = former.name.split(" · ")[0][:110]
    name = next(name for number in range(2, len(names) + 3) if (name := f"{base} · {number}") not in names)
    team = AssessorTeam.objects.create(period=period, name=name)
    TeamMember.objects.bulk_create(
        [TeamMember(team=team, user_id=user, is_lead=is_lead) for user, is_lead in people.items()]
    )
    set_team_members(team)
    return team


def _ask_for_completion(evaluation: Evaluation, leaving: User) -> None:
    period, team = evaluation.period, evaluation.team
    page = reverse("coordination:team_edit", args=[period.slug, team.pk]) if team else ""
    notify(
        _ministry(),
        f"{leaving} tidak lagi menilai {evaluation.institution} karena benturan kepentingan. "
        + (f"Lengkapi {team}." if team else "Instansi ini belum bertim."),
        page or reverse("coordination:teams", args=[period.slug]),
        kind=NoticeKind.LEGAL,
        simulation=period.simulation_label,
    )


def _ministry() -> list[User]:
    return list(User.objects.filter(groups__name=central_group(Role.EVALUATION_TEAM), is_active=True))
