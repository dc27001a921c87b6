"""Who may compute, vote and see what is not yet public."""

from apps.accounts.models import User
from apps.evaluations.corrections import corrected_words
from apps.institutions.models import Agency, Membership, Role
from apps.periods.models import EvaluationPeriod, PeriodState


def may_finalise(user: User, period: EvaluationPeriod) -> bool:
    """While the period runs; of what is published again once a correction waits for the publication that follows."""
    if not user.has_perm("periods.finalise_period"):
        return False
    if period.state != PeriodState.PUBLISHED:
        return period.state == PeriodState.RUNNING
    published = period.publications.current().select_related("run").first()
    return published is not None and corrected_words(period, after=published.run.ledger_upto).exists()


def may_seat(user: User, period: EvaluationPeriod) -> bool:
    """Who has a vote is settled by those who run the finalisation, before and while the period runs."""
    return period.state != PeriodState.PUBLISHED and user.has_perm("periods.finalise_period")


def agency_of(user: User, period: EvaluationPeriod) -> Agency | None:
    """The agency in whose name this person votes in this period, if any."""
    seat = (
        Membership.objects.filter(user=user, role=Role.AGENCY_MEMBER, agency__in=period.agencies.values("agency"))
        .select_related("agency")
        .first()
    )
    return seat.agency if seat else None


def may_see_run(user: User, period: EvaluationPeriod) -> bool:
    """The desk of the finalisation: the ministry, the agencies of the period, and who audits what is published."""
    return sees_unpublished(user, period) or (
        period.state == PeriodState.PUBLISHED and user.has_perm("periods.audit_period")
    )


def sees_unpublished(user: User, period: EvaluationPeriod) -> bool:
    """The ministry and the agencies that vote; whoever audits waits for the publication, also of what is corrected."""
    return user.has_perm("periods.finalise_period") or agency_of(user, period) is not None
