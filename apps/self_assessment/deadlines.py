"""Until when people are to hand in what was delegated to them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from apps.accounts.models import User
from apps.common.formats import WIB, count
from apps.evaluations.models import Evaluation
from apps.notices.deadlines import Deadline, due_source
from apps.periods.models import PeriodState
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, Delegation
from apps.self_assessment.queries.delegation import UNFINISHED

DAY_ENDS = time(23, 59)
SPELT_OUT = 12  # indicators that a sentence names


@due_source
def delegation_limits(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Deadline]:
    """One limit for each person, sheet and day at which something that waits for them is due. Two statements."""
    unfinished = Answer.objects.filter(
        evaluation=OuterRef("evaluation"), indicator=OuterRef("indicator"), state__in=UNFINISHED
    )
    rows = (
        Delegation.objects.filter(
            Exists(unfinished),
            evaluation__period__state=PeriodState.RUNNING,
            evaluation__open_stage=Stage.SELF_ASSESSMENT,
            due_on__gte=after.astimezone(WIB).date(),
            due_on__lte=before.astimezone(WIB).date(),
        )
        .annotate(doer=Coalesce("person", "unit__memberships__user"))
        .filter(doer__in=people)
        .order_by("indicator__number")
        .distinct()
        .values_list("doer", "evaluation", "due_on", "indicator__number")
    )
    waiting: dict[tuple[int, int, date], list[int]] = {}
    for user, pk, due_on, number in rows:
        if due_on:
            waiting.setdefault((user, pk, due_on), []).append(number)
    sheets = Evaluation.objects.select_related("period", "institution__province").in_bulk({pk for _, pk, _ in waiting})
    for (user, pk, due_on), numbers in waiting.items():
        until = datetime.combine(due_on, DAY_ENDS, tzinfo=WIB)
        if after < until <= before:
            sheet = sheets[pk]
            yield Deadline(
                user=user,
                key=f"delegation-{pk}-{due_on}",
                text=f"{_named(numbers)} {sheet.institution} ({sheet.period})",
                until=until,
                url=f"{reverse('self_assessment:sheet', args=[pk])}?siapa=saya",
                simulation=sheet.period.simulation_label,
                place=sheet.institution.province,
            )


def _named(numbers: Sequence[int]) -> str:
    if len(numbers) > SPELT_OUT:
        return f"{count(len(numbers))} indikator yang didelegasikan kepada Anda,"
    return f"Indikator {', '.join(map(str, numbers))}"
