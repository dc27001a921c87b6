"""The way into every page of this room."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.models import Judgement
from apps.desk_review.permissions import Seat, may_enter, seat_of, seats_of
from apps.evaluations.grants import grants_beside, keep_grants, seen_evaluation
from apps.evaluations.models import Evaluation, TeamMember
from apps.evaluations.queries import said_by
from apps.instruments.models import Erratum
from apps.rules.stages import Stage


def judged_evaluation(request: UserRequest, pk: int) -> tuple[Evaluation, list[Seat]]:
    """The evaluation with its team; 404 if it is not theirs to see, 403 if they do not judge it."""
    evaluation = seen_evaluation(request.user, pk)
    admit(request, evaluation)
    return evaluation, seats_of(evaluation)


def own_judgement(request: UserRequest, pk: int, number: int) -> Any:
    """My judgement on an indicator with its evaluation and what the institution has `claimed`, in one statement.

    Refused like `judged_evaluation`, and without a seat in the team. Laid out at the first look.
    """
    seats = TeamMember.objects.filter(team=OuterRef("evaluation__team"), user=request.user)
    rows = (
        Judgement.objects.filter(evaluation=pk, indicator__number=number, assessor=request.user)
        .select_related("indicator__part", "evaluation__period__instrument", "evaluation__institution__province")
        .annotate(
            claimed=said_by(Stage.SELF_ASSESSMENT),
            held=grants_beside(request.user, pk),
            is_seated=Exists(seats),
            has_errata=Exists(Erratum.objects.filter(indicator=OuterRef("indicator"))),
        )
    )
    judgement = rows.first()
    if judgement is None:
        evaluation, team = judged_evaluation(request, pk)
        demand(seat_of(request.user, team) is not None)
        actions.lay_out_judgements([evaluation])
        judgement = get_object_or_404(rows)
    keep_grants(request.user, pk, judgement.held)
    admit(request, judgement.evaluation)
    demand(judgement.is_seated)
    judgement.assessor = request.user
    return judgement


def admit(request: UserRequest, evaluation: Evaluation) -> None:
    """403 for whoever does not judge here; else the page is about this evaluation."""
    demand(may_enter(request.user, evaluation))
    request.evaluation = evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied
