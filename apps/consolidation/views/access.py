"""The way into every page of this room."""

from django.core.exceptions import PermissionDenied

from apps.common.requests import UserRequest
from apps.consolidation.permissions import may_enter
from apps.evaluations.grants import seen_evaluation
from apps.evaluations.models import Evaluation


def consolidated_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation; 404 if it is not theirs to see, 403 if they neither assess nor review it, or not yet."""
    evaluation = seen_evaluation(request.user, pk)
    if not may_enter(request.user, evaluation):
        raise PermissionDenied
    request.evaluation = evaluation
    return evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
