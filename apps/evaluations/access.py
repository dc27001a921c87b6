"""The way into every page about one evaluation."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from apps.common.requests import UserRequest
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation


def visible_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation, if this person may see it; 404 otherwise. The frame of the page learns of it."""
    evaluation = get_object_or_404(visible_evaluations(request.user).select_related("team"), pk=pk)
    request.evaluation = evaluation
    return evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
