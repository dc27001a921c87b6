"""Visits as appointments in the calendars of institution and team."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.accounts.models import User
from apps.evaluations.deadlines import places
from apps.evaluations.models import Evaluation
from apps.notices.deadlines import Appointment, appointment_source
from apps.visitation.models import Visit


@appointment_source
def visits(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Appointment]:
    """Those that have a day."""
    meant = Evaluation.objects.filter(visit__starts_on__gte=after.date(), visit__starts_on__lte=before.date())
    found = {(one.user, one.evaluation) for one in places(people, meant)}
    rows = Visit.objects.filter(evaluation__in={pk for _, pk in found})
    planned = {one.evaluation_id: one for one in rows.select_related("evaluation__period", "evaluation__institution")}
    for user, pk in found:
        visit = planned[pk]
        if visit.starts_on:
            yield Appointment(
                user=user,
                key=f"visit-{pk}",
                text=f"Visitasi {visit.evaluation.institution} ({visit.evaluation.period})",
                starts=visit.starts_on,
                ends=visit.ends_on or visit.starts_on,
                where=visit.locus,
                url=reverse("visitation:detail", args=[pk]),
                simulation=visit.evaluation.period.simulation_label,
            )
