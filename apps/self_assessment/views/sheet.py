"""The sheet: every indicator of one institution in one period."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.common import formats
from apps.common.requests import UserRequest
from apps.common.templatetags.chips import level_chip, state_chip
from apps.evaluations.discussion import remarks_beside
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import circles_of
from apps.evaluations.queries import said_by
from apps.instruments.models import Indicator, Part
from apps.instruments.queries import Shape, shape_of
from apps.rules.readiness import is_claim
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import DelegationForm, SheetFilter, Whose
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import (
    Charge,
    Earlier,
    Provisional,
    answers_left_to,
    answers_of,
    charge_beside,
    earlier_levels,
    provisional_of,
    to_choose_from,
)
from apps.self_assessment.queries.delegation import UNFINISHED
from apps.self_assessment.views.access import demand, readable_evaluation
from apps.self_assessment.views.figures import figures_context

if TYPE_CHECKING:
    from apps.self_assessment.queries.sheet import ChargedAnswer

FROM_ELSEWHERE = mark_safe('<span class="tag">Indeks instansi lain</span>')
UNREVIEWED = mark_safe('<br><span class="st back">Belum ditinjau</span>')


class Line(TypedDict):
    """An indicator in the table, said already: of so many rows the template only writes down what stands here."""

    pk: int
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
    doer: str
    due: str
    is_late: bool
    is_ticked: bool
    remarks: str


@dataclass(frozen=True)
class Group:
    """A part of the instrument with its figure and the lines directly beneath it."""

    part: Part
    depth: int
    figure: Decimal
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """Everything that was read for the page of a sheet; `chosen` says which rows are shown."""

    evaluation: Evaluation
    shape: Shape
    answers: Mapping[int, "ChargedAnswer"]
    charges: Mapping[int, Charge]
    levels: Mapping[int, Decimal | None]
    chosen: SheetFilter
    approves: bool

    def shown(self) -> set[int]:
        """The indicators (primary keys) that the filter leaves."""
        return {one.pk for one in self.shape.indicators if self._is_wanted(one)}

    def waiting(self) -> set[int]:
        """The indicators that wait for whoever looks: their own unfinished ones, and what they are to approve."""
        return {pk for pk, answer in self.answers.items() if self._waits(pk, answer)}

    def _is_wanted(self, indicator: Indicator) -> bool:
        answer, chosen = self.answers[indicator.pk], self.chosen
        named = f"{indicator.number} {indicator.name} {answer.service_name}".lower()
        return (
            (not chosen.state or answer.state == chosen.state)
            and chosen.words in named
            and (chosen.whose != Whose.MINE or self._waits(indicator.pk, answer))
            and (chosen.whose != Whose.NOBODYS or (indicator.pk not in self.charges and not indicator.is_external))
            and not (chosen.state and indicator.is_external)
        )

    def _waits(self, pk: int, answer: Answer) -> bool:
        if self.approves and answer.state == AnswerState.WAITING:
            return True
        charge = self.charges.get(pk)
        return charge is not None and charge.is_mine and answer.state in UNFINISHED


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    if request.method == "POST":
        return hand_in_drafts(request, evaluation)
    return show_sheet(request, read_sheet(request, evaluation, SheetFilter(request.GET)))


def read_sheet(request: UserRequest, evaluation: Evaluation, chosen: SheetFilter) -> Sheet:
    shape = shape_of(evaluation.period.instrument)
    answers = rows_of(evaluation, request.user)
    if len(answers) < len(shape.indicators):
        actions.lay_out_sheets([evaluation])
        answers = rows_of(evaluation, request.user)
    return Sheet(
        evaluation,
        shape,
        answers,
        {pk: charge for pk, answer in answers.items() if (charge := Charge.of(answer.charge))},
        {pk: answer.brought if answer.level is None else answer.level for pk, answer in answers.items()},
        chosen,
        permissions.approves(request.user, evaluation),
    )


def show_sheet(
    request: UserRequest, read: Sheet, *, delegation: DelegationForm | None = None, ticked: Container[int] = ()
) -> HttpResponse:
    """The whole page; with a `delegation` that was refused, and what had been ticked for it."""
    evaluation, shape = read.evaluation, read.shape
    figures = provisional_of(shape, read.levels)
    earlier = earlier_levels(evaluation)
    shown = read.shown()
    states = Counter(read.answers[one.pk].state for one in shape.asked)
    if delegation is None and permissions.may_delegate(request.user, evaluation):
        delegation = delegation_form(evaluation)
    return render(
        request,
        "self_assessment/sheet.html",
        {
            "evaluation": evaluation,
            "instrument": shape.instrument,
            "groups": list(groups_of(read, figures, earlier, shown, ticked)),
            "shown": len(shown),
            "filter": read.chosen,
            "states": [(state, states[state]) for state in AnswerState],
            "whose": [
                (Whose.MINE, len(read.waiting())),
                (Whose.NOBODYS, len(shape.asked) - len(read.charges)),
            ],
            "drafts": states[AnswerState.DRAFT] + states[AnswerState.RETURNED],
            "earlier": earlier,
            **figures_context(shape, figures),
            "may_fill": permissions.may_fill(request.user, evaluation),
            "approves": read.approves,
            "delegation": delegation,
            "columns": 4 + bool(earlier.year) + bool(delegation),
            "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        },
        status=422 if delegation and delegation.is_bound else 200,
    )


def delegation_form(evaluation: Evaluation, data: Mapping[str, Any] | None = None) -> DelegationForm:
    units, people = to_choose_from(evaluation)
    latest = localdate(evaluation.open_until) if evaluation.open_until else None
    return DelegationForm(data, units=units, people=people, latest=latest)


def rows_of(evaluation: Evaluation, user: User) -> dict[int, "ChargedAnswer"]:
    """The answers by indicator with who is in charge, without what was written: a table has no place for it."""
    answers = answers_of(evaluation).annotate(
        charge=charge_beside(user),
        remarks=remarks_beside(circles_of(user, evaluation)),
        brought=said_by(Stage.EXTERNAL_INDEX),
    )
    return {
        one.indicator_id: one
        for one in answers.only("indicator_id", "level", "service_name", "state", "version", "updated_by__name")
    }


def hand_in_drafts(request: UserRequest, evaluation: Evaluation) -> HttpResponse:
    """Every complete draft at once to the penanggung jawab."""
    demand(permissions.fills(request.user, evaluation))
    moved = actions.submit_for_approval(answers_left_to(request.user, evaluation), by=request.user)
    if moved:
        messages.success(request, f"{moved} jawaban diajukan kepada penanggung jawab.")
    else:
        messages.warning(request, "Belum ada draf yang lengkap: tingkat dan penjelasan harus terisi.")
    return redirect("self_assessment:sheet", evaluation.pk)


def groups_of(
    read: Sheet, figures: Provisional, earlier: Earlier, shown: Container[int], ticked: Container[int]
) -> Iterable[Group]:
    """The parts from the top down. While a filter is set, parts without a line beneath are left out."""
    address = reverse("self_assessment:sheet", args=[read.evaluation.pk])
    found = [
        Group(
            row.part,
            row.depth,
            figures.parts[row.part.pk],
            [
                line_of(read, one, earlier.levels.get(one.pk), address, is_ticked=one.pk in ticked)
                for one in row.indicators
                if one.pk in shown
            ],
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


def _state_of(indicator: Indicator, answer: "ChargedAnswer") -> SafeString:
    if indicator.is_external:
        return FROM_ELSEWHERE
    return state_chip(answer.state.upper()) + (UNREVIEWED if answer.is_unreviewed else SafeString())


def line_of(read: Sheet, indicator: Indicator, earlier: Decimal | None, sheet: str, *, is_ticked: bool) -> Line:
    """`sheet` is the address beneath which those of its indicators lie."""
    answer, charge = read.answers[indicator.pk], read.charges.get(indicator.pk)
    instrument = read.shape.instrument
    writer = answer.updated_by.name if answer.updated_by else formats.ABSENT
    is_unfinished = answer.state in UNFINISHED
    return Line(
        pk=indicator.pk,
        number=str(indicator.number),
        name=f"{indicator.name}: {answer.service_name}" if answer.service_name else indicator.name,
        url=f"{sheet}{indicator.number}/",
        level=level_chip(read.levels[indicator.pk], instrument.scale_min, instrument.scale_max),
        earlier=formats.level(earlier),
        state=_state_of(indicator, answer),
        is_returned=answer.state == AnswerState.RETURNED,
        writer=writer if answer.version else "",
        evidence=str(answer.evidence_count),
        lacks_evidence=is_claim(answer.level, instrument.scale_min) and not answer.evidence_count,
        doer=charge.doer if charge else "",
        due=formats.date_short(charge.due_on) if charge and is_unfinished else "",
        is_late=bool(charge and is_unfinished and charge.due_on < localdate()),
        is_ticked=is_ticked,
        remarks=f"{answer.remarks} pesan" if answer.remarks else "",
    )
