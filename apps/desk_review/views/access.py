"""The way into every page of this room."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.permissions import Seat, may_enter, seat_of, seats_of
from apps.desk_review.queries.judgement import judgement_beside_grants
from apps.evaluations.grants import keep_grants, seen_evaluation
from apps.evaluations.models import Evaluation


def judged_evaluation(request: UserRequest, pk: int) -> tuple[Evaluation, list[Seat]]:
    """The evaluation with its team; 404 if it is not theirs to see, 403 if they do not judge it."""
    evaluation = seen_evaluation(request.user, pk)
    admit(request, evaluation)
    return evaluation, seats_of(evaluation)


def own_judgement(request: UserRequest, pk: int, number: int) -> Any:
    """My judgement on an indicator with its evaluation and what the institution has `claimed`, in one statement.

    Refused like `judged_evaluation`, and without a seat in the team. Laid out at the first look.
    """
    found = judgement_beside_grants(request.user, pk, number)
    if found is None:
        evaluation, team = judged_evaluation(request, pk)
        demand(seat_of(request.user, team) is not None)
        actions.lay_out_judgements([evaluation])
        found = judgement_beside_grants(request.user, pk, number)
    if found is None:
        raise Http404
    judgement, held, is_seated = found
    keep_grants(request.user, pk, held)
    admit(request, judgement.evaluation)
    demand(is_seated)
    return judgement


def admit(request: UserRequest, evaluation: Evaluation) -> None:
    """403 for whoever does not judge here; else the page is about this evaluation."""
    demand(may_enter(request.user, evaluation))
    request.evaluation = evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
