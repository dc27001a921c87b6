"""What every page of the desk begins with."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from apps.common.requests import UserRequest
from apps.coordination.permissions import may_change, may_read_period, may_run_periods
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.periods.queries import period_named

PAGE = 50


def period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period of this page, for those who run periods; nobody else learns whether it exists."""
    if not may_run_periods(request.user):
        raise PermissionDenied
    period = period_named(slug)
    request.period = period
    return period


def period_read(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period of a page that is part of its report; 404 for everybody who does not read it."""
    period = period_named(slug)
    if not may_read_period(request.user, period):
        raise Http404
    request.period = period
    return period


def period_to_change(request: UserRequest, slug: str) -> EvaluationPeriod:
    period = period_of(request, slug)
    if not may_change(request.user, period):
        raise PermissionDenied
    return period


def period_in_preparation(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period of a page by which its list is made; an open one has no list any more."""
    period = period_to_change(request, slug)
    if period.state != PeriodState.PREPARATION:
        raise PermissionDenied
    return period
