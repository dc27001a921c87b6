"""Who no longer assesses does not go on the visit either."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.evaluations.models import Evaluation, TeamMember
from apps.evaluations.reassignments import on_reassignment
from apps.rules.stages import Stage
from apps.visitation.models import CHOICE_STAGES, Visitor


@on_reassignment
def leave_behind(evaluations: Iterable[Evaluation]) -> None:
    """From a visit that is not over; whoever was there stays on record."""
    today = timezone.localdate()
    to_come = Q(evaluation__visit__ends_on__gte=today) | Q(
        evaluation__visit__ends_on__isnull=True, evaluation__visit__starts_on__gte=today
    )
    in_team = TeamMember.objects.filter(team=OuterRef("evaluation__team"), user=OuterRef("assessor"))
    Visitor.objects.filter(
        to_come,
        ~Exists(in_team),
        evaluation__in=[one.pk for one in evaluations],
        evaluation__stage__in=[*CHOICE_STAGES, Stage.VISITATION],
    ).delete()
