"""Everything on the ministry's desk asks the same: may this person run periods? Assessors' papers ask whose."""

from dataclasses import dataclass

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.coordination.models import AssignmentLetter
from apps.institutions.models import UNIVERSITY_ROLES, Role, University
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.permissions import may_run_periods

__all__ = ["may_change", "may_run_periods"]


def may_change(user: User, period: EvaluationPeriod) -> bool:
    """A published period is only read."""
    return may_run_periods(user) and period.state != PeriodState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work a person may read the recap of: everybody's, a university's, or their own."""

    university: University | None = None
    assessor: User | None = None

    @property
    def people(self) -> QuerySet[User] | None:
        """Those people; None for everybody."""
        if self.assessor:
            return User.objects.filter(pk=self.assessor.pk)
        if self.university:
            return User.objects.filter(
                memberships__role__in=[Role.ASSESSOR], memberships__university=self.university
            ).distinct()
        return None

    def __str__(self) -> str:
        return str(self.assessor or self.university or "Semua asesor")


def scope_of(user: User) -> Scope | None:
    if may_run_periods(user):
        return Scope()
    held = {one.role: one for one in user.memberships.filter(role__in=UNIVERSITY_ROLES).select_related("university")}
    if Role.UNIVERSITY_COORDINATOR in held:
        return Scope(university=held[Role.UNIVERSITY_COORDINATOR].university)
    return Scope(assessor=user) if Role.ASSESSOR in held else None


def coordinates(user: User, assessor: User) -> bool:
    """Whether this person coordinates the university of that assessor."""
    theirs = assessor.memberships.filter(role=Role.ASSESSOR).values("university")
    return user.memberships.filter(role=Role.UNIVERSITY_COORDINATOR, university__in=theirs).exists()


def may_ask_handover(user: User, giver: User) -> bool:
    """The assessor, or the university's coordinator for them; the ministry decides."""
    return user == giver or coordinates(user, giver)


def may_read_letter(user: User, letter: AssignmentLetter) -> bool:
    return user.pk == letter.assessor_id or may_run_periods(user) or coordinates(user, letter.assessor)


def may_read_period(user: User, period: EvaluationPeriod) -> bool:
    """The ministry always, the auditor once the period is published."""
    return may_run_periods(user) or (period.state == PeriodState.PUBLISHED and user.has_perm("periods.audit_period"))
