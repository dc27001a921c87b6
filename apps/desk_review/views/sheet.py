"""One's own sheet: every indicator, how far one is, and the lock."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.models import User
from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.permissions import may_compare, may_judge, seat_of
from apps.desk_review.queries import State, judgements_of, state_of
from apps.desk_review.views.access import judged_evaluation
from apps.evaluations.external import values_of
from apps.evaluations.models import Evaluation, ExternalValue
from apps.instruments.models import Indicator, Part
from apps.instruments.queries import Shape, shape_of
from apps.rules.stages import Stage
from apps.self_assessment.views.access import browser_key


@dataclass(frozen=True)
class Line:
    """An indicator in the table: the institution's level, mine, and whether they differ."""

    indicator: Indicator
    judgement: Any
    state: State


@dataclass(frozen=True)
class Group:
    part: Part
    depth: int
    lines: list[Line]
    elsewhere: list[tuple[Indicator, ExternalValue | None]]


@login_required
@require_GET
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    shape = shape_of(evaluation.period.instrument)
    brought = values_of(evaluation) if len(shape.asked) < len(shape.indicators) else {}
    groups = grouped(shape, evaluation, request.user, brought)
    lines = [line for group in groups for line in group.lines]
    figures = shape.figures(
        {pk: one.level for pk, one in brought.items()}
        | {line.indicator.pk: line.judgement.level for line in lines if line.state != "none"}
    )
    counts = Counter(line.state for line in lines)
    return render(
        request,
        "desk_review/sheet.html",
        {
            "evaluation": evaluation,
            "instrument": shape.instrument,
            "groups": groups,
            "total": len(shape.asked),
            "judged": counts["agree"] + counts["differ"],
            "counts": counts,
            "asked": sum(bool(line.judgement.question) for line in lines),
            "next": next((line.indicator for line in lines if line.state == "none"), None),
            "figures": figures,
            "bands": len(shape.bands),
            "seats": seats,
            "mine": seat_of(request.user, seats),
            "may_compare": may_compare(evaluation, seats),
            "may_judge": may_judge(request.user, evaluation, seats),
            "is_open": evaluation.is_open(Stage.DESK_REVIEW),
            "browser_key": browser_key(request.user),
        },
    )


@login_required
@require_POST
def lock(request: UserRequest, pk: int) -> HttpResponse:
    evaluation, seats = judged_evaluation(request, pk)
    if seat_of(request.user, seats) is None:
        raise PermissionDenied

    actions.lock_judgements(evaluation, by=request.user)
    messages.success(request, "Penilaian Anda terkunci.")
    return redirect("desk_review:sheet", pk)


def grouped(shape: Shape, evaluation: Evaluation, assessor: User, brought: Mapping[int, ExternalValue]) -> list[Group]:
    """The sheet in the order of the instrument; it is laid out at the first look."""
    mine = {one.indicator_id: one for one in judgements_of(evaluation, assessor)}
    if len(mine) < len(shape.asked) and actions.lay_out_judgements([evaluation]):
        mine = {one.indicator_id: one for one in judgements_of(evaluation, assessor)}
    return [
        Group(
            row.part,
            row.depth,
            [line_of(one, mine[one.pk]) for one in row.indicators if one.pk in mine],
            [(one, brought.get(one.pk)) for one in row.indicators if one.is_external],
        )
        for row in shape.rows
    ]


def line_of(indicator: Indicator, judgement: Any) -> Line:
    return Line(indicator, judgement, state_of(judgement.level, judgement.claimed))
