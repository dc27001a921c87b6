"""All stages side by side, the texts of the report, and the hand-over."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.models import User
from apps.common.requests import UserRequest
from apps.common.sentences import listed
from apps.consolidation import actions
from apps.consolidation.forms import AnswerForm
from apps.consolidation.models import Settlement
from apps.consolidation.permissions import may_review, may_settle, may_write_findings
from apps.consolidation.queries import (
    Line,
    PartText,
    Round,
    earlier_stages,
    figures_of,
    rounds_of,
    side_by_side,
    texts_of,
)
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.instruments.queries import Shape, has_criteria, shape_of
from apps.rules.stages import LABELS, SHORT_LABELS, Stage


@login_required
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    shape = shape_of(evaluation.period.instrument)
    context = overview(evaluation, shape)
    context |= {
        "may_settle": may_settle(request.user, evaluation),
        "may_write": may_write_findings(request.user, evaluation),
        "may_review": may_review(request.user, evaluation),
        "answer_form": AnswerForm(),
        "has_criteria": not context["incomplete"] or has_criteria(shape.instrument),
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


def overview(evaluation: Evaluation, shape: Shape) -> dict[str, Any]:
    """What detail and review both show: the table, the figure as it stands, the texts, the reviews so far."""
    groups = side_by_side(evaluation, shape)
    lines = [line for group in groups for line in group.lines]
    levels = {line.way.indicator.pk: line.level for line in lines if line.level is not None}
    has_indices = any(one.is_external for one in shape.indicators)
    stages = [one for one in earlier_stages(evaluation) if one != Stage.EXTERNAL_INDEX or has_indices]
    texts = texts_of(evaluation, shape, levels)
    rounds = rounds_of(evaluation)
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
        "missing": missing_of(evaluation, lines, texts, rounds),
        "rounds": rounds,
        "returned": rounds[-1] if rounds and rounds[-1].is_return else None,
        "is_open": evaluation.is_open(Stage.CONSOLIDATION),
    }


@dataclass(frozen=True)
class Missing:
    """Something that holds the hand-over back, and where it is mended."""

    words: str
    url: str


def missing_of(evaluation: Evaluation, lines: list[Line], texts: list[PartText], rounds: list[Round]) -> list[Missing]:
    """Everything that holds the hand-over back, as `actions.hand_over` checks it."""
    levels = [
        Missing(f"Indikator {one.number} belum bertingkat", address("indicator", evaluation, one.number))
        for line in lines
        if line.level is None and not line.way.indicator.is_external
        for one in (line.way.indicator,)
    ]
    words = [
        Missing(
            f"{text.part}: belum ada {listed(kind.label.lower() for kind in text.missing)}",
            address("findings", evaluation, text.part.pk),
        )
        for text in texts
        if text.missing
    ]
    asked = [
        Missing(f"Catatan reviu belum ditanggapi: {one.title}", f"#butir-{one.point.pk}")
        for one in (rounds[-1].open if rounds else [])
    ]
    return [*asked, *levels, *words]


def address(name: str, evaluation: Evaluation, *more: int) -> str:
    return reverse(f"consolidation:{name}", args=[evaluation.pk, *more])


@dataclass(frozen=True)
class Cell:
    """What one stage said of an indicator, and how far that is from the stage that spoke before it."""

    label: str
    full_label: str
    said: LedgerLevel | Settlement | None
    step: Decimal | None

    @property
    def by(self) -> User | None:
        if isinstance(self.said, Settlement):
            return self.said.by
        return self.said.decided_by if self.said else None

    @property
    def is_higher(self) -> bool:
        return bool(self.step and self.step > 0)


def row_of(line: Line, stages: list[Stage]) -> dict[str, Any]:
    """A row of the table: a cell for each stage before consolidation, and its own."""
    said: list[tuple[Stage, LedgerLevel | Settlement | None]] = [(stage, line.way.words.get(stage)) for stage in stages]
    return {"line": line, "cells": cells_of([*said, (Stage.CONSOLIDATION, line.settlement)])}


def cells_of(said: list[tuple[Stage, LedgerLevel | Settlement | None]]) -> list[Cell]:
    cells: list[Cell] = []
    before: Decimal | None = None
    for stage, one in said:
        step = None if one is None or before is None or one.level == before else one.level - before
        cells.append(Cell(SHORT_LABELS[stage], LABELS[stage], one, step))
        before = one.level if one else before
    return cells


def lead_of(evaluation: Evaluation) -> list[User]:
    """Who is told of a return: the team's lead."""
    return list(User.objects.filter(team_memberships__team=evaluation.team_id, team_memberships__is_lead=True))
