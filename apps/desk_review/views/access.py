"""The way into every page of this room."""

from django.core.exceptions import PermissionDenied

from apps.common.requests import UserRequest
from apps.desk_review.permissions import Seat, may_enter, seats_of
from apps.evaluations.grants import seen_evaluation
from apps.evaluations.models import Evaluation


def judged_evaluation(request: UserRequest, pk: int) -> tuple[Evaluation, list[Seat]]:
    """The evaluation with its team; 404 if it is not theirs to see, 403 if they do not judge it."""
    evaluation = seen_evaluation(request.user, pk)
    if not may_enter(request.user, evaluation):
        raise PermissionDenied
    request.evaluation = evaluation
    return evaluation, seats_of(evaluation)
