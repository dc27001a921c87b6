"""Teams of a period: who is in them, and what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from apps.accounts.models import User
from apps.evaluations.models import AssessorTeam, Evaluation, TeamMember
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team as the ministry sees it. `warnings`: what is unusual; `shortage`: members still missing."""

    team: AssessorTeam
    lead: str
    others: tuple[str, ...]
    universities: tuple[str, ...]
    load: int
    shortage: int

    @property
    def warnings(self) -> list[str]:
        found = [f"Kurang {self.shortage} asesor"] if self.shortage else []
        if not self.lead:
            found.append("Belum ada ketua tim")
        if len(self.universities) == 1:
            found.append("Semua dari satu perguruan tinggi")
        return found


def assessors() -> QuerySet[User]:
    """People who hold the role of assessor, with the name of their `university`, by university and name."""
    places = Membership.objects.filter(user=OuterRef("pk"), role=Role.ASSESSOR).order_by("university__name")
    return (
        User.objects.filter(Exists(places), is_active=True)
        .annotate(university=Subquery(places.values("university__name")[:1]))
        .order_by("university", "name", "pk")
    )


def university_of(user_ids: Iterable[int]) -> dict[int, str]:
    return dict(
        Membership.objects.filter(user__in=list(user_ids), role=Role.ASSESSOR).values_list(
            "user_id", "university__name"
        )
    )


def teams_of(period: EvaluationPeriod) -> list[TeamView]:
    """Three queries, whatever the number of teams."""
    teams = list(
        AssessorTeam.objects.filter(period=period)
        .annotate(load=Count("evaluations"))
        .order_by("name")
        .prefetch_related(Prefetch("members", TeamMember.objects.select_related("user")))
    )
    universities = university_of({one.user_id for team in teams for one in team.members.all()})
    return [_view(team, universities, period.assessors_per_team) for team in teams]


def without_team(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Assessed institutions that nobody holds yet."""
    return (
        Evaluation.objects.filter(period=period, team=None)
        .exclude(track=Track.NOT_ASSESSED)
        .select_related("institution")
    )


def assignable(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Assessed institutions whose team may still change: nobody has begun to assess them."""
    return (
        Evaluation.objects.filter(period=period, stage=Stage.SELF_ASSESSMENT)
        .exclude(track=Track.NOT_ASSESSED)
        .select_related("institution__province", "team")
    )


def loads(period: EvaluationPeriod, *, besides: Iterable[Evaluation] = ()) -> dict[int, int]:
    """assessor -> how many institutions they hold in this period, in all their teams, besides these. One statement."""
    others = ~Q(team__evaluations__in=[one.pk for one in besides])
    counted = (
        TeamMember.objects.filter(team__period=period)
        .order_by()
        .values("user_id")
        .annotate(number=Count("team__evaluations", filter=others, distinct=True))
    )
    return dict(counted.values_list("user_id", "number"))


def _view(team: AssessorTeam, universities: dict[int, str], wanted: int) -> TeamView:
    members = list(team.members.all())
    return TeamView(
        team=team,
        lead=next((str(one.user) for one in members if one.is_lead), ""),
        others=tuple(str(one.user) for one in members if not one.is_lead),
        universities=tuple(sorted({universities[one.user_id] for one in members if one.user_id in universities})),
        load=team.load,  # type: ignore[attr-defined]
        shortage=max(0, wanted - len(members)),
    )
