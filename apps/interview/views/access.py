"""The way into the interview's pages."""

from django.http import Http404

from apps.common.requests import UserRequest
from apps.evaluations.access import visible_evaluation
from apps.evaluations.models import Evaluation
from apps.interview import permissions, queries
from apps.interview.models import InterviewSession

BACK = {"stage_label": "Interviu", "back": "interview:detail"}


def interviewed(request: UserRequest, pk: int) -> Evaluation:
    evaluation = visible_evaluation(request, pk)
    if not permissions.is_interviewed(evaluation):
        raise Http404
    return evaluation


def session_or_404(evaluation: Evaluation) -> InterviewSession:
    session = queries.session_of(evaluation)
    if session is None:
        raise Http404
    return session
