"""The way into every page about one evaluation."""

from django.core.exceptions import PermissionDenied

from apps.common.requests import UserRequest
from apps.evaluations.grants import seen_evaluation
from apps.evaluations.models import Evaluation


def visible_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation, if this person may see it; 404 otherwise. The frame of the page learns of it."""
    request.evaluation = seen_evaluation(request.user, pk)
    return request.evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
