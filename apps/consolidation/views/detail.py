"""All stages side by side, the texts of the report, and the hand-over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.models import User
from apps.common.requests import UserRequest
from apps.consolidation import actions
from apps.consolidation.permissions import may_review, may_settle, may_write_findings
from apps.consolidation.queries import earlier_stages, figures_of, side_by_side, texts_of
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.evaluations.models import Evaluation
from apps.instruments.queries import shape_of
from apps.rules.stages import SHORT_LABELS, Stage


@login_required
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    context = overview(evaluation) | {
        "may_settle": may_settle(request.user, evaluation),
        "may_write": may_write_findings(request.user, evaluation),
        "may_review": may_review(request.user, evaluation),
    }
    return render(request, "consolidation/detail.html", context)


@login_required
@require_POST
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    demand(may_settle(request.user, evaluation))

    actions.hand_over(evaluation, by=request.user)
    messages.success(request, "Hasil konsolidasi diserahkan kepada tim evaluasi untuk direviu.")
    return redirect("consolidation:detail", pk)


def overview(evaluation: Evaluation) -> dict[str, Any]:
    """What detail and review both show: the table, the figure as it stands, the texts, the last review."""
    shape = shape_of(evaluation.period.instrument)
    groups = side_by_side(evaluation, shape)
    lines = [line for group in groups for line in group.lines]
    levels = {line.way.indicator.pk: line.level for line in lines if line.level is not None}
    stages = earlier_stages(evaluation)
    texts = texts_of(evaluation, shape, levels)
    return {
        "evaluation": evaluation,
        "instrument": shape.instrument,
        "columns": [SHORT_LABELS[stage] for stage in stages],
        "groups": [(group, [row_of(line, stages) for line in group.lines]) for group in groups],
        "figures": figures_of(groups, shape),
        "bands": len(shape.bands),
        "differing": sum(line.way.differs for line in lines),
        "settled": sum(line.settlement is not None for line in lines),
        "unlevelled": [line.way.indicator.number for line in lines if line.level is None],
        "texts": texts,
        "incomplete": sum(bool(text.missing) for text in texts),
        "last_review": evaluation.reviews.select_related("by").last(),
        "is_open": evaluation.is_open(Stage.CONSOLIDATION),
    }


def row_of(line: Any, stages: list[Stage]) -> dict[str, Any]:
    words = line.way.words
    return {
        "line": line,
        "levels": [(SHORT_LABELS[stage], words[stage].level if stage in words else None) for stage in stages],
    }


def lead_of(evaluation: Evaluation) -> list[User]:
    """Who is told of a return: the team's lead."""
    return list(User.objects.filter(team_memberships__team=evaluation.team_id, team_memberships__is_lead=True))
