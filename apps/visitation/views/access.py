"""The way into every page of this room."""

from django.http import Http404

from apps.common.requests import UserRequest
from apps.evaluations.access import visible_evaluation
from apps.evaluations.models import Evaluation
from apps.visitation import permissions
from apps.visitation.models import Visit
from apps.visitation.queries import visit_of


def possible_visit(request: UserRequest, pk: int) -> Evaluation:
    evaluation = visible_evaluation(request, pk)
    if not permissions.is_possible(evaluation):
        raise Http404
    return evaluation


def visit_or_404(evaluation: Evaluation) -> Visit:
    visit = visit_of(evaluation)
    if visit is None:
        raise Http404
    return visit


def shows_agenda(request: UserRequest, evaluation: Evaluation) -> bool:
    """What is to be validated is the assessors' and the ministry's own until the visit begins."""
    return permissions.has_begun(evaluation) or permissions.sees(request.user, evaluation, None)
