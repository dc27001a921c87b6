"""Reading the questions between the two sides."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import ASKING_STAGES, Circle, Evaluation, Remark, Side
from apps.evaluations.permissions import circles_of
from apps.institutions.models import Role
from apps.instruments.models import Indicator

OTHER = {Side.ASSESSORS: Side.INSTITUTION, Side.INSTITUTION: Side.ASSESSORS}
# Who asks and answers for each side.
SPEAKERS = {Side.ASSESSORS: "judge", Side.INSTITUTION: "fill_every_answer"}
ANSWERING = (Role.COORDINATOR, Role.PERSON_IN_CHARGE, Role.DATA_ENTRY)


@dataclass(frozen=True)
class Asked:
    """A question with its answer, as one reader sees it."""

    question: Remark
    answer: Remark | None
    is_mine_to_answer: bool
    shows_names: bool

    @property
    def is_late(self) -> bool:
        return self.answer is None and self.question.due is not None and self.question.due <= timezone.now()


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question without its answer: on which indicator (by number), and until when."""

    number: int
    due: datetime


def speaks_for(user: User, evaluation: Evaluation) -> Side | None:
    """The side for which this person asks and answers."""
    return next((side for side, codename in SPEAKERS.items() if holds(user, codename, evaluation)), None)


def questions_on(user: User, evaluation: Evaluation, indicator: Indicator) -> list[Asked]:
    """What the two sides asked one another on an indicator, newest first; none for others. One query.

    The institution reads of the assessors the side, not the name.
    """
    if Circle.BOTH not in circles_of(user, evaluation):
        return []
    side = speaks_for(user, evaluation)
    asked = Remark.objects.filter(evaluation=evaluation, indicator=indicator, circle=Circle.BOTH, due__isnull=False)
    is_open = evaluation.stage in ASKING_STAGES
    return [
        Asked(
            one,
            answer := getattr(one, "answer", None),
            is_mine_to_answer=is_open and answer is None and side == OTHER[Side(one.side)],
            shows_names=holds(user, "judge", evaluation),
        )
        for one in asked.select_related("by", "answer__by")
    ]


def open_questions(evaluations: Iterable[Evaluation] | QuerySet[Evaluation], to: Side) -> QuerySet[Remark]:
    """What this side is asked and has not answered, while it still can."""
    return Remark.objects.filter(
        evaluation__in=evaluations,
        evaluation__stage__in=ASKING_STAGES,
        circle=Circle.BOTH,
        due__isnull=False,
        answer__isnull=True,
        side=OTHER[to],
    )


def waiting_questions(evaluations: Collection[Evaluation], to: Side) -> dict[int, list[WaitingQuestion]]:
    """The questions that wait for this side, the most urgent first, by evaluation (primary key).

    One query, none while no evaluation is where anybody asks.
    """
    asking = [one for one in evaluations if one.stage in ASKING_STAGES]
    waiting: dict[int, list[WaitingQuestion]] = {}
    if asking:
        rows = open_questions(asking, to).order_by("due", "pk").values_list("evaluation_id", "indicator__number", "due")
        for pk, number, due in rows:
            waiting.setdefault(pk, []).append(WaitingQuestion(number, due))  # type: ignore[arg-type]
    return waiting


def people_of(evaluation: Evaluation, side: Side) -> QuerySet[User]:
    """Those who answer for a side."""
    people = User.objects.filter(is_active=True)
    if side == Side.ASSESSORS:
        return people.filter(team_memberships__team=evaluation.team_id).distinct()
    return people.filter(memberships__institution=evaluation.institution_id, memberships__role__in=ANSWERING).distinct()
