"""Interviews as appointments in the calendars of institution and team."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.accounts.models import User
from apps.evaluations.deadlines import places
from apps.evaluations.models import Evaluation
from apps.interview.models import InterviewSession
from apps.notices.deadlines import Appointment, appointment_source


@appointment_source
def interviews(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Appointment]:
    meant = Evaluation.objects.filter(interview__ends_at__gt=after, interview__starts_at__lte=before)
    found = {(one.user, one.evaluation) for one in places(people, meant)}
    rows = InterviewSession.objects.filter(evaluation__in={pk for _, pk in found})
    sessions = {one.evaluation_id: one for one in rows.select_related("evaluation__period", "evaluation__institution")}
    for user, pk in found:
        session = sessions[pk]
        yield Appointment(
            user=user,
            key=f"interview-{pk}",
            text=f"Interviu {session.evaluation.institution} ({session.evaluation.period})",
            starts=session.starts_at,
            ends=session.ends_at,
            where=session.link,
            url=reverse("interview:detail", args=[pk]),
            simulation=session.evaluation.period.simulation_label,
        )
