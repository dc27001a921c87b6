"""Until when whoever is in charge of indicators has promised to hand them in."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.notices.deadlines import Deadline, due_source
from apps.periods.models import PeriodState
from apps.rules.stages import Stage
from apps.self_assessment.models import Delegation
from apps.self_assessment.queries.delegation import UNFINISHED

LAST_MINUTE = time(23, 59)


@due_source
def delegations(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Deadline]:
    """One limit for each person, sheet and day, with the indicators that are not handed in. Four statements."""
    waiting = Delegation.objects.filter(
        due_on__range=(localdate(after), localdate(before)),
        evaluation__period__state=PeriodState.RUNNING,
        evaluation__open_stage=Stage.SELF_ASSESSMENT,
        evaluation__answers__indicator=F("indicator"),
        evaluation__answers__state__in=UNFINISHED,
    )
    of_unit = Q(unit__memberships__institution=F("evaluation__institution"))
    numbers: dict[tuple[int, int, date], set[int]] = {}
    for whose, rows in (
        ("person", waiting.filter(person__in=people)),
        ("unit__memberships__user", waiting.filter(of_unit, unit__memberships__user__in=people)),
    ):
        for user, evaluation, due_on, number in rows.values_list(
            whose, "evaluation", "due_on", "indicator__number"
        ).order_by():
            numbers.setdefault((user, evaluation, due_on), set()).add(number)
    evaluations = Evaluation.objects.select_related("period", "institution__province").in_bulk(
        {evaluation for _, evaluation, _ in numbers}
    )
    for (user, pk, due_on), found in numbers.items():
        until = make_aware(datetime.combine(due_on, LAST_MINUTE))
        if after < until <= before:
            evaluation = evaluations[pk]
            yield Deadline(
                user=user,
                key=f"delegation-{pk}-{due_on}",
                text=f"Indikator {', '.join(map(str, sorted(found)))}, {evaluation.institution} ({evaluation.period})",
                until=until,
                url=reverse("self_assessment:sheet", args=[pk]) + "?siapa=saya",
                simulation=evaluation.period.simulation_label,
                place=evaluation.institution.province,
            )
