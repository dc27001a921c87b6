"""Conflicts of interest and their exceptions, as the ministry and the auditor read them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from apps.evaluations.models import Conflict, ConflictException, Evaluation, Handover, TeamMember
from apps.evaluations.queries.conflicts import counts, living
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict with the latest exception of the period, and whether the assessor assesses in spite of it."""

    conflict: Conflict
    exception: ConflictException | None
    counts: bool
    is_assigned: bool

    @property
    def may_be_excepted(self) -> bool:
        return self.counts and (self.exception is None or bool(self.exception.decided_at))


def conflicts_in(period: EvaluationPeriod) -> QuerySet[Conflict]:
    """The living conflicts with institutions of the period."""
    return (
        living()
        .filter(Exists(Evaluation.objects.filter(period=period, institution=OuterRef("institution"))))
        .select_related("assessor", "institution")
        .order_by("assessor__name", "institution__code", "pk")
    )


def conflict_rows(period: EvaluationPeriod, conflicts: list[Conflict]) -> list[ConflictRow]:
    """Two statements, whatever their number."""
    exceptions = {
        one.conflict_id: one
        for one in ConflictException.objects.filter(period=period, conflict__in=conflicts).order_by("pk")
    }
    assigned = set(
        TeamMember.objects.filter(
            team__evaluations__period=period, user__in=[one.assessor_id for one in conflicts]
        ).values_list("user_id", "team__evaluations__institution_id")
    )
    return [
        ConflictRow(
            one,
            exceptions.get(one.pk),
            counts(period, one.source),
            (one.assessor_id, one.institution_id) in assigned,
        )
        for one in conflicts
    ]


def exceptions_of(period: EvaluationPeriod) -> list[ConflictException]:
    """Every exception of the period, also what was refused, newest first. One statement."""
    return list(
        ConflictException.objects.filter(period=period).select_related(
            "conflict__assessor", "conflict__institution", "proposed_by", "decided_by"
        )
    )


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A hand-over with what speaks for or against it: the receiver's load, and the universities that would remain."""

    handover: Handover
    load: int
    capacity: int
    one_university: bool

    @property
    def warnings(self) -> list[str]:
        found = []
        if self.load >= self.capacity:
            found.append(f"Penerima sudah memegang {self.load} dari {self.capacity} instansi")
        if self.one_university:
            found.append("Semua anggota tim menjadi satu perguruan tinggi")
        return found


def handover_rows(period: EvaluationPeriod, loads: dict[int, int]) -> list[HandoverRow]:
    """The hand-overs of the period, open ones first. Three statements."""
    rows = list(
        Handover.objects.filter(evaluation__period=period)
        .select_related("evaluation__institution", "evaluation__team", "giver", "receiver", "asked_by", "decided_by")
        .order_by("-pk")
    )
    teams: dict[int, set[int]] = {}
    for team, user in TeamMember.objects.filter(team__period=period).values_list("team_id", "user_id"):
        teams.setdefault(team, set()).add(user)
    people = set().union(*teams.values(), {one.receiver_id for one in rows})
    places = dict(Membership.objects.filter(user__in=people, role=Role.ASSESSOR).values_list("user", "university"))
    found = []
    for one in rows:
        after = teams.get(one.evaluation.team_id or 0, set()) - {one.giver_id} | {one.receiver_id}
        found.append(
            HandoverRow(
                one,
                loads.get(one.receiver_id, 0),
                period.assessor_capacity,
                len({places.get(user) for user in after}) == 1,
            )
        )
    return sorted(found, key=lambda row: row.handover.decided_at is not None)
