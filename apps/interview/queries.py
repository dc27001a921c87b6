"""Reading an interview."""

from apps.evaluations.agenda import AgendaItem, agenda_of
from apps.evaluations.models import Evaluation
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
