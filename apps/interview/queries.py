"""Reading an interview."""

from django.db.models import QuerySet

from apps.evaluations.agenda import AgendaItem, agenda_of
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.interview.models import Clarification, InterviewSession
from apps.jobs.models import Job
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, Evidence

Item = AgendaItem[Clarification]


def session_of(evaluation: Evaluation) -> InterviewSession | None:
    return InterviewSession.objects.filter(evaluation=evaluation).first()


def agenda(evaluation: Evaluation) -> list[Item]:
    """What is clarified with this institution."""
    return agenda_of(evaluation, Stage.INTERVIEW, Clarification)


def item_of(evaluation: Evaluation, number: int) -> Item | None:
    """One marked indicator by its number; None if it is not marked."""
    return next(iter(agenda_of(evaluation, Stage.INTERVIEW, Clarification, number=number)), None)


def next_number(items: list[Item], number: int) -> int | None:
    """The marked indicator that comes next without a result, after `number` first."""
    open_ones = [item.indicator.number for item in items if item.word is None and item.indicator.number != number]
    return next((one for one in open_ones if one > number), None) or next(iter(open_ones), None)


def latest_minutes_job(evaluation: Evaluation, kind: str) -> Job | None:
    return Job.objects.filter(kind=kind, object_id=evaluation.pk).order_by("-pk").first()


def answer_of(evaluation: Evaluation, indicator: Indicator) -> Answer | None:
    """What the institution said of the indicator in its own sheet."""
    return Answer.objects.filter(evaluation=evaluation, indicator=indicator).first()


def evidence_of(evaluation: Evaluation, indicator: Indicator) -> QuerySet[Evidence]:
    """What proves it and was not taken back; the sheet's and what the interview added."""
    rows = Evidence.objects.filter(evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True)
    return rows.select_related("file", "added_by")
