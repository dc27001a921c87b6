"""What the page of one indicator shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.common.requests import UserRequest
from apps.desk_review.forms import as_typed
from apps.desk_review.models import Judgement, Verdict
from apps.desk_review.permissions import may_compare, may_judge, seat_of, seats_of
from apps.desk_review.queries import State, own_words, state_of
from apps.desk_review.queries.judgement import judged_sheet
from apps.desk_review.texts import NOTE, VERDICT, EvidenceWord, JudgementText
from apps.evaluations.models import Evaluation
from apps.instruments.queries import steps_of
from apps.self_assessment.forms import is_whole, shown_level
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries import earlier_at_a_glance
from apps.self_assessment.queries.previews import view_of
from apps.self_assessment.views.access import browser_key


@dataclass(frozen=True)
class Square:
    """An indicator of my sheet at a glance."""

    number: int
    state: State
    is_asked: bool
    is_here: bool


@dataclass(frozen=True)
class Piece:
    """A piece of evidence with what I say of it, as it stands in the inputs."""

    one: Evidence
    verdict: str
    note: str
    is_open: bool

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label) if self.verdict else ""

    @property
    def warning(self) -> str:
        check = getattr(self.one.file, "check_found", None)
        return check.get_warning_display() if check else ""


def page_of(
    request: UserRequest, evaluation: Evaluation, judgement: Judgement, typed: Mapping[str, str] | None
) -> dict[str, Any]:
    """The context of indicator.html; `typed` fills its inputs, else what is stored. A constant number of queries."""
    instrument, indicator = evaluation.period.instrument, judgement.indicator
    seats = seats_of(evaluation)
    squares = squares_of(request, evaluation, judgement)
    numbers = [square.number for square in squares]
    place = numbers.index(indicator.number)
    evidence = list(
        Evidence.objects.filter(evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True).select_related(
            "file__check_found"
        )
    )
    words = own_words(judgement) if evidence else {}
    stored = as_typed(
        JudgementText.of(judgement, {one.pk: words.get(one.pk, EvidenceWord()) for one in evidence}), instrument
    )
    values = {**stored, **(typed or {})}
    opened = opened_of(evidence, request.GET.get("bukti", ""))
    earlier = earlier_at_a_glance(evaluation, indicator)
    return {
        "evaluation": evaluation,
        "instrument": instrument,
        "indicator": indicator,
        "judgement": judgement,
        "state": state_of(judgement.level, judgement.claimed),  # type: ignore[attr-defined]
        "claimed": shown_level(judgement.claimed, instrument),  # type: ignore[attr-defined]
        "is_whole": is_whole(instrument),
        "version": values.get("version", judgement.version),
        "values": values,
        "names": " ".join(stored),
        "answer": Answer.objects.filter(evaluation=evaluation, indicator=indicator).first(),
        "pieces": pieces_of(evidence, values, opened),
        "verdicts": Verdict.choices,
        "view": view_of(opened, None) if opened else None,
        "opened": opened,
        "steps": steps_of(instrument, indicator),
        "errata": indicator.errata.all() if judgement.has_errata else [],  # type: ignore[attr-defined]
        # Published figures everybody may read; what an institution wrote for itself alone is its own.
        "earlier": [one for one in earlier if not one.is_own],
        "squares": squares,
        "judged": sum(square.state != "none" for square in squares),
        "place": place + 1,
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
        "mine": seat_of(request.user, seats),
        "others": [seat for seat in seats if seat.user.pk != request.user.pk],
        "may_judge": may_judge(request.user, evaluation, seats),
        "may_compare": may_compare(evaluation, seats),
        "browser_key": browser_key(request.user),
    }


def squares_of(request: UserRequest, evaluation: Evaluation, judgement: Judgement) -> list[Square]:
    here = judgement.indicator.number
    return [
        Square(one.number, state_of(one.level, one.claimed), one.is_asked, one.number == here)
        for one in judged_sheet(request.user, evaluation)
    ]


def opened_of(evidence: Sequence[Evidence], asked: str) -> Evidence | None:
    """The piece of evidence that stands open beside the words: the one asked for, else the first that can."""
    chosen = [one for one in evidence if str(one.pk) == asked and one.file]
    shown_at_once = [one for one in evidence if one.file and one.file.can_be_shown]
    return next(iter([*chosen, *shown_at_once]), None)


def pieces_of(evidence: Sequence[Evidence], values: Mapping[str, str], opened: Evidence | None) -> list[Piece]:
    known = set(Verdict.values)

    def verdict(one: Evidence) -> str:
        said = values.get(f"{VERDICT}{one.pk}", "")
        return said if said in known else ""

    return [Piece(one, verdict(one), values.get(f"{NOTE}{one.pk}", ""), one == opened) for one in evidence]
