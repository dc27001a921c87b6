"""Marks, sessions and visits for the tests of the two field stages."""

from datetime import datetime, timedelta

from django.utils import timezone

from apps.evaluations.actions.marked import mark
from apps.evaluations.models import Evaluation, EvidenceRequest
from apps.instruments.models import Indicator
from apps.interview.actions import record_attendance
from apps.interview.models import InterviewSession
from apps.rules.stages import Stage
from tests.factories import assessors_of, lead_of


def indicator_of(evaluation: Evaluation, number: int) -> Indicator:
    return evaluation.period.instrument.indicators.get(number=number)


def mark_numbers(evaluation: Evaluation, stage: Stage, *numbers: int) -> None:
    questions = {indicator_of(evaluation, number).pk: f"Pertanyaan {number}" for number in numbers}
    mark(evaluation, stage, questions, by=lead_of(evaluation))


def ask_for_evidence(evaluation: Evaluation, number: int, *, until: datetime | None = None) -> None:
    """By the lead, for an hour; also with a limit that has passed."""
    EvidenceRequest.objects.create(
        evaluation=evaluation,
        indicator=indicator_of(evaluation, number),
        text="SK tahun ini",
        until=until or timezone.now() + timedelta(hours=1),
        by=lead_of(evaluation),
    )


def appoint(evaluation: Evaluation, *, held: bool = False) -> InterviewSession:
    """An appointment of an hour, after those that were made before; `held` also records who was there."""
    begins = timezone.now() + timedelta(hours=InterviewSession.objects.count())
    session = InterviewSession.objects.create(
        evaluation=evaluation,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        scheduled_by=lead_of(evaluation),
    )
    if held:
        record_attendance(
            evaluation,
            assessors=assessors_of(evaluation),
            institution=["Orang Instansi, Sekretaris"],
            held_at=timezone.now(),
            by=lead_of(evaluation),
        )
        session.refresh_from_db()
    return session
