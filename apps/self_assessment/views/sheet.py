"""The sheet: every indicator of one institution in one period."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.instruments.queries import Shape, shape_of
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import DelegationForm, SheetFilter, Whose
from apps.self_assessment.models import AnswerState
from apps.self_assessment.queries import (
    Provisional,
    SheetAnswer,
    answers_left_to,
    earlier_levels,
    provisional_of,
    sheet_answers,
    to_choose_from,
)
from apps.self_assessment.queries.delegation import UNFINISHED
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.figures import figures_context
from apps.self_assessment.views.sheet_lines import Lines


@dataclass(frozen=True)
class Group:
    """A part of the instrument as its row and the lines directly beneath it."""

    depth: int
    heading: SafeString
    lines: list[SafeString]


@dataclass(frozen=True)
class Sheet:
    """Everything that was read for the page of a sheet; `chosen` says which rows are shown."""

    evaluation: Evaluation
    shape: Shape
    answers: Mapping[int, SheetAnswer]
    chosen: SheetFilter
    approves: bool

    def shown(self) -> set[int]:
        """The indicators (primary keys) that the filter leaves."""
        is_narrow = self.chosen.is_narrow
        return {one.pk for one in self.shape.indicators if not is_narrow or self._is_wanted(one)}

    def waiting(self) -> set[int]:
        """The indicators that wait for whoever looks: their own unfinished ones, and what they are to approve."""
        return {pk for pk, answer in self.answers.items() if self._waits(answer)}

    def _is_wanted(self, indicator: Indicator) -> bool:
        answer, chosen = self.answers[indicator.pk], self.chosen
        named = f"{indicator.number} {indicator.name} {answer.service_name}".lower()
        return (
            (not chosen.state or answer.state == chosen.state)
            and chosen.words in named
            and (chosen.whose != Whose.MINE or self._waits(answer))
            and (chosen.whose != Whose.NOBODYS or (answer.charge is None and not indicator.is_external))
            and not (chosen.state and indicator.is_external)
        )

    def _waits(self, answer: SheetAnswer) -> bool:
        if self.approves and answer.state == AnswerState.WAITING:
            return True
        return answer.charge is not None and answer.charge.is_mine and answer.state in UNFINISHED


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    if request.method == "POST":
        return hand_in_drafts(request, evaluation)
    return show_sheet(request, read_sheet(request, evaluation, SheetFilter(request.GET)))


def read_sheet(request: UserRequest, evaluation: Evaluation, chosen: SheetFilter) -> Sheet:
    shape = shape_of(evaluation.period.instrument)
    answers = sheet_answers(request.user, evaluation)
    if len(answers) < len(shape.indicators):
        actions.lay_out_sheets([evaluation])
        answers = sheet_answers(request.user, evaluation)
    return Sheet(evaluation, shape, answers, chosen, permissions.approves(request.user, evaluation))


def show_sheet(
    request: UserRequest, read: Sheet, *, delegation: DelegationForm | None = None, ticked: Container[int] = ()
) -> HttpResponse:
    """The whole page; with a `delegation` that was refused, and what had been ticked for it."""
    evaluation, shape = read.evaluation, read.shape
    figures = provisional_of(shape, {pk: answer.standing for pk, answer in read.answers.items()})
    earlier = earlier_levels(evaluation)
    shown = read.shown()
    states = Counter(read.answers[one.pk].state for one in shape.asked)
    if delegation is None and permissions.may_delegate(request.user, evaluation):
        delegation = delegation_form(evaluation)
    address = reverse("self_assessment:sheet", args=[evaluation.pk])
    lines = Lines(shape.instrument, address, earlier, ticked if delegation else None)
    return render(
        request,
        "self_assessment/sheet.html",
        {
            "evaluation": evaluation,
            "instrument": shape.instrument,
            "groups": list(groups_of(read, figures, shown, lines)),
            "shown": len(shown),
            "filter": read.chosen,
            "states": [(state, states[state]) for state in AnswerState],
            "whose": [
                (Whose.MINE, len(read.waiting())),
                (Whose.NOBODYS, sum(read.answers[one.pk].charge is None for one in shape.asked)),
            ],
            "drafts": states[AnswerState.DRAFT] + states[AnswerState.RETURNED],
            "earlier": earlier,
            **figures_context(shape, figures),
            "may_fill": permissions.may_fill(request.user, evaluation),
            "approves": read.approves,
            "delegation": delegation,
            "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        },
        status=422 if delegation and delegation.is_bound else 200,
    )


def delegation_form(evaluation: Evaluation, data: Mapping[str, Any] | None = None) -> DelegationForm:
    units, people = to_choose_from(evaluation)
    latest = localdate(evaluation.open_until) if evaluation.open_until else None
    return DelegationForm(data, units=units, people=people, latest=latest)


def hand_in_drafts(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """Every complete draft at once to the penanggung jawab."""
    demand(permissions.fills(request.user, evaluation))
    moved = actions.submit_for_approval(answers_left_to(request.user, evaluation), by=request.user)
    if moved:
        messages.success(request, f"{moved} jawaban diajukan kepada penanggung jawab.")
    else:
        messages.warning(request, "Belum ada draf yang lengkap: tingkat dan penjelasan harus terisi.")
    return redirect("self_assessment:sheet", evaluation.pk)


def groups_of(read: Sheet, figures: Provisional, shown: Container[int], lines: Lines) -> Iterable[Group]:
    """The parts from the top down. While a filter is set, parts without a line beneath are left out."""
    found = [
        Group(
            row.depth,
            lines.heading(row.part, row.depth, figures.parts[row.part.pk]),
            [lines.written(one, read.answers[one.pk]) for one in row.indicators if one.pk in shown],
        )
        for row in read.shape.rows
    ]
    if not read.chosen.is_narrow:
        return found
    kept: list[Group] = []
    for group in reversed(found):
        if group.lines or (kept and kept[-1].depth > group.depth):
            kept.append(group)
    return reversed(kept)
