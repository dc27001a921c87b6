"""Reading an interview."""

from apps.evaluations.agenda import AgendaItem, agenda_of, marked_indicator, next_silent
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.interview.models import Clarification, InterviewSession
from apps.rules.stages import Stage

Item = AgendaItem[Clarification]


def session_of(evaluation: Evaluation) -> InterviewSession | None:
    return InterviewSession.objects.filter(evaluation=evaluation).first()


def agenda(evaluation: Evaluation) -> list[Item]:
    """What is clarified with this institution."""
    return agenda_of(evaluation, Stage.INTERVIEW, Clarification)


def item_of(evaluation: Evaluation, number: int) -> Item | None:
    """One marked indicator by its number; None if it is not marked."""
    return next(iter(agenda_of(evaluation, Stage.INTERVIEW, Clarification, number=number)), None)


def indicator_of(evaluation: Evaluation, number: int) -> Indicator | None:
    """The indicator, if it is marked."""
    return marked_indicator(evaluation, Stage.INTERVIEW, number)


def following(evaluation: Evaluation, number: int) -> int | None:
    """The marked indicator without a result that comes next."""
    return next_silent(evaluation, Stage.INTERVIEW, Clarification, number)
