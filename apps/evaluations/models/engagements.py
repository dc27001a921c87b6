"""When an institution is taken: by an interview to come, by the days of a visit."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from apps.evaluations.models.evaluation import Evaluation
from apps.institutions.models import Institution
from apps.periods.choices import MARKED_STAGES, stage_choices


class Engagement(models.Model):
    """The people of an institution meet assessors at this time, and nobody else; laid out by the rooms' triggers.

    Over every period: an institution may be assessed by two instruments in one year. An interview that was held
    and a visit that was closed are over and take nobody's time any more.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="engagements")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "stage"], name="one_engagement_per_stage"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="engagement_ends_after_it_begins"),
            ExclusionConstraint(
                name="no_institution_twice_at_a_time",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.starts_at}"
