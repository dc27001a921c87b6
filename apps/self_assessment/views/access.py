"""The way into every page of this room."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from apps.common.requests import UserRequest
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation
from apps.self_assessment.permissions import may_read_sheet


def readable_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation whose sheet this person may read; 404 if it is not theirs to see, 403 if not yet."""
    evaluation = get_object_or_404(visible_evaluations(request.user), pk=pk)
    if not may_read_sheet(request.user, evaluation):
        raise PermissionDenied
    request.evaluation = evaluation
    return evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
