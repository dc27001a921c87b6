"""Until when people are to have done what they promised after the result."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from apps.accounts.models import User
from apps.common.formats import WIB
from apps.follow_up.models import OPEN_STATES, FollowUp
from apps.notices.deadlines import Deadline, due_source

DAY_ENDS = time(23, 59)
WORDS_SHOWN = 80


@due_source
def follow_up_limits(people: QuerySet[User], after: datetime, before: datetime) -> Iterator[Deadline]:
    """The last day of every open follow-up, for its owner or everybody of its unit. One statement."""
    rows = (
        FollowUp.objects.filter(
            state__in=OPEN_STATES,
            due__gte=after.astimezone(WIB).date(),
            due__lte=before.astimezone(WIB).date(),
        )
        .annotate(doer=Coalesce("owner", "unit__memberships__user"))
        .filter(doer__in=people, evaluation__institution__memberships__user=F("doer"))
        .select_related("evaluation__period", "evaluation__institution__province")
        .order_by("due", "pk", "doer")
        .distinct()
    )
    for one in rows:
        assert one.due is not None  # noqa: S101 - asked for above
        until = datetime.combine(one.due, DAY_ENDS, tzinfo=WIB)
        if after < until <= before:
            evaluation = one.evaluation
            yield Deadline(
                user=one.doer,
                key=f"follow-up-{one.pk}",
                text=f"Tindak lanjut “{Truncator(one.text).chars(WORDS_SHOWN)}”, {evaluation.institution}",
                until=until,
                url=reverse("follow_up:edit", args=[evaluation.pk, one.pk]),
                simulation=evaluation.period.simulation_label,
                place=evaluation.institution.province,
            )
