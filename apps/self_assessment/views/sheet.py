"""The sheet: every indicator of one institution in one period."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from apps.common import formats
from apps.common.requests import UserRequest
from apps.common.templatetags.chips import level_chip, state_chip
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator, Instrument, Part
from apps.instruments.queries import Shape, shape_of
from apps.rules.readiness import is_claim
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import SheetFilter
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import Earlier, Provisional, answers_of, earlier_levels, provisional_of
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.figures import figures_context

if TYPE_CHECKING:
    from apps.self_assessment.queries.sheet import CountedAnswer


class Line(NamedTuple):
    """An indicator in the table, said already: of so many rows the template only writes down what stands here."""

    number: str
    name: str
    url: str
    level: SafeString
    earlier: str
    state: SafeString
    is_returned: bool
    writer: str
    evidence: str
    lacks_evidence: bool


@dataclass(frozen=True)
class Group:
    """A part of the instrument with its figure and the lines directly beneath it."""

    part: Part
    depth: int
    figure: Decimal
    lines: list[Line]


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    if request.method == "POST":
        return hand_in_drafts(request, evaluation)

    shape = shape_of(evaluation.period.instrument)
    answers = rows_of(evaluation)
    if len(answers) < len(shape.indicators):
        actions.lay_out_sheets([evaluation])
        answers = rows_of(evaluation)
    figures = provisional_of(shape, {pk: answer.level for pk, answer in answers.items()})
    earlier = earlier_levels(evaluation)
    chosen = SheetFilter(request.GET)
    groups = list(groups_of(evaluation, shape, answers, figures, earlier, chosen))
    states = Counter(answer.state for answer in answers.values())
    return render(
        request,
        "self_assessment/sheet.html",
        {
            "evaluation": evaluation,
            "instrument": shape.instrument,
            "groups": groups,
            "shown": sum(len(group.lines) for group in groups),
            "filter": chosen,
            "states": [(state, states[state]) for state in AnswerState],
            "drafts": states[AnswerState.DRAFT] + states[AnswerState.RETURNED],
            "earlier": earlier,
            **figures_context(shape, figures),
            "may_fill": permissions.may_fill(request.user, evaluation),
            "approves": permissions.approves(request.user, evaluation),
            "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        },
    )


def rows_of(evaluation: Evaluation) -> dict[int, "CountedAnswer"]:
    """The answers by indicator, without what was written: a table has no place for it."""
    answers = answers_of(evaluation)
    return {
        one.indicator_id: one
        for one in answers.only("indicator_id", "level", "service_name", "state", "version", "updated_by__name")
    }


def hand_in_drafts(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """Every complete draft at once to the penanggung jawab."""
    demand(permissions.fills(request.user, evaluation))
    moved = actions.submit_for_approval(Answer.objects.filter(evaluation=evaluation), by=request.user)
    if moved:
        messages.success(request, f"{moved} jawaban diajukan kepada penanggung jawab.")
    else:
        messages.warning(request, "Belum ada draf yang lengkap: tingkat dan penjelasan harus terisi.")
    return redirect("self_assessment:sheet", evaluation.pk)


def groups_of(
    evaluation: Evaluation,
    shape: Shape,
    answers: Mapping[int, "CountedAnswer"],
    figures: Provisional,
    earlier: Earlier,
    chosen: SheetFilter,
) -> Iterable[Group]:
    """The parts from the top down. While a filter is set, parts without a line beneath are left out."""
    address = reverse("self_assessment:sheet", args=[evaluation.pk])
    narrowed = bool(chosen.words or chosen.state)
    found = [
        Group(
            row.part,
            row.depth,
            figures.parts[row.part.pk],
            [
                line_of(one, answers[one.pk], earlier.levels.get(one.pk), shape.instrument, address)
                for one in row.indicators
                if is_wanted(one, answers[one.pk], chosen)
            ],
        )
        for row in shape.rows
    ]
    if not narrowed:
        return found
    kept: list[Group] = []
    for group in reversed(found):
        if group.lines or (kept and kept[-1].depth > group.depth):
            kept.append(group)
    return reversed(kept)


def line_of(
    indicator: Indicator, answer: "CountedAnswer", earlier: Decimal | None, instrument: Instrument, sheet: str
) -> Line:
    """`sheet` is the address beneath which those of its indicators lie."""
    writer = answer.updated_by.name if answer.updated_by else formats.ABSENT
    return Line(
        number=str(indicator.number),
        name=f"{indicator.name}: {answer.service_name}" if answer.service_name else indicator.name,
        url=f"{sheet}{indicator.number}/",
        level=level_chip(answer.level, instrument.scale_min, instrument.scale_max),
        earlier=formats.level(earlier),
        state=state_chip(answer.state.upper()),
        is_returned=answer.state == AnswerState.RETURNED,
        writer=writer if answer.version else "",
        evidence=str(answer.evidence_count),
        lacks_evidence=is_claim(answer.level, instrument.scale_min) and not answer.evidence_count,
    )


def is_wanted(indicator: Indicator, answer: Answer, chosen: SheetFilter) -> bool:
    named = f"{indicator.number} {indicator.name} {answer.service_name}".lower()
    return (not chosen.state or answer.state == chosen.state) and chosen.words in named
