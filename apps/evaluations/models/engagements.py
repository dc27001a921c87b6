"""When somebody is taken: by an interview to come, by the days of a visit."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from apps.evaluations.models.evaluation import Evaluation
from apps.institutions.models import Institution
from apps.periods.choices import MARKED_STAGES, stage_choices


def _once_at_a_time(whom: str) -> ExclusionConstraint:
    """NULL equals nothing, so each of the two constraints sees only the rows of its own kind."""
    expressions: list[tuple[Any, str]] = [
        (whom, RangeOperators.EQUAL),
        (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
    ]
    return ExclusionConstraint(name=f"no_{whom}_at_two_meetings", expressions=expressions)


class Engagement(models.Model):
    """An institution or an assessor is at this meeting, and at no other; laid out by the rooms' triggers (engaging.py).

    Over every period: an institution may be assessed by two instruments in one year. An interview that was held
    and a visit that was closed are over and take nobody's time any more.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="engagements")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="engagement_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, assessor__isnull=True)
                | Q(institution__isnull=True, assessor__isnull=False),
                name="engagement_is_of_one",
            ),
            _once_at_a_time("institution"),
            _once_at_a_time("assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id or self.assessor_id}: {self.starts_at}"
