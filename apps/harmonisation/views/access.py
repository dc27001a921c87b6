"""The ways into this room: that of the assessors of a period, and that of the ministry."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.common.requests import UserRequest
from apps.harmonisation.models import CalibrationRound
from apps.harmonisation.permissions import may_see_figures, may_take_part
from apps.periods.models import EvaluationPeriod


def joined_period(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period, for an assessor in one of its teams; the ministry is refused, for others there is nothing here."""
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    if not may_take_part(request.user, period):
        raise PermissionDenied if may_see_figures(request.user) else Http404
    request.period = period
    return period


def desk_period(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period, for the ministry; everybody else is refused before it is looked for."""
    if not may_see_figures(request.user):
        raise PermissionDenied
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    request.period = period
    return period


def opened_round(period: EvaluationPeriod, pk: int) -> CalibrationRound:
    return get_object_or_404(CalibrationRound, pk=pk, period=period, opened_at__isnull=False)
