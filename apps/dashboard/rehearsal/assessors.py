"""What assessors do: declare, judge alone, compare, interview, visit, settle."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from apps.dashboard.demo.words import Question, finding, to_clarify
from apps.dashboard.rehearsal.ministry import moment
from apps.dashboard.rehearsal.person import Person
from apps.dashboard.rehearsal.plan import Part
from apps.evaluations.models import FindingKind

READ_IN = 12
"""Of so many judgements one is preceded by opening its page; the others follow on the page that is open."""
WORD = {"version": "", "reason": ""}  # what the form of a marked indicator has


def judges(assessor: Person, evaluation: int, part: Part, questions: Mapping[int, Question], *, turn: int) -> None:
    """A declaration, a judgement on every indicator, the lock. `turn`: 0 for the lead, 1 for everybody else."""
    assessor.fills("evaluations:declaration", evaluation, source="none")
    assessor.looks("desk_review:sheet", evaluation)
    for place, (number, opinion) in enumerate(part.opinions.items()):
        level, question = opinion.judged[turn], questions[number]
        if place % READ_IN == 0:
            assessor.opens("desk_review:indicator", evaluation, number)
        assessor.saves(
            "desk_review:indicator",
            evaluation,
            number,
            version="0",
            level=f"{level:f}",
            reason=finding(question, level, opinion.claimed),
            question=to_clarify(question, opinion.claimed) if opinion.is_asked else "",
        )
    assessor.sends("desk_review:lock", evaluation)


def settles_and_closes(lead: Person, evaluation: int, part: Part) -> None:
    """Where the team differs the lead's judgement stands."""
    lead.looks("desk_review:differences", evaluation)
    for number, opinion in part.opinions.items():
        if opinion.differs:
            level = f"{opinion.judged[0]:f}"
            lead.fills("desk_review:settle", evaluation, number, level=level, reason="Setelah dibahas bersama.")
    lead.sends("desk_review:close", evaluation)


def holds_interview(lead: Person, evaluation: int) -> None:
    lead.looks("interview:detail", evaluation)
    lead.fills("interview:attendance", evaluation, held_at=moment(timezone.now()))


def clarifies(lead: Person, evaluation: int, number: int, level: str) -> None:
    """A word on one marked indicator; without a level the earlier one stands."""
    lead.fills("interview:indicator", evaluation, number, has=WORD, level=level, reason="Bukti ditunjukkan.")


def plans_visit(lead: Person, evaluation: int, indicator: int, day: date) -> None:
    """When and where, and what is validated."""
    lead.fills("visitation:plan", evaluation, starts_on=day.isoformat(), locus="Kantor dinas (simulasi)")
    lead.fills("visitation:mark", evaluation, indicator=str(indicator), question="Berjalan sehari-hari?")


def visits(lead: Person, evaluation: int, number: int) -> None:
    """What is found leaves the level as it was."""
    lead.looks("visitation:detail", evaluation)
    lead.fills("visitation:indicator", evaluation, number, has=WORD, level="", reason="Sesuai dengan data dukung.")


def hands_over(lead: Person, evaluation: int, parts: Mapping[int, str], *, are_drafted: bool) -> None:
    """The texts are drafted from the criteria, and the settled evaluation goes to the ministry.

    Where an instrument has no criteria yet the drafts stay empty, and the lead writes on each of the `parts` (by
    primary key, with their names).
    """
    lead.looks("consolidation:detail", evaluation)
    lead.sends("consolidation:draft", evaluation)
    for part, name in {} if are_drafted else parts.items():
        page = lead.opens("consolidation:findings", evaluation, part)
        asked = page.form(strength="").fields
        texts = {kind.value: f"{kind.label} {name} pada latihan ini." for kind in FindingKind if kind.value in asked}
        lead.presses(page, has={"strength": ""}, **texts)
    lead.sends("consolidation:hand_over", evaluation)
